import Foundation

/// The lines that the benchmark prints.
enum Report {
    static func row(_ name: String, _ value: String, _ unit: String, note: String = "") {
        let name = name.padding(toLength: 44, withPad: " ", startingAt: 0)
        let value = String(repeating: " ", count: max(0, 10 - value.count)) + value
        let unit = unit.padding(toLength: 5, withPad: " ", startingAt: 0)
        FileHandle.standardOutput.write(Data("  \(name)\(value) \(unit) \(note)\n".utf8))
    }

    static func number(_ value: Double, digits: Int = 1) -> String {
        String(format: "%.\(digits)f", value)
    }
}

/// Measured times.
struct Times {
    /// Milliseconds, the shortest first.
    private let sorted: [Double]

    init(_ times: [Duration]) {
        sorted = times.map(\.milliseconds).sorted()
    }

    var median: Double { quantile(0.5) }
    var p99: Double { quantile(0.99) }
    var slowest: Double { sorted.last ?? 0 }

    /// - Parameter part: from 0 to 1.
    func quantile(_ part: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
    }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    var milliseconds: Double { seconds * 1_000 }
}

import Foundation

/// A generator of numbers that gives the same ones on each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Makes inputs out of the corpus: each a text of it, bent in a few places.
struct Fuzzer {
    private var generator: SeededGenerator
    private let corpus: [[UInt8]]
    private let words: [[UInt8]]

    /// - Parameters:
    ///   - folder: of the corpus, below `Resources/corpus`.
    ///   - words: what the grammar is made of.
    ///   - byLine: whether each line of a file is an input of its own.
    init(_ folder: String, words: [String], byLine: Bool = false, seed: UInt64 = 1) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Resources/corpus/\(folder)")
        let files = try FileManager.default.contentsOfDirectory(atPath: root.path()).sorted()
        let texts = try files.map { Array(try Data(contentsOf: root.appending(path: $0))) }
        corpus =
            byLine
            ? texts.flatMap { $0.split(separator: 0x0A, omittingEmptySubsequences: false) }
                .map(Array.init) : texts
        self.words = words.map { Array($0.utf8) }
        generator = SeededGenerator(seed: seed)
    }

    /// How many inputs a test tries: a second's worth, or what SWIFTLET_SOAK asks for.
    static func count(_ usual: Int) -> Int {
        ProcessInfo.processInfo.environment["SWIFTLET_SOAK"] == nil ? usual : usual * 100
    }

    /// Each text of the corpus as it is, then `count` that are bent.
    mutating func forEach(_ count: Int, _ body: ([UInt8]) throws -> Void) rethrows {
        for text in corpus { try body(text) }
        for _ in 0..<Self.count(count) { try body(next()) }
    }

    mutating func next() -> [UInt8] {
        var text = corpus.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...6, using: &generator) { bend(&text) }
        return text
    }

    private mutating func bend(_ text: inout [UInt8]) {
        let place = Int.random(in: 0...text.count, using: &generator)
        let end = min(text.count, place + Int.random(in: 0...12, using: &generator))
        switch Int.random(in: 0..<8, using: &generator) {
        case 0 where place < text.count:
            text[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1 where place < text.count: text[place] = .random(in: 0...255, using: &generator)
        case 2: text.removeSubrange(place..<end)
        case 3: text.insert(contentsOf: text[place..<end], at: place)
        case 4: text.removeSubrange(place...)
        case 5:
            let other = corpus.randomElement(using: &generator) ?? []
            let start = Int.random(in: 0...other.count, using: &generator)
            text.insert(contentsOf: other[start...].prefix(40), at: place)
        default:
            let word = words.randomElement(using: &generator) ?? []
            let times = Int.random(in: 0..<20, using: &generator) == 0 ? 300 : 1
            for _ in 0..<times { text.insert(contentsOf: word, at: place) }
        }
    }
}

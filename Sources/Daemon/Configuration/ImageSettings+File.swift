import JSON
import Kubelet

/// The settings of images, by the names that they have in a KubeletConfiguration.
extension ImageSettings {
    static let keys = [
        "serializeImagePulls", "maxParallelImagePulls", "imageGCHighThresholdPercent",
        "imageGCLowThresholdPercent", "imageMinimumGCAge", "imageMaximumGCAge",
        "imagePullCredentialsVerificationPolicy", "preloadedImagesVerificationAllowlist",
    ]

    /// Keys come in their alphabetical order: what one says of another's default is said before.
    ///
    /// - Returns: whether there is such a key.
    /// - Throws: `ConfigurationError`.
    mutating func set(_ key: String, to value: JSONValue) throws -> Bool {
        switch key {
        case "serializeImagePulls":
            guard let isSerial = value.boolValue else {
                throw ConfigurationError("expected true or false")
            }
            if isSerial { maximumParallelPulls = 1 }
        case "maxParallelImagePulls": maximumParallelPulls = try Self.number(value, 1...1000)
        case "imageGCHighThresholdPercent":
            highThreshold = try Self.number(value, 0...100)
            lowThreshold = min(lowThreshold, highThreshold)
        case "imageGCLowThresholdPercent": lowThreshold = try Self.number(value, 0...100)
        case "imageMinimumGCAge": minimumAge = try Self.nanoseconds(value)
        case "imageMaximumGCAge": maximumAge = try Self.nanoseconds(value)
        case "imagePullCredentialsVerificationPolicy":
            guard let policy = Verification(rawValue: value.stringValue ?? "") else {
                let known = Verification.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationError("expected one of \(known)")
            }
            verification = policy
        case "preloadedImagesVerificationAllowlist":
            let repositories = (value.arrayValue ?? []).compactMap(\.stringValue)
            guard let elements = value.arrayValue, elements.count == repositories.count else {
                throw ConfigurationError("expected a list of repositories")
            }
            verificationAllowlist = repositories
        default: return false
        }
        return true
    }

    /// - Throws: `ConfigurationError` where two settings contradict each other.
    func check() throws {
        guard lowThreshold <= highThreshold else {
            throw ConfigurationError(
                "imageGCLowThresholdPercent \(lowThreshold): has to be at most imageGCHighThresholdPercent, \(highThreshold)"
            )
        }
        guard maximumAge == 0 || maximumAge > minimumAge else {
            throw ConfigurationError("imageMaximumGCAge: has to be more than imageMinimumGCAge")
        }
    }

    private static func number(_ value: JSONValue, _ range: ClosedRange<Int64>) throws -> Int {
        guard let number = value.integerValue, range.contains(number) else {
            throw ConfigurationError(
                "expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return Int(number)
    }

    private static func nanoseconds(_ value: JSONValue) throws -> Int64 {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
        guard let text = value.stringValue, let unit = text.last.flatMap({ units[$0] }),
            let count = Double(text.dropLast()), count >= 0, count * unit <= 1e8
        else { throw ConfigurationError("expected a time such as 120s, 5m or 24h") }
        return Int64(count * unit * 1e9)
    }
}

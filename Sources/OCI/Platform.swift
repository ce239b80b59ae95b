import JSON

/// An operating system and processor, in Go's names as images use them: `linux/arm64/v8`.
public struct Platform: Sendable, Hashable, CustomStringConvertible {
    public var operatingSystem: String
    public var architecture: String
    public var variant: String?

    public init(operatingSystem: String = "linux", architecture: String, variant: String? = nil) {
        self.operatingSystem = operatingSystem
        self.architecture = architecture
        self.variant = variant
    }

    /// Nil where the architecture or the operating system is missing.
    public init?(json: JSONValue) {
        guard let system = json["os"]?.stringValue,
            let architecture = json["architecture"]?.stringValue
        else { return nil }
        self.init(
            operatingSystem: system, architecture: architecture,
            variant: json["variant"]?.stringValue)
    }

    /// Reads `linux/arm64/v8`; nil where it is not of that form.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), !parts.contains("") else { return nil }
        self.init(
            operatingSystem: parts[0], architecture: parts[1],
            variant: parts.count > 2 ? parts[2] : nil)
    }

    /// What this program was built for.
    public static var current: Platform {
        #if arch(arm64)
            Platform(architecture: "arm64", variant: "v8")
        #else
            Platform(architecture: "amd64")
        #endif
    }

    public var json: JSONValue {
        var value: JSONValue = [
            "os": .string(operatingSystem), "architecture": .string(architecture),
        ]
        if let variant { value["variant"] = .string(variant) }
        return value
    }

    public var description: String {
        "\(operatingSystem)/\(architecture)" + (variant.map { "/\($0)" } ?? "")
    }

    /// How well an image for this platform runs on `host`: 2 for the same variant, 1 where the image
    /// names none, nil where it does not run.
    func fitness(on host: Platform) -> Int? {
        guard operatingSystem == host.operatingSystem, architecture == host.architecture else {
            return nil
        }
        if variant == host.variant { return 2 }
        // amd64's v2 to v4 and arm's v6 to v8 need a processor we have not looked at.
        return variant == nil || variant == "" ? 1 : nil
    }
}

import JSON

/// What `/version` answers; clients parse the numbers to know what the server can do.
struct VersionInfo {
    /// The Kubernetes release whose API this is.
    static let kubernetesMinor = 37
    let swiftletVersion: String

    var json: JSONValue {
        [
            "major": "1",
            "minor": .string("\(Self.kubernetesMinor)"),
            "gitVersion": .string("v1.\(Self.kubernetesMinor).0+swiftlet-\(swiftletVersion)"),
            "gitCommit": "",
            "gitTreeState": "clean",
            "buildDate": "1970-01-01T00:00:00Z",
            "goVersion": "",
            "compiler": "swift",
            "platform": .string("linux/\(Self.architecture)"),
        ]
    }

    private static var architecture: String {
        #if arch(x86_64)
            "amd64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }
}

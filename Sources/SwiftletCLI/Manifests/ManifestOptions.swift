import ArgumentParser

/// The manifests that a command is given.
struct ManifestOptions: ParsableArguments {
    @Option(
        name: [.customShort("f", allowingJoined: true), .customLong("filename")],
        help: ArgumentHelp(
            "A manifest, a folder of manifests, or - for standard input; may be repeated.",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var files: [String] = []

    @Flag(name: [.customShort("R"), .long], help: "Read the folders below a folder of -f too.")
    var recursive = false

    /// Reads everything that `-f` names.
    ///
    /// - Throws: `ManifestError`
    func manifests() throws -> [Manifest] {
        try files.flatMap { file in
            if file == "-" {
                return try Manifest.parse(ManifestFiles.standardInput(), source: "STDIN")
            }
            if file.contains("://") { throw ManifestError.isURL(file) }
            return try ManifestFiles.files(at: file, recursive: recursive).flatMap {
                try Manifest.parse(try ManifestFiles.text(of: $0), source: $0)
            }
        }
    }
}

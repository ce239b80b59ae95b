import Glibc

/// Why files could not be packed or unpacked: one sentence that names the file.
public struct ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) {
        self.description = description
    }

    /// `<what>: <reason of errno>`
    init(_ what: String, code: Int32) {
        description = "\(what): \(String(cString: strerror(code)))"
    }
}

import Glibc

/// Why the container could not be made: one line, for the daemon.
public struct MonitorError: Error, Equatable, Sendable {
    public var message: String

    public init(_ message: String) {
        self.message = message
    }

    /// `<what>: <reason of errno>`
    public init(_ what: String, code: Int32) {
        message = "\(what): \(String(cString: strerror(code)))"
    }
}

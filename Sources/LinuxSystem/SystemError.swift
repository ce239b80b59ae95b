import Glibc

/// A system call that failed.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `errno`
    public var code: Int32
    /// The call, for example `mount`.
    public var operation: String
    /// What it was done to; empty where nothing fits.
    public var subject: String

    public init(_ operation: String, _ subject: String = "", code: Int32 = errno) {
        self.code = code
        self.operation = operation
        self.subject = subject
    }

    /// What `code` means: `No such file or directory`.
    public var reason: String { String(cString: strerror(code)) }

    public var description: String {
        return subject.isEmpty ? "\(operation): \(reason)" : "\(operation) \(subject): \(reason)"
    }
}

import CLinux
import Glibc

/// A copy of a program in memory that nobody can change.
///
/// A process of ours that enters a container can be looked at from there, and a container's root
/// that reaches the file it runs could write to it, had the file a place on the host's disk.
public final class ProgramFile: Sendable {
    private let descriptor: Int32

    /// - Throws: `SystemError`.
    public init(copyOf path: String, name: String) throws {
        let contents = try File.read(path)
        descriptor = clinux_program_file(name)
        guard descriptor >= 0 else { throw SystemError("memfd_create", name) }
        do {
            try File.writeAll(contents, to: descriptor, subject: name)
            guard fchmod(descriptor, 0o500) == 0 else { throw SystemError("fchmod", name) }
            guard clinux_seal(descriptor) == 0 else { throw SystemError("seal", name) }
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Leads to it from every process that may look into this one, as long as this value lives.
    public var path: String { "/proc/\(getpid())/fd/\(descriptor)" }
}

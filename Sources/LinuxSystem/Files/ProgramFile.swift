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
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw SystemError("open", path) }
        defer { close(source) }
        descriptor = clinux_program_file(name)
        guard descriptor >= 0 else { throw SystemError("memfd_create", name) }
        do {
            try Self.copy(source, to: descriptor, name)
            guard fchmod(descriptor, 0o500) == 0 else { throw SystemError("fchmod", name) }
            guard clinux_seal(descriptor) == 0 else { throw SystemError("seal", name) }
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// By the kernel, since a program has megabytes.
    private static func copy(_ source: Int32, to target: Int32, _ name: String) throws {
        while true {
            let count = sendfile(target, source, nil, 1 << 30)
            if count == 0 { return }
            guard count > 0 || errno == EINTR else { throw SystemError("sendfile", name) }
        }
    }

    /// Leads to it from every process that may look into this one, as long as this value lives.
    public var path: String { "/proc/\(getpid())/fd/\(descriptor)" }
}

import Glibc
import LinuxSystem

/// The program that makes containers, and how it is dealt with.
public struct OCIRuntime: Sendable, Hashable, Codable {
    /// Programs whose inner workings are known.
    public enum Kind: String, Sendable, Codable {
        case crun
        case runc
        case other
    }

    public var kind: Kind
    /// Absolute path.
    public var path: String
    /// The first line of `--version`.
    public var version: String
    /// Why it was chosen, as one sentence for people.
    public var reason: String
    /// Whether it only works where `/sys/fs/cgroup/unified` is hidden from it: crun 1.8 refuses
    /// hosts that have both versions of cgroups.
    public var hidesUnifiedCgroups: Bool
    /// The seccomp filter of a container with the default capabilities as this runtime compiled
    /// it, in base64; nil for a runtime that does not take one.
    var defaultSeccompFilter: String?

    /// Lets a created container run. Blocks.
    ///
    /// crun's container waits for a byte from its FIFO, runc's waits for someone to read the FIFO;
    /// doing that here spares running the runtime's `start`, which takes about 5 ms.
    ///
    /// - Throws: `SystemError`; `OCIRuntimeFailure` of another runtime's `start`.
    func release(_ id: String, root: String) throws {
        let fifo = "\(root)/\(id)/exec.fifo"
        switch kind {
        case .crun: try writeByte(fifo)
        case .runc: try readByte(fifo)
        case .other:
            let result = try ChildProcess.run(
                path, ["--root", root, "start", id], environment: Self.environment)
            guard result.status == 0 else { throw OCIRuntimeFailure("start", result) }
        }
    }

    /// Whether a container was created and not released.
    func holds(_ id: String, root: String) -> Bool {
        File.exists("\(root)/\(id)/exec.fifo")
    }

    static let environment = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    ]

    private func writeByte(_ fifo: String) throws {
        let descriptor = open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", fifo) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, "0", 1) == 1 else { throw SystemError("write", fifo) }
        unlink(fifo)
    }

    private func readByte(_ fifo: String) throws {
        // Not blocking, since nobody may be left to open the other end.
        let descriptor = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", fifo) }
        defer { close(descriptor) }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let patience: Int32 = 10_000
        guard poll(&waiting, 1, patience) == 1 else {
            throw SystemError("wait for", fifo, code: ETIMEDOUT)
        }
        unlink(fifo)
    }
}

/// An OCI runtime's command that failed.
struct OCIRuntimeFailure: Error, CustomStringConvertible {
    var command: String
    var status: Int
    var output: String

    init(_ command: String, _ result: ChildProcess.Result) {
        self.command = command
        status = result.status
        output =
            String(decoding: result.errorOutput, as: UTF8.self)
            .split(separator: "\n").last.map(String.init) ?? ""
    }

    var description: String { "OCI runtime's \(command) ended with status \(status): \(output)" }
}

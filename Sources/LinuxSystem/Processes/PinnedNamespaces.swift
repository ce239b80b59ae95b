import CLinux
import Glibc

/// Network, IPC and UTS namespaces that live without a process, pinned by bind mounts on files.
public enum PinnedNamespaces {
    /// Which namespaces are made, and the files in the folder that hold them.
    static let kinds = [("net", "netns"), ("ipc", "ipc"), ("uts", "uts")]

    /// Makes fresh namespaces with the given host name and loopback up, and pins them onto
    /// `netns`, `ipc` and `uts` in `folder`. Blocks for about a millisecond.
    ///
    /// A thread of its own enters them and ends, which spares a process.
    ///
    /// - Throws: `SystemError`; then nothing is left pinned.
    public static func create(in folder: String, hostName: String) throws {
        for (_, file) in kinds { try File.write([], to: "\(folder)/\(file)") }
        let request = Request(folder: folder, hostName: hostName)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Request>.fromOpaque(argument!).takeUnretainedValue().run()
                return nil
            }, Unmanaged.passUnretained(request).toOpaque())
        guard code == 0 else { throw SystemError("pthread_create", code: code) }
        pthread_join(thread, nil)
        if let error = request.error {
            try? remove(in: folder)
            throw error
        }
    }

    /// Unpins the namespaces; fine where they are not pinned.
    public static func remove(in folder: String) throws {
        for (_, file) in kinds { try Mount.unmount("\(folder)/\(file)") }
    }

    /// Whether the folder's files hold namespaces; after a restart of the machine they are empty.
    public static func arePinned(in folder: String) -> Bool {
        kinds.allSatisfy { clinux_is_namespace("\(folder)/\($0.1)") != 0 }
    }

    private final class Request {
        let folder: String
        let hostName: String
        var error: SystemError?

        init(folder: String, hostName: String) {
            self.folder = folder
            self.hostName = hostName
        }

        func run() {
            do {
                let flags = CLINUX_CLONE_NEWNET | CLINUX_CLONE_NEWIPC | CLINUX_CLONE_NEWUTS
                guard clinux_unshare(Int32(flags)) == 0 else {
                    throw SystemError("unshare", folder)
                }
                guard clinux_set_host_name(hostName) == 0 else {
                    throw SystemError("sethostname", hostName)
                }
                guard clinux_bring_loopback_up() == 0 else {
                    throw SystemError("bring up loopback in", folder)
                }
                // As containerd has it: ports below 1024 and ping need no capability in a Pod. A
                // kernel without these settings does not keep a Pod from running.
                try? File.write(
                    Array("0".utf8), to: "/proc/sys/net/ipv4/ip_unprivileged_port_start")
                try? File.write(
                    Array("0 2147483647".utf8), to: "/proc/sys/net/ipv4/ping_group_range")
                for (kind, file) in PinnedNamespaces.kinds {
                    try Mount.mount(
                        "/proc/thread-self/ns/\(kind)", on: "\(folder)/\(file)", flags: .bind)
                }
            } catch let failure as SystemError {
                error = failure
            } catch {
                self.error = SystemError("make namespaces in", folder)
            }
        }
    }
}

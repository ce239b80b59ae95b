import CLinux
import Glibc

/// Network, IPC and UTS namespaces that live without a process, pinned by bind mounts on files.
public enum PinnedNamespaces {
    /// A namespace that can be pinned.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case network = "netns"
        case ipc
        case uts
        /// The processes of a Pod; `create` does not make it, since it lives with its process 1.
        case processes = "pid"

        /// The name of the file that holds it.
        public var file: String { rawValue }

        fileprivate var flag: Int {
            switch self {
            case .network: Int(CLINUX_CLONE_NEWNET)
            case .ipc: Int(CLINUX_CLONE_NEWIPC)
            case .uts: Int(CLINUX_CLONE_NEWUTS)
            case .processes: 0
            }
        }

        /// Its name below `/proc/PID/ns`.
        fileprivate var link: String { self == .network ? "net" : rawValue }
    }

    /// Makes fresh namespaces and pins each onto its file in `folder`, the host name set and
    /// loopback up where they have such. Blocks for about a millisecond.
    ///
    /// A thread of its own enters them and ends, which spares a process.
    ///
    /// - Parameter sysctls: kernel settings of these namespaces, by their names below `/proc/sys`.
    /// - Throws: `SystemError`; then nothing is left pinned.
    public static func create(
        _ kinds: Set<Kind> = [.network, .ipc, .uts], in folder: String, hostName: String,
        sysctls: [String: String] = [:]
    ) throws {
        for kind in kinds { try File.write([], to: "\(folder)/\(kind.file)") }
        let request = Request(
            kinds: kinds, folder: folder, hostName: hostName, sysctls: sysctls)
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

    /// Pins a namespace of a process.
    ///
    /// - Throws: `SystemError`.
    public static func pin(_ kind: Kind, of process: ProcessIdentity, at path: String) throws {
        try File.write([], to: path)
        try Mount.mount("/proc/\(process.id)/ns/\(kind.link)", on: path, flags: .bind)
        guard ProcessIdentity(id: process.id) == process else {
            try? Mount.unmount(path)
            throw SystemError("pin a namespace of process", String(process.id), code: ESRCH)
        }
    }

    /// Unpins the namespaces; fine where they are not pinned.
    public static func remove(in folder: String) throws {
        for kind in Kind.allCases { try Mount.unmount("\(folder)/\(kind.file)") }
    }

    /// Whether the folder's files hold these namespaces; after a restart of the machine they are
    /// empty.
    public static func arePinned(
        _ kinds: Set<Kind> = [.network, .ipc, .uts], in folder: String
    ) -> Bool {
        kinds.allSatisfy { clinux_is_namespace("\(folder)/\($0.file)") != 0 }
    }

    private final class Request {
        let kinds: Set<Kind>
        let folder: String
        let hostName: String
        let sysctls: [String: String]
        var error: SystemError?

        init(kinds: Set<Kind>, folder: String, hostName: String, sysctls: [String: String]) {
            self.kinds = kinds
            self.folder = folder
            self.hostName = hostName
            self.sysctls = sysctls
        }

        func run() {
            do {
                try enter()
                for (name, value) in sysctls.sorted(by: { $0.key < $1.key }) {
                    try File.write(Array(value.utf8), to: "/proc/sys/\(name)")
                }
                for kind in kinds {
                    try Mount.mount(
                        "/proc/thread-self/ns/\(kind.link)", on: "\(folder)/\(kind.file)",
                        flags: .bind)
                }
            } catch let failure as SystemError {
                error = failure
            } catch {
                self.error = SystemError("make namespaces in", folder)
            }
        }

        private func enter() throws {
            let flags = kinds.reduce(0) { $0 | $1.flag }
            guard clinux_unshare(Int32(flags)) == 0 else { throw SystemError("unshare", folder) }
            if kinds.contains(.uts) {
                guard clinux_set_host_name(hostName) == 0 else {
                    throw SystemError("sethostname", hostName)
                }
            }
            guard kinds.contains(.network) else { return }
            guard clinux_bring_loopback_up() == 0 else {
                throw SystemError("bring up loopback in", folder)
            }
            // As containerd has it: ports below 1024 and ping need no capability in a Pod. A
            // kernel without these settings does not keep a Pod from running.
            try? File.write(Array("0".utf8), to: "/proc/sys/net/ipv4/ip_unprivileged_port_start")
            try? File.write(
                Array("0 2147483647".utf8), to: "/proc/sys/net/ipv4/ping_group_range")
        }
    }
}

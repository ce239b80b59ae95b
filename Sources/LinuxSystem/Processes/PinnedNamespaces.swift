import CLinux
import Glibc

/// Network, IPC, UTS and user namespaces that live without a process, pinned by bind mounts on files.
public enum PinnedNamespaces {
    /// A namespace that can be pinned.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case network = "netns"
        case ipc
        case uts
        /// Users and groups; it owns those that are made with it.
        case user
        /// The processes of a Pod; `create` does not make it, since it lives with its process 1.
        case processes = "pid"

        /// The name of the file that holds it.
        public var file: String { rawValue }

        fileprivate var flag: Int {
            switch self {
            case .network: Int(CLINUX_CLONE_NEWNET)
            case .ipc: Int(CLINUX_CLONE_NEWIPC)
            case .uts: Int(CLINUX_CLONE_NEWUTS)
            case .user: Int(CLINUX_CLONE_NEWUSER)
            case .processes: 0
            }
        }

        /// Its name below `/proc/PID/ns`.
        fileprivate var link: String { self == .network ? "net" : rawValue }
    }

    /// Makes fresh namespaces and pins each onto its file in `folder`, the host name set and
    /// loopback up where they have such. Blocks for about a millisecond.
    ///
    /// A thread of its own enters them and ends, which spares a process; only a user namespace
    /// needs one.
    ///
    /// - Parameters:
    ///   - sysctls: kernel settings of these namespaces, by their names below `/proc/sys`.
    ///   - users: who the users of the user namespace are, where that is among the kinds.
    /// - Throws: `SystemError`; then nothing is left pinned.
    public static func create(
        _ kinds: Set<Kind> = [.network, .ipc, .uts], in folder: String, hostName: String,
        sysctls: [String: String] = [:], users: UserIDRange? = nil
    ) throws {
        for kind in kinds { try File.write([], to: "\(folder)/\(kind.file)") }
        if let users {
            do {
                try make(kinds, in: folder, users)
            } catch {
                try? remove(in: folder)
                throw error
            }
        }
        let request = Request(
            kinds: kinds.subtracting([.user]), folder: folder, hostName: hostName,
            sysctls: sysctls, users: users)
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

    /// Makes namespaces of which a user namespace is one and pins them.
    private static func make(
        _ kinds: Set<Kind>, in folder: String, _ users: UserIDRange
    ) throws {
        let holder = clinux_hold_namespaces(Int32(kinds.reduce(0) { $0 | $1.flag }))
        guard holder > 0 else { throw SystemError("make a user namespace for", folder) }
        defer {
            kill(holder, SIGKILL)
            _ = try? ChildProcess.wait(holder)
        }
        for file in ["uid_map", "gid_map"] {
            try File.write(Array(users.map.utf8), to: "/proc/\(holder)/\(file)")
        }
        for kind in kinds {
            try Mount.mount(
                "/proc/\(holder)/ns/\(kind.link)", on: "\(folder)/\(kind.file)", flags: .bind)
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
        /// Nil makes the namespaces; else they are there, and belong to these users.
        let users: UserIDRange?
        var error: SystemError?

        init(
            kinds: Set<Kind>, folder: String, hostName: String, sysctls: [String: String],
            users: UserIDRange?
        ) {
            self.kinds = kinds
            self.folder = folder
            self.hostName = hostName
            self.sysctls = sysctls
            self.users = users
        }

        func run() {
            do {
                try enter()
                try configure()
                try set(sysctls.filter { $0.key.hasPrefix("net/") })
                if let users {
                    // Settings of IPC are those of its namespace's root.
                    guard clinux_set_thread_user(users.first) == 0 else {
                        throw SystemError("setresuid")
                    }
                }
                try set(sysctls.filter { !$0.key.hasPrefix("net/") })
                guard users == nil else { return }
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
            guard users != nil else {
                let flags = kinds.reduce(0) { $0 | $1.flag }
                guard clinux_unshare(Int32(flags)) == 0 else {
                    throw SystemError("unshare", folder)
                }
                return
            }
            for kind in kinds {
                let path = "\(folder)/\(kind.file)"
                let descriptor = open(path, O_RDONLY | O_CLOEXEC)
                guard descriptor >= 0 else { throw SystemError("open", path) }
                defer { close(descriptor) }
                guard clinux_enter_namespace(descriptor) == 0 else {
                    throw SystemError("setns", path)
                }
            }
        }

        private func set(_ sysctls: [String: String]) throws {
            for (name, value) in sysctls.sorted(by: { $0.key < $1.key }) {
                try File.write(Array(value.utf8), to: "/proc/sys/\(name)")
            }
        }

        private func configure() throws {
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

import Dispatch
import FoundationEssentials
import Glibc
import JSON
import LinuxSystem
import Logging

/// Finds out which OCI runtime works here, by running a container that ends at once.
struct OCIRuntimeProbe: Sendable {
    /// `crun`, `runc`, an absolute path, or nil for the best that works.
    var choice: String?
    var monitorPath: String
    var folders: RuntimeFolders
    var cgroups: CgroupHierarchy
    var cgroupRoot: String
    var features: HostFeatures
    var logger: Logger
    /// Names the file in which the answer is kept.
    var cacheName = "oci-runtime"

    /// A program that may be it.
    struct Candidate: Sendable, Hashable {
        var kind: OCIRuntime.Kind
        var path: String
        var hidesUnifiedCgroups: Bool
    }

    /// What an answer holds for.
    private struct CacheKey: Codable, Hashable {
        var choice: String?
        var programs: [String]
        var kernel: String
        var cgroups: String
    }

    private struct CacheEntry: Codable {
        var key: CacheKey
        var runtime: OCIRuntime
    }

    /// Seconds that each step may take: whoever waits for the answer is not to wait for ever.
    private static let timeLimit = 10

    /// The runtime to use. Blocks, the first time for about 50 ms.
    ///
    /// - Throws: `RuntimeError.noRuntime` with what was wrong with each.
    func run() throws -> OCIRuntime {
        let candidates = Self.candidates(
            choice: choice, hybridCgroups: cgroups.hybridMountPoint != nil,
            installed: Self.installed)
        let key = cacheKey(candidates)
        if let cached = try? JSONDecoder().decode(
            CacheEntry.self, from: Data(File.read(cachePath))), cached.key == key
        {
            return cached.runtime
        }
        var failures: [String] = []
        for candidate in candidates {
            do {
                let runtime = try examine(candidate, failures: failures)
                let entry = try JSONEncoder().encode(CacheEntry(key: key, runtime: runtime))
                try? File.writeDurably(Array(entry), to: cachePath)
                return runtime
            } catch {
                failures.append("\(candidate.path): \(error)")
            }
        }
        if candidates.isEmpty { failures.append("\(choice ?? "crun or runc") is not installed") }
        throw RuntimeError.noRuntime(failures)
    }

    /// Programs in the order of preference: crun takes half of runc's time.
    static func candidates(
        choice: String?, hybridCgroups: Bool, installed: (String) -> String?
    ) -> [Candidate] {
        func candidate(_ path: String) -> Candidate {
            let name = path.split(separator: "/").last ?? ""
            let kind: OCIRuntime.Kind =
                name.hasPrefix("crun") ? .crun : name.hasPrefix("runc") ? .runc : .other
            return Candidate(
                kind: kind, path: path, hidesUnifiedCgroups: kind == .crun && hybridCgroups)
        }
        if let choice {
            let path = choice.contains("/") ? choice : installed(choice)
            return path.map { [candidate($0)] } ?? []
        }
        return ["crun", "runc"].compactMap(installed).map(candidate)
    }

    private static func installed(_ name: String) -> String? {
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
            .map { "\($0)/\(name)" }
            .first { access($0, X_OK) == 0 }
    }

    private func examine(_ candidate: Candidate, failures: [String]) throws -> OCIRuntime {
        let said = try ChildProcess.run(
            candidate.path, ["--version"], environment: OCIRuntime.environment,
            within: Self.timeLimit)
        guard let answer = said else {
            throw RuntimeError.startFailed("--version did not end within \(Self.timeLimit) s")
        }
        var runtime = OCIRuntime(
            kind: candidate.kind, path: candidate.path,
            version: String(decoding: answer.output.prefix { $0 != 0x0A }, as: UTF8.self),
            reason: reason(candidate, failures: failures),
            hidesUnifiedCgroups: candidate.hidesUnifiedCgroups)
        runtime.defaultSeccompFilter = try runContainer(with: runtime)
        return runtime
    }

    private func reason(_ candidate: Candidate, failures: [String]) -> String {
        var reason = choice == nil ? "the first that runs a container here" : "as configured"
        if candidate.hidesUnifiedCgroups { reason += ", with cgroup v2 hidden from it" }
        if !failures.isEmpty { reason += "; not " + failures.joined(separator: "; not ") }
        return reason
    }

    /// Runs `swiftlet-monitor --exit-zero` with the default profile as a container of its own.
    ///
    /// - Returns: the seccomp filter that the runtime compiled, in base64.
    private func runContainer(with runtime: OCIRuntime) throws -> String? {
        let id = "probe-\(cacheName)-\(getpid())"
        let folder = folders.run + "/" + id
        let group = "\(cgroupRoot)/\(id)"
        defer {
            try? File.removeTree(folder)
            try? File.removeTree("\(folders.ociRuntime)/\(id)")
            try? cgroups.clear(group)
        }
        let root = folder + "/rootfs"
        try File.makeFolders(folder + "/shm")
        for name in ["proc", "dev", "sys"] { try File.makeFolders("\(root)/\(name)") }
        try File.makeFolders(folder + "/bundle")
        try File.write(
            specification(root: root, folder: folder, cgroup: "/" + group).serializedBytes(),
            to: folder + "/bundle/config.json")
        let monitor = MonitorConfiguration(
            id: id, runtime: runtime.path, runtimeRoot: folders.ociRuntime,
            bundle: folder + "/bundle", log: folder + "/log", logSize: 1 << 20, logFiles: 1,
            terminal: false, hidesUnifiedCgroups: runtime.hidesUnifiedCgroups)
        try File.write(Array(monitor.render().utf8), to: folder + "/monitor.conf")
        let end = ContinuousClock.now + .seconds(Self.timeLimit)
        let kill = DispatchWorkItem { try? MonitorProcess.kill(folder: folder) }
        DispatchQueue.global().asyncAfter(
            deadline: .now() + .seconds(Self.timeLimit), execute: kill)
        defer { kill.cancel() }
        switch try MonitorProcess.start(monitorPath, folder: folder) {
        case .failed where ContinuousClock.now >= end:
            throw RuntimeError.startFailed(
                "it did not make a container within \(Self.timeLimit) s, and was killed")
        case .failed(let message): throw RuntimeError.startFailed(message)
        case .created: break
        }
        let filter =
            runtime.kind == .crun
            ? try? File.read("\(folders.ociRuntime)/\(id)/seccomp.bpf") : nil
        let ended = try MonitorConnection.waitForEnd(folder: folder) {
            try runtime.release(id, root: folders.ociRuntime)
        }
        guard ended, let exit = ExitRecord.read(folder: folder), exit.exitCode == 0 else {
            throw RuntimeError.startFailed("a container that does nothing did not end well")
        }
        return filter.map { Data($0).base64EncodedString() }
    }

    private func specification(root: String, folder: String, cgroup: String) -> JSONValue {
        let configuration = ContainerConfiguration(
            name: "probe", attempt: 0, image: "", imageID: "", imageReference: "",
            rootFileSystem: root, arguments: ["/probe", "--exit-zero"],
            mounts: [
                ContainerMount(hostPath: monitorPath, containerPath: "/probe", readOnly: true)
            ], logPath: "")
        var document = RuntimeSpecification(
            configuration: configuration,
            sandbox: .init(
                networkNamespace: "", ipcNamespace: "", utsNamespace: "",
                sharedMemory: folder + "/shm"),
            hostName: "probe",
            identity: .init(user: 0, group: 0, additionalGroups: [], home: "/"),
            capabilities: Capability.resolve(
                configuration.security, available: features.capabilities
            ).granted,
            cgroup: cgroup, features: features
        ).render()
        document.set(
            .array(["pid", "mount", "network", "ipc", "uts"].map { ["type": $0] }),
            at: "linux", "namespaces")
        return document
    }

    private var cachePath: String { "\(folders.run)/\(cacheName).json" }

    private func cacheKey(_ candidates: [Candidate]) -> CacheKey {
        var name = utsname()
        uname(&name)
        let kernel = withUnsafeBytes(of: &name.release) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return CacheKey(
            choice: choice,
            programs: (candidates.map(\.path) + [monitorPath]).map { path in
                var status = stat()
                stat(path, &status)
                return "\(path) \(status.st_size) \(status.st_mtim.tv_sec)"
            },
            kernel: kernel, cgroups: cgroups.summary)
    }
}

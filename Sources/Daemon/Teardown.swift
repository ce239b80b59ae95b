import ContainerRuntime
import Glibc
import Kubelet
import LinuxSystem
import Logging

/// Removes what the daemon of a root made, whether it still runs or has died at any point.
struct Teardown {
    let root: String

    /// What a daemon puts into its root; anything else there is not ours to remove.
    private static let entries = [
        "cni", "content", "images", "kubeconfig", "log", "pki", "pods", "run", "snapshots",
        "state.db", "state.db-shm", "state.db-wal", "daemon.json", "lock",
    ]

    /// How long a daemon has to end by itself, in milliseconds.
    private static let patience: Int32 = 30_000

    /// - Throws: an error whose description is one sentence.
    func run() async throws {
        guard geteuid() == 0 else {
            throw ConfigurationError(
                "swiftlet teardown has to run as root; try: sudo swiftlet teardown")
        }
        guard let record = try DaemonRecord.read(root: root) else {
            throw ConfigurationError("--root \(root): no daemon has been here")
        }
        let lock = try await endDaemon()
        let logger = Logger.ofDaemon(level: .warning)
        try await OCIContainerRuntime.open(record.containerRuntime, logger: logger).tearDown()
        try await blockingCall {
            try unmountAll(below: [record.root, record.runDirectory])
            try removeFiles(record)
        }
        _ = consume lock
    }

    private func endDaemon() async throws -> DaemonLock {
        if let daemon = DaemonLock.holder(root: root) {
            try daemon.signal(SIGTERM)
            _ = try await blockingCall { try daemon.waitForEnd(milliseconds: Self.patience) }
        }
        return try DaemonLock(root: root)
    }

    private func unmountAll(below folders: [String]) throws {
        let mounts = try MountTable.current().filter { mount in
            folders.contains { mount.hasPrefix($0 + "/") }
        }
        for mount in mounts.reversed() { try Mount.unmount(mount) }
    }

    private func removeFiles(_ record: DaemonRecord) throws {
        try File.removeTree(record.runDirectory)
        ContainerLogLinks(logDirectory: record.logDirectory)?.removeAll()
        try File.removeTree(record.logDirectory)
        for entry in Self.entries { try File.removeTree(root + "/" + entry) }
        // Left where something else is in it.
        _ = rmdir(root)
    }
}

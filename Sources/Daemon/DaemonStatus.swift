import ContainerRuntime
import Glibc
import ImageStore
import JSON
import Kubelet
import KubernetesAPI
import KubernetesClient
import LinuxSystem
import Registry
import Synchronization

/// What `swiftlet status` shows; `docs/api.md` describes the JSON.
final class DaemonStatus: Sendable {
    private let configuration: DaemonConfiguration
    private let nodeName: String
    private let runtime: OCIContainerRuntime
    private let images: any ImageService
    private let registry: Registry
    private let kubelet: Kubelet
    private let startedAt = RegistryConfiguration.systemClock().truncatedToSeconds
    private let port: Mutex<Int>

    init(
        configuration: DaemonConfiguration, nodeName: String, runtime: OCIContainerRuntime,
        images: any ImageService, registry: Registry, kubelet: Kubelet
    ) {
        self.configuration = configuration
        self.nodeName = nodeName
        self.runtime = runtime
        self.images = images
        self.registry = registry
        self.kubelet = kubelet
        port = Mutex(configuration.listenPort)
    }

    func serverStarted(port: Int) {
        self.port.withLock { $0 = port }
    }

    func json() async -> JSONValue {
        let host = configuration.listenHost
        let pods = try? await registry.list(
            .pods, namespace: nil,
            reading: .members(["metadata": .only("uid"), "status": .only("phase")]))
        let running = pods?.count { $0.value(at: "status", "phase") == "Running" } ?? 0
        let traces = (pods ?? []).compactMap { pod -> (String, JSONValue)? in
            guard let uid = pod.value(at: "metadata", "uid")?.stringValue else { return nil }
            return kubelet.startupTrace(podUID: uid).map { (uid, $0.json) }
        }
        let server = host.contains(":") ? "[\(host)]" : host
        return [
            "version": .string(DaemonVersion.swiftlet), "kubernetesVersion": "v1.37.0",
            "pid": .integer(Int64(getpid())), "node": .string(nodeName),
            "startedAt": .string(startedAt.description),
            "root": .string(configuration.root),
            "runDirectory": .string(configuration.runDirectory),
            "logDirectory": .string(configuration.logDirectory),
            "server": .string("https://\(server):\(port.withLock { $0 })"),
            "socket": .string(configuration.runDirectory + "/swiftlet.sock"),
            "kubeconfig": .string(configuration.root + "/kubeconfig"),
            "ociRuntime": await ociRuntime(),
            "cgroup": [
                "version": .integer(Int64(runtime.cgroups.version.rawValue)),
                "root": .string(configuration.cgroupRoot),
            ],
            "appArmor": appArmor,
            "network": [
                "bridge": .string(configuration.bridge), "podCIDR": .string(configuration.podCIDR),
            ],
            "pods": [
                "total": .integer(Int64(pods?.count ?? 0)), "running": .integer(Int64(running)),
            ],
            "images": ["count": .integer(Int64(await images.images().count))],
            "disk": [
                "images": .integer(await images.diskUsage()), "state": .integer(databaseSize),
            ],
            "startups": .object(JSONObject(traces) { $1 }),
        ]
    }

    private var appArmor: JSONValue {
        let host = AppArmorHost.current()
        var value: JSONValue = ["enabled": .bool(host.isEnabled)]
        value["defaultProfile"] = host.defaultProfile.map { .string($0) }
        return value
    }

    private func ociRuntime() async -> JSONValue {
        let choice = runtime.ociRuntime
        return [
            "name": .string(choice.kind.rawValue), "path": .string(choice.path),
            "version": .string(Self.number(choice.version)), "reason": .string(choice.reason),
        ]
    }

    /// `1.8.1` of `crun version 1.8.1`.
    private static func number(_ version: String) -> String {
        version.split(separator: " ").last.map { String($0) } ?? version
    }

    /// Bytes of the database and its write-ahead log.
    private var databaseSize: Int64 {
        ["state.db", "state.db-wal"].reduce(0) { total, name in
            var status = stat()
            guard stat(configuration.root + "/" + name, &status) == 0 else { return total }
            return total + Int64(status.st_size)
        }
    }
}

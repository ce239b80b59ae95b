import ContainerRuntime
import JSON
import KubernetesAPI
import KubernetesClient
import LinuxSystem

extension Kubelet: NodeEndpoint {
    public var nodeName: String { services.configuration.nodeName }

    public func answer(path: [String]) async throws -> NodeAnswer? {
        switch path {
        case ["healthz"], ["healthz", "ping"], ["healthz", "syncloop"]:
            NodeAnswer(contentType: "text/plain; charset=utf-8", body: Array("ok".utf8))
        case ["configz"]: .json(configz)
        case ["pods"]: .json(try await podList { _ in true })
        case ["runningpods"]: .json(try await podList(await runningPodUIDs().contains))
        case ["stats", "summary"]: .json(await summary().json)
        case ["metrics", "resource"]: .metrics(NodeMetrics.resources(await summary()))
        case ["metrics"]: .metrics(NodeMetrics.kubelet(await summary()))
        default: nil
        }
    }

    /// The part of the kubelet's configuration that is ours too.
    private var configz: JSONValue {
        let configuration = services.configuration
        return [
            "kubeletconfig": [
                "kind": "KubeletConfiguration", "apiVersion": "kubelet.config.k8s.io/v1beta1",
                "maxPods": 1000, "cgroupDriver": "cgroupfs",
                "containerLogMaxSize": .string("\(configuration.logMaximumSize)"),
                "containerLogMaxFiles": .integer(Int64(configuration.logMaximumFiles)),
                "podLogsDir": .string(configuration.logDirectory),
                "resolvConf": .string(configuration.resolverConfigurationPath),
            ]
        ]
    }

    private func podList(_ isIncluded: (String) -> Bool) async throws -> JSONValue {
        let pods = try await services.client.list(
            .pods, namespace: nil,
            options: ListOptions(fieldSelector: "spec.nodeName=\(nodeName)"))
        let items = pods.items.filter {
            isIncluded($0.value(at: "metadata", "uid")?.stringValue ?? "")
        }
        return ["kind": "PodList", "apiVersion": "v1", "metadata": [:], "items": .array(items)]
    }

    private func runningPodUIDs() async -> Set<String> {
        let containers = await services.runtime.containers(sandboxID: nil)
        return Set(
            containers.filter { $0.processID != 0 }
                .compactMap { $0.configuration.labels[ContainerLabels.podUID] })
    }

    private func summary() async -> StatisticsSummary {
        var pods: [PodStatistics] = []
        for sandbox in await services.runtime.podSandboxes(owner: .kubelet)
        where sandbox.state == .ready { pods.append(await statistics(of: sandbox)) }
        history.forgetAllBut(
            Set(pods.flatMap { pod in pod.containers.map { pod.uid + "/" + $0.name } } + [""]))
        return StatisticsSummary(
            nodeName: nodeName, machine: machineStatistics(), pods: pods)
    }

    private func statistics(of sandbox: PodSandbox) async -> PodStatistics {
        let metadata = sandbox.configuration.metadata
        var pod = PodStatistics(
            name: metadata.name, namespace: metadata.namespace, uid: metadata.uid,
            startedAt: sandbox.createdAt, containers: [], network: [])
        for container in await services.runtime.containers(sandboxID: sandbox.id)
        where container.processID != 0 {
            guard let found = await services.runtime.stats(containerID: container.id) else {
                continue
            }
            let name = container.configuration.name
            let sample = UsageSample(time: services.clock.now(), usage: found)
            let log = sandbox.configuration.logDirectory + "/" + name
            pod.containers.append(
                ContainerStatistics(
                    name: name, startedAt: container.createdAt, sample: sample,
                    previous: history.exchange(metadata.uid + "/" + name, sample),
                    logSize: LogSize.of(directory: log)))
            if pod.network.isEmpty {
                pod.network = NetworkUsage.ofProcess(container.processID)
            }
        }
        return pod
    }

    private func machineStatistics() -> MachineStatistics {
        let now = services.clock.now()
        let sample = UsageSample(time: now, usage: MachineUsage.current())
        return MachineStatistics(
            startedAt: MachineUsage.startTime(now: now), sample: sample,
            previous: history.exchange("", sample),
            memoryAvailable: MachineUsage.availableMemory(),
            network: NetworkUsage.ofProcess(1),
            fileSystem: FileSystemUsage(path: services.configuration.root))
    }
}

extension NodeAnswer {
    static func json(_ value: JSONValue) -> NodeAnswer {
        NodeAnswer(contentType: "application/json", body: value.serializedBytes())
    }

    static func metrics(_ text: String) -> NodeAnswer {
        NodeAnswer(contentType: PrometheusText.contentType, body: Array(text.utf8))
    }
}

import ContainerRuntime
import JSON
import KubernetesAPI
import LinuxSystem

/// `/stats/summary` (k8s.io/kubelet/pkg/apis/stats/v1alpha1). Members that are not known are left
/// out.
struct StatisticsSummary {
    var nodeName: String
    var machine: MachineStatistics
    var pods: [PodStatistics]

    var json: JSONValue {
        var node: JSONValue = [
            "nodeName": .string(nodeName), "startTime": Self.time(machine.startedAt),
            "cpu": Self.cpu(
                machine.sample, machine.sample.nanoCores(since: machine.previous)),
            "memory": Self.memory(machine.sample, available: machine.memoryAvailable),
        ]
        node["network"] = Self.network(machine.network, at: machine.sample.time)
        node["fs"] = machine.fileSystem.map { Self.fileSystem($0, at: machine.sample.time) }
        return ["node": node, "pods": .array(pods.map(pod))]
    }

    private func pod(_ pod: PodStatistics) -> JSONValue {
        let time = pod.containers.map(\.sample.time).max() ?? machine.sample.time
        let sample = UsageSample(time: time, usage: pod.usage)
        var json: JSONValue = [
            "podRef": [
                "name": .string(pod.name), "namespace": .string(pod.namespace),
                "uid": .string(pod.uid),
            ],
            "startTime": Self.time(pod.startedAt),
            "containers": .array(pod.containers.map(container)),
            "cpu": Self.cpu(sample, pod.nanoCores), "memory": Self.memory(sample),
        ]
        json["network"] = Self.network(pod.network, at: time)
        if let tasks = pod.usage.tasks {
            json["process_stats"] = ["process_count": Self.number(tasks)]
        }
        return json
    }

    private func container(_ container: ContainerStatistics) -> JSONValue {
        let sample = container.sample
        var logs = machine.fileSystem.map { Self.fileSystem($0, at: sample.time) } ?? [:]
        logs["usedBytes"] = Self.number(container.logSize)
        return [
            "name": .string(container.name), "startTime": Self.time(container.startedAt),
            "cpu": Self.cpu(sample, sample.nanoCores(since: container.previous)),
            "memory": Self.memory(sample), "logs": logs,
        ]
    }

    private static func cpu(_ sample: UsageSample, _ nanoCores: UInt64?) -> JSONValue {
        var json: JSONValue = ["time": time(sample.time)]
        json["usageNanoCores"] = nanoCores.map(number)
        json["usageCoreNanoSeconds"] = sample.usage.cpuTime.map(number)
        return json
    }

    private static func memory(_ sample: UsageSample, available: UInt64? = nil) -> JSONValue {
        var json: JSONValue = ["time": time(sample.time)]
        let usage = sample.usage
        let left = usage.memoryLimit.flatMap { limit in
            usage.memoryWorkingSet.map { $0 < limit ? limit - $0 : 0 }
        }
        json["availableBytes"] = (available ?? left).map(number)
        json["usageBytes"] = usage.memoryUsage.map(number)
        json["workingSetBytes"] = usage.memoryWorkingSet.map(number)
        return json
    }

    private static func network(_ interfaces: [NetworkUsage], at time: Int64) -> JSONValue? {
        guard let first = interfaces.first else { return nil }
        var json = interface(first)
        json["time"] = Self.time(time)
        json["interfaces"] = .array(interfaces.map(interface))
        return json
    }

    private static func interface(_ usage: NetworkUsage) -> JSONValue {
        [
            "name": .string(usage.interface), "rxBytes": number(usage.receivedBytes),
            "rxErrors": number(usage.receiveErrors), "txBytes": number(usage.sentBytes),
            "txErrors": number(usage.sendErrors),
        ]
    }

    private static func fileSystem(_ usage: FileSystemUsage, at time: Int64) -> JSONValue {
        [
            "time": Self.time(time), "availableBytes": number(usage.available),
            "capacityBytes": number(usage.capacity), "usedBytes": number(usage.used),
            "inodes": number(usage.inodes), "inodesFree": number(usage.freeInodes),
            "inodesUsed": number(usage.inodes &- usage.freeInodes),
        ]
    }

    private static func number(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }

    private static func time(_ nanoseconds: Int64) -> JSONValue {
        Timestamp(nanosecondsSince1970: nanoseconds).truncatedToSeconds.json
    }
}

import ContainerRuntime
import JSON
import LinuxSystem
import Testing

@testable import Kubelet

@Suite struct NodeStatisticsTests {
    static let summary = StatisticsSummary(
        nodeName: "here",
        machine: MachineStatistics(
            startedAt: 1_000_000_000,
            sample: UsageSample(
                time: 20_000_000_000,
                usage: CgroupUsage(cpuTime: 7_000_000_000, memoryUsage: 900, memoryWorkingSet: 800)),
            previous: nil, memoryAvailable: 12_345, network: [], fileSystem: nil),
        pods: [
            PodStatistics(
                name: "web", namespace: "lab", uid: "u", startedAt: 3_000_000_000,
                containers: [
                    ContainerStatistics(
                        name: "main", startedAt: 4_000_000_000,
                        sample: UsageSample(
                            time: 20_000_000_000,
                            usage: CgroupUsage(
                                cpuTime: 3_000_000_000, memoryUsage: 500, memoryWorkingSet: 400,
                                memoryLimit: 1000)),
                        previous: UsageSample(
                            time: 10_000_000_000, usage: CgroupUsage(cpuTime: 1_000_000_000)),
                        logSize: 77)
                ],
                network: [
                    NetworkUsage(
                        interface: "eth0", receivedBytes: 5, receiveErrors: 1, sentBytes: 6,
                        sendErrors: 2)
                ])
        ])

    @Test func theSummaryHasWhatTheKubeletTells() {
        let json = Self.summary.json
        #expect(json.value(at: "node", "nodeName") == "here")
        #expect(json.value(at: "node", "startTime") == "1970-01-01T00:00:01Z")
        #expect(json.value(at: "node", "cpu", "usageCoreNanoSeconds") == 7_000_000_000)
        #expect(json.value(at: "node", "memory", "availableBytes") == 12_345)
        let pod = json["pods"]?[0]
        #expect(pod?.value(at: "podRef", "namespace") == "lab")
        #expect(pod?.value(at: "network", "name") == "eth0")
        #expect(pod?.value(at: "network", "rxBytes") == 5)
        #expect(pod?.value(at: "network", "txErrors") == 2)
        let container = pod?["containers"]?[0]
        // Two seconds of CPU within ten seconds.
        #expect(container?.value(at: "cpu", "usageNanoCores") == 200_000_000)
        #expect(pod?.value(at: "cpu", "usageNanoCores") == 200_000_000)
        #expect(container?.value(at: "memory", "availableBytes") == 600)
        #expect(container?.value(at: "memory", "workingSetBytes") == 400)
        #expect(container?.value(at: "logs", "usedBytes") == 77)
    }

    @Test func aRateNeedsTwoSamplesOfOneProcess() {
        let now = UsageSample(time: 10, usage: CgroupUsage(cpuTime: 5))
        #expect(now.nanoCores(since: nil) == nil)
        #expect(now.nanoCores(since: UsageSample(time: 10, usage: now.usage)) == nil)
        #expect(
            now.nanoCores(since: UsageSample(time: 5, usage: CgroupUsage(cpuTime: 9))) == nil)
    }

    @Test func resourceMetricsCarryTheNamesOfKubernetes() {
        let lines = NodeMetrics.resources(Self.summary).split(separator: "\n").map(String.init)
        #expect(
            lines.contains(
                #"container_cpu_usage_seconds_total{container="main",namespace="lab",pod="web"} 3"#)
        )
        #expect(lines.contains(#"pod_memory_working_set_bytes{namespace="lab",pod="web"} 400"#))
        #expect(lines.contains("node_cpu_usage_seconds_total 7"))
        #expect(lines.contains("# TYPE container_memory_working_set_bytes gauge"))
        #expect(lines.contains("resource_scrape_error 0"))
        #expect(
            NodeMetrics.kubelet(Self.summary).contains(
                #"kubelet_running_containers{container_state="running"} 1"#))
    }

    @Test func processorTimeLeavesIdlenessOut() {
        let statistics = "cpu  100 1 50 9000 800 2 3 4 60 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
        // 160 ticks of a hundredth of a second.
        #expect(MachineUsage.cpuTime(in: statistics) == 1_600_000_000)
        #expect(
            MachineUsage.kibibytes("MemTotal", in: "MemFree: 1 kB\nMemTotal:    20 kB\n") == 20480)
    }
}

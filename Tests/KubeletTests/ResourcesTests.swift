import ContainerRuntime
import JSON
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct ResourcesTests {
    private let memory: Int64 = 24 << 30

    private func resources(_ pod: Pod, _ index: Int = 0) -> LinuxResources {
        ContainerResources.resources(
            of: pod.spec.containers[index], in: pod, qosClass: pod.spec.qualityOfService,
            memoryCapacity: memory)
    }

    private func container(
        _ name: String = "main", requests: [String: String] = [:], limits: [String: String] = [:]
    ) -> KubernetesAPI.Container {
        .named(name) {
            $0.resources.requests = requests.mapValues { Quantity(json: .string($0)) }
            $0.resources.limits = limits.mapValues { Quantity(json: .string($0)) }
        }
    }

    @Test("the tutorial's Pod")
    func tutorial() {
        let pod = Pod.tutorial()
        #expect(
            resources(pod)
                == LinuxResources(
                    cpuShares: 10, cpuQuota: 2000, cpuPeriod: 100_000, memoryLimit: 33_554_432,
                    oomScoreAdjustment: 999))
        // Its init container has no limits, so that the Pod as a whole has none.
        #expect(
            PodResources.resources(of: pod, qosClass: .burstable) == LinuxResources(cpuShares: 20))
        #expect(
            PodResources.cgroupParent(uid: "1-2", qosClass: pod.spec.qualityOfService)
                == "burstable/pod1-2")
    }

    @Test("amounts that are greater than numbers are")
    func greatest() {
        let most = ["cpu": "9000000000000000", "memory": "9223372036854775807"]
        let pod = Pod.bound([
            container("one", requests: most, limits: most),
            container("two", requests: ["cpu": "10m"], limits: most),
        ]) { $0.spec.overhead = ["memory": "1Gi", "cpu": "1"] }
        let own = resources(pod)
        #expect(own.cpuShares == 262_144)
        #expect(own.cpuQuota == (1 << 44) - 1)
        #expect(own.memoryLimit == .max)
        #expect(own.oomScoreAdjustment == 3)
        let all = PodResources.resources(of: pod, qosClass: .burstable)
        #expect(all.cpuShares == 262_144)
        #expect(all.cpuQuota == (1 << 44) - 1)
        #expect(all.memoryLimit == .max)
    }

    @Test("without requests and limits")
    func bestEffort() {
        let pod = Pod.bound([container()])
        #expect(resources(pod) == LinuxResources(cpuShares: 2, oomScoreAdjustment: 1000))
        #expect(
            PodResources.resources(of: pod, qosClass: .bestEffort) == LinuxResources(cpuShares: 2))
        #expect(PodResources.cgroupParent(uid: "1", qosClass: .bestEffort) == "besteffort/pod1")
    }

    @Test("guaranteed")
    func guaranteed() {
        let amounts = ["cpu": "2", "memory": "1Gi"]
        let pod = Pod.bound([container(requests: amounts, limits: amounts)])
        let expected = LinuxResources(
            cpuShares: 2048, cpuQuota: 200_000, cpuPeriod: 100_000, memoryLimit: 1 << 30)
        #expect(PodResources.resources(of: pod, qosClass: .guaranteed) == expected)
        #expect(resources(pod).oomScoreAdjustment == -997)
        #expect(PodResources.cgroupParent(uid: "1", qosClass: .guaranteed) == "pod1")
    }

    @Test(
        "shares and quota",
        arguments: [
            (0, 2, nil), (1, 2, 1000), (10, 10, 1000), (20, 20, 2000), (1000, 1024, 100_000),
            (1_000_000, 262_144, 100_000_000),
        ] as [(Int64, UInt64, Int64?)])
    func cpu(milli: Int64, shares: UInt64, quota: Int64?) {
        #expect(CPUResources.shares(milliCPU: milli) == shares)
        #expect(CPUResources.quota(milliCPU: milli) == quota)
    }

    @Test("oom scores of burstable containers lie in 3...999")
    func oomScores() {
        for (request, score) in [("1", 999), ("12Gi", 500), ("24Gi", 3), ("48Gi", 3)] {
            let pod = Pod.bound([container(requests: ["memory": request])])
            #expect(resources(pod).oomScoreAdjustment == score, "\(request)")
        }
    }

    @Test("a sidecar takes the lower score of its own and that of the smallest app request")
    func sidecarOOMScore() {
        var sidecar = container("proxy", requests: ["memory": "1Gi"])
        sidecar.restartPolicy = "Always"
        let pod = Pod.bound(init: [sidecar], [container(requests: ["memory": "12Gi"])])
        #expect(
            OOMScore.adjustment(
                of: sidecar, in: pod, qosClass: .burstable, memoryCapacity: memory) == 500)
    }

    @Test("the peak of a Pod: apps and sidecars, or an init container and the sidecars before it")
    func total() {
        func cpu(_ milli: Int64, sidecar: Bool = false) -> KubernetesAPI.Container {
            var made = container("c\(milli)", requests: ["cpu": "\(milli)m"])
            if sidecar { made.restartPolicy = "Always" }
            return made
        }
        func sum(_ first: [KubernetesAPI.Container], _ apps: [KubernetesAPI.Container]) -> Int64 {
            PodResources.total(of: .bound(init: first, apps)) {
                $0.resources.requests["cpu"]?.milliValue ?? 0
            }
        }
        #expect(sum([cpu(500)], [cpu(100), cpu(200)]) == 500)
        #expect(sum([cpu(50, sidecar: true), cpu(500)], [cpu(100)]) == 550)
        #expect(sum([cpu(500), cpu(50, sidecar: true)], [cpu(600)]) == 650)
    }
}

import ContainerRuntime
import Glibc
import JSON
import KubernetesAPI
import LinuxSystem
import Testing

@testable import Kubelet

/// From the machine's pages to the node, its Pods and their cgroups.
@Suite struct HugePagesTests {
    private static let sizes = ["hugepages-2Mi", "hugepages-1Gi"]

    private func quantities(_ amounts: [String: String]) -> [String: Quantity] {
        amounts.mapValues { Quantity(json: .string($0)) }
    }

    @Test("what the kernel has set aside, size by size")
    func machine() throws {
        let folder = "/tmp/swiftlet-pages-\(UInt64.random(in: 0 ... .max))"
        defer { try? DirectoryTree.remove(folder) }
        for (size, count) in [("2048", "100\n"), ("1048576", "0\n"), ("64", "7\n")] {
            try File.makeFolders("\(folder)/hugepages-\(size)kB")
            try File.write(
                Array(count.utf8), to: "\(folder)/hugepages-\(size)kB/nr_hugepages")
        }
        try File.makeFolders(folder + "/hugepages-x")
        #expect(
            HugePages.current(in: folder) == [
                "hugepages-2Mi": 200 << 20, "hugepages-1Gi": 0, "hugepages-64Ki": 7 << 16,
            ])
        #expect(HugePages.current(in: folder + "/none").isEmpty)
    }

    @Test("the node has them, and less memory for all else")
    func node() {
        let machine = MachineInfo(
            cpuCount: 2, memory: 8 << 30,
            hugePages: ["hugepages-2Mi": 1 << 30, "hugepages-1Gi": 0])
        let configuration = KubeletConfiguration(
            nodeName: "node", root: "/r", logDirectory: "/l", hostIPs: [], machine: machine,
            version: "1")
        let resources = NodeResources(configuration, fileSystem: 0)
        #expect(resources.capacity["hugepages-2Mi"]?.canonical == "1Gi")
        #expect(resources.allocatable["hugepages-2Mi"]?.canonical == "1Gi")
        #expect(resources.capacity["hugepages-1Gi"]?.value == 0)
        #expect(resources.capacity["memory"]?.value == 8 << 30)
        let without = NodeResources(
            KubeletConfiguration(
                nodeName: "node", root: "/r", logDirectory: "/l", hostIPs: [],
                machine: MachineInfo(cpuCount: 2, memory: 8 << 30), version: "1"),
            fileSystem: 0)
        #expect(
            (without.allocatable["memory"]?.value ?? 0)
                - (resources.allocatable["memory"]?.value ?? 0) == 1 << 30)
    }

    @Test(
        "resources and the kernel's names of their sizes",
        arguments: [
            ("hugepages-2Mi", "2MB"), ("hugepages-1Gi", "1GB"), ("hugepages-64Ki", "64KB"),
            ("hugepages-1024Mi", "1GB"), ("hugepages-512Mi", "512MB"),
        ])
    func names(resource: String, expected: String) {
        #expect(HugePages.kernelName(of: resource) == expected)
    }

    private func container(_ name: String, _ limits: [String: String]) -> KubernetesAPI.Container {
        .named(name) { $0.resources.limits = quantities(limits) }
    }

    private func limits(_ pod: Pod) -> [[String: Int64]?] {
        pod.spec.containers.map {
            ContainerResources.resources(
                of: $0, in: pod, qosClass: .burstable, memoryCapacity: 8 << 30,
                hugePageSizes: Self.sizes
            ).hugePageLimits
        }
    }

    @Test("a container has what it asks for, and nothing of other sizes")
    func containers() {
        let pod = Pod.bound([
            container("a", ["hugepages-2Mi": "8Mi", "memory": "1Gi"]), container("b", [:]),
        ])
        #expect(limits(pod) == [["2MB": 8 << 20, "1GB": 0], ["2MB": 0, "1GB": 0]])
        // A machine without huge pages limits none.
        #expect(
            ContainerResources.resources(
                of: pod.spec.containers[1], in: pod, qosClass: .burstable, memoryCapacity: 8 << 30
            ).hugePageLimits == nil)
    }

    @Test("all of a Pod have together what they ask for, or what the Pod does")
    func pods() {
        func total(_ pod: Pod) -> [String: Int64]? {
            PodResources.resources(
                of: pod, qosClass: .burstable, hugePageSizes: Self.sizes
            ).hugePageLimits
        }
        var pod = Pod.bound([
            container("a", ["hugepages-2Mi": "8Mi"]), container("b", ["hugepages-2Mi": "4Mi"]),
            container("c", [:]),
        ])
        #expect(total(pod) == ["2MB": 12 << 20, "1GB": 0])
        pod.spec.resources = .with { $0.limits = quantities(["hugepages-2Mi": "16Mi"]) }
        #expect(total(pod) == ["2MB": 16 << 20, "1GB": 0])
        // One that has no limit of its own may use what its Pod may.
        #expect(limits(pod).map { $0?["2MB"] } == [8 << 20, 4 << 20, 16 << 20])
    }
}

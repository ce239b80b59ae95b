import JSON
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct EmptyDirectoryTests {
    private func medium(
        _ name: String, sizeLimit: Int64? = nil, limits: [[String: Quantity]] = [[:]]
    ) -> EmptyDirectory.Medium {
        let pod = Pod.bound(
            limits.enumerated().map { index, limits in
                .named("c\(index)") { $0.resources.limits = limits }
            })
        let source = EmptyDirVolumeSource.with {
            $0.medium = StorageMedium(rawValue: name)
            $0.sizeLimit = sizeLimit.map { Quantity(value: $0) }
        }
        return EmptyDirectory(source, of: pod.spec).medium
    }

    @Test("memory is limited by the volume and by the Pod, whichever is less")
    func memory() {
        let one: [String: Quantity] = ["memory": Quantity(value: 30)]
        #expect(medium("") == .disk)
        #expect(medium("Memory") == .memory(limit: nil))
        #expect(medium("Memory", sizeLimit: 10) == .memory(limit: 10))
        #expect(medium("Memory", limits: [one, one]) == .memory(limit: 60))
        #expect(medium("Memory", sizeLimit: 10, limits: [one]) == .memory(limit: 10))
        #expect(medium("Memory", sizeLimit: 90, limits: [one]) == .memory(limit: 30))
        #expect(medium("Memory", limits: [one, [:]]) == .memory(limit: nil))
    }

    @Test("huge pages have the size that is named, or the only one the Pod asks for")
    func hugePages() {
        let limits: [String: Quantity] = ["hugepages-2Mi": Quantity(value: 8 << 20)]
        let expected = EmptyDirectory.Medium.hugePages(size: 2 << 20, limit: 8 << 20)
        #expect(medium("HugePages-2Mi", limits: [limits]) == expected)
        #expect(medium("HugePages", limits: [limits]) == expected)
        #expect(
            medium("HugePages-1Gi", limits: [limits]) == .hugePages(size: 1 << 30, limit: nil))
        #expect(
            medium("HugePages-2Mi", limits: [limits, limits])
                == .hugePages(size: 2 << 20, limit: 16 << 20))
    }

    @Test("what is mounted")
    func fileSystems() {
        func mounted(_ medium: String, _ limits: [String: Quantity]) -> String? {
            let pod = Pod.bound([.named("main") { $0.resources.limits = limits }])
            let source = EmptyDirVolumeSource.with { $0.medium = StorageMedium(rawValue: medium) }
            return EmptyDirectory(source, of: pod.spec).fileSystem.map {
                "\($0.type) \($0.options)"
            }
        }
        #expect(mounted("", [:]) == nil)
        #expect(mounted("Memory", [:]) == "tmpfs mode=0777")
        #expect(
            mounted("Memory", ["memory": Quantity(value: 1024)]) == "tmpfs size=1024,mode=0777")
        #expect(
            mounted("HugePages-2Mi", ["hugepages-2Mi": Quantity(value: 8 << 20)])
                == "hugetlbfs pagesize=2097152,size=8388608,mode=0777")
        #expect(mounted("HugePages-1Gi", [:]) == "hugetlbfs pagesize=1073741824,mode=0777")
    }
}

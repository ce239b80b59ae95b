import Glibc
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
        return EmptyDirectory(source, of: pod.spec, nodeMemory: 1000).medium
    }

    @Test("memory is limited by the volume, the Pod and the machine, whichever is least")
    func memory() {
        let one: [String: Quantity] = ["memory": Quantity(value: 30)]
        #expect(medium("") == .disk)
        #expect(medium("Memory") == .memory(limit: 1000))
        #expect(medium("Memory", sizeLimit: 10) == .memory(limit: 10))
        #expect(medium("Memory", limits: [one, one]) == .memory(limit: 60))
        #expect(medium("Memory", sizeLimit: 10, limits: [one]) == .memory(limit: 10))
        #expect(medium("Memory", sizeLimit: 90, limits: [one]) == .memory(limit: 30))
        #expect(medium("Memory", limits: [one, [:]]) == .memory(limit: 1000))
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

    @Test("what is mounted, with its permissions")
    func fileSystems() {
        func mounted(
            _ medium: String, _ limits: [String: Quantity], mode: Int32 = 0, group: Int64? = nil
        ) -> String? {
            let pod = Pod.bound([.named("main") { $0.resources.limits = limits }]) {
                $0.spec.securityContext = .with { $0.fsGroup = group }
            }
            let source = EmptyDirVolumeSource.with {
                ($0.medium, $0.mode) = (StorageMedium(rawValue: medium), mode)
            }
            return EmptyDirectory(source, of: pod.spec, nodeMemory: 4096).fileSystem.map {
                "\($0.type) \($0.options)"
            }
        }
        #expect(mounted("", [:]) == nil)
        #expect(mounted("Memory", [:]) == "tmpfs size=4096,mode=0777")
        #expect(
            mounted("Memory", ["memory": Quantity(value: 1024)]) == "tmpfs size=1024,mode=0777")
        // fsGroup may write whatever the mode says, and what is made in the folder is the group's.
        #expect(
            mounted("Memory", [:], mode: 0o700, group: 5) == "tmpfs size=4096,mode=02770,gid=5")
        #expect(mounted("Memory", [:], mode: 0o1777) == "tmpfs size=4096,mode=01777")
        #expect(
            mounted("HugePages-2Mi", ["hugepages-2Mi": Quantity(value: 8 << 20)])
                == "hugetlbfs pagesize=2097152,size=8388608,mode=0777")
        #expect(mounted("HugePages-1Gi", [:]) == "hugetlbfs pagesize=1073741824,mode=0777")
    }

    @Test(
        "a volume that is there stays as containers have made it", .enabled(if: geteuid() == 0),
        arguments: ["", "Memory"])
    func kept(medium: String) throws {
        let fixture = try Fixture()
        let pod = Pod.bound([.named("main")]) {
            $0.spec.securityContext = .with { $0.fsGroup = 4321 }
            $0.spec.volumes = [
                .with {
                    $0.name = "work"
                    $0.emptyDir = .with {
                        ($0.medium, $0.mode) = (StorageMedium(rawValue: medium), 0o750)
                    }
                }
            ]
        }
        let volumes = PodVolumes(
            directory: PodDirectory(root: fixture.root, uid: "u"), nodeMemory: 1 << 20)
        let path = volumes.directory.volume("work", .emptyDirectory)
        func prepare() throws -> (mode: mode_t, user: uid_t, group: gid_t) {
            #expect(try volumes.prepare(pod.spec, VolumeContents(), now: 0) == [])
            var status = stat()
            #expect(lstat(path, &status) == 0)
            return (status.st_mode & 0o7777, status.st_uid, status.st_gid)
        }
        defer { try? volumes.removeAll() }
        #expect(try prepare() == (0o2770, 0, 4321))
        // As a database does it with its folder.
        #expect(chown(path, 70, 70) == 0 && chmod(path, 0o700) == 0)
        #expect(try prepare() == (0o700, 70, 70))
    }
}

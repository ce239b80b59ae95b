import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct ContainerMountsTests {
    private func mounts(
        kernelCan: Bool = true, _ change: (inout VolumeMount) -> Void
    ) throws -> ContainerMount? {
        let container = KubernetesAPI.Container.named("main") {
            $0.volumeMounts = [
                .with {
                    ($0.name, $0.mountPath) = ("data", "/data")
                    change(&$0)
                }
            ]
        }
        let pod = Pod.bound([container]) {
            $0.spec.volumes = [
                .with {
                    $0.name = "data"
                    $0.emptyDir = EmptyDirVolumeSource()
                }
            ]
        }
        return try ContainerMounts(
            pod: pod, volumes: PodVolumes(directory: PodDirectory(root: "/r", uid: "u")),
            canMountRecursivelyReadOnly: kernelCan
        ).mounts(for: container, attempt: 0).first { $0.containerPath == "/data" }
    }

    @Test("read-only for all that is below, where the kernel can")
    func recursiveReadOnly() throws {
        let enabled = try mounts { ($0.readOnly, $0.recursiveReadOnly) = (true, "Enabled") }
        #expect(enabled?.isRecursivelyReadOnly == true)
        let possible = try mounts(kernelCan: false) {
            ($0.readOnly, $0.recursiveReadOnly) = (true, "IfPossible")
        }
        #expect(possible?.isRecursivelyReadOnly == false)
        #expect(possible?.readOnly == true)
        #expect(throws: ContainerConfigurationError.notRecursivelyReadOnly(volume: "data")) {
            try mounts(kernelCan: false) {
                ($0.readOnly, $0.recursiveReadOnly) = (true, "Enabled")
            }
        }
    }

    @Test("the Pod's host names may be added to where the root file system is read-only")
    func files() throws {
        let container = KubernetesAPI.Container.named("main") {
            $0.securityContext = .with { $0.readOnlyRootFilesystem = true }
        }
        let mounts = try ContainerMounts(
            pod: .bound([container]),
            volumes: PodVolumes(directory: PodDirectory(root: "/r", uid: "u"))
        ).mounts(for: container, attempt: 0)
        let readOnly = mounts.filter(\.readOnly).map(\.containerPath)
        #expect(readOnly.sorted() == ["/etc/hostname", "/etc/resolv.conf"])
        #expect(mounts.contains { $0.containerPath == "/etc/hosts" })
    }

    @Test("propagation and options go to the mount")
    func options() throws {
        let mount = try mounts {
            $0.mountPropagation = "HostToContainer"
            $0.bindMountOptions = ["noexec"]
        }
        #expect(mount?.propagation == .hostToContainer)
        #expect(mount?.options == ["noexec"])
    }
}

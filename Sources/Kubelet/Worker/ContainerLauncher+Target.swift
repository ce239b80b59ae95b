import ContainerRuntime
import KubernetesAPI

/// The container whose processes an ephemeral container is to see does not run.
struct TargetContainerError: Error, Sendable, Hashable, CustomStringConvertible {
    var name: String
    var description: String { "unable to find target container \"\(name)\"" }
}

extension ContainerLauncher {
    /// The processes of another container, which an ephemeral container may ask for; nil is what
    /// the Pod says.
    ///
    /// - Throws: `TargetContainerError`.
    func processNamespace(
        of container: KubernetesAPI.Container, in sandbox: PodSandbox
    ) async throws -> ProcessNamespace? {
        let ephemeral = pod.spec.ephemeralContainers.first { $0.name == container.name }
        guard let name = ephemeral?.targetContainerName, !name.isEmpty else { return nil }
        let target = await services.runtime.containers(sandboxID: sandbox.id).last {
            $0.configuration.name == name && $0.isRunning
        }
        guard let target else { throw TargetContainerError(name: name) }
        return .target(containerID: target.id)
    }
}

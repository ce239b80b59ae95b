import ContainerRuntime
import KubernetesAPI
import KubernetesClient
import LinuxSystem

extension Kubelet: PodStreamSource {
    public func remoteCommand(
        namespace: String, pod: String, _ request: RemoteCommandRequest
    ) async throws -> @Sendable () async throws -> any RemoteProcess {
        let (object, observed) = try await observed(namespace: namespace, pod: pod)
        let container = try StreamSelection.choose(
            request.container, for: request.command.isEmpty ? .attach : .exec, pod: object,
            observed: observed)
        let runtime = services.runtime
        guard !request.command.isEmpty else {
            return {
                RemoteAttachment(try await runtime.attach(containerID: container.id), request)
            }
        }
        let command = ExecRequest(
            command: request.command, standardInput: request.standardInput,
            output: .separate(output: request.standardOutput, error: request.standardError),
            terminal: request.terminal)
        return {
            RemoteExec(try await runtime.exec(containerID: container.id, command), request)
        }
    }

    public func portForward(
        namespace: String, pod: String
    ) async throws -> @Sendable (UInt16) async throws -> Int32 {
        let (object, observed) = try await observed(namespace: namespace, pod: pod)
        try StreamSelection.requirePlace(object)
        guard case .ready(let sandbox) = observed.sandbox else {
            throw StreamRefusal(
                code: 500, "pod \(object.metadata.name)_\(namespace) is not running")
        }
        let runtime = services.runtime
        return { try await runtime.connect(sandboxID: sandbox.id, port: $0) }
    }

    private func observed(
        namespace: String, pod: String
    ) async throws -> (pod: Pod, observed: ObservedPod) {
        let object = try await services.client.get(.pods, namespace: namespace, name: pod)
        let pod = Pod(json: object)
        return await worker(of: pod)?.snapshot ?? (pod, ObservedPod())
    }
}

import ContainerRuntime
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Kubelet

@Suite struct StreamSelectionTests {
    private var pod = Pod.bound([.named("main"), .named("side")])

    private func observed(_ state: RuntimeContainerState) -> ObservedPod {
        var observed = ObservedPod()
        observed["main"].current = RuntimeContainer(
            id: "main0", sandboxID: "s",
            configuration: ContainerConfiguration(
                name: "main", attempt: 0, image: "", imageID: "", imageReference: "",
                rootFileSystem: "/", arguments: ["sh"], logPath: ""),
            state: state, createdAt: 0)
        return observed
    }

    private func choose(
        _ container: String?, for purpose: StreamSelection.Purpose = .exec, _ observed: ObservedPod
    ) -> String {
        do {
            return try StreamSelection.choose(container, for: purpose, pod: pod, observed: observed)
                .id
        } catch let refusal as StreamRefusal {
            return "\(refusal.code) \(refusal)"
        } catch {
            return "\((error as? APIError)?.code ?? 0) \((error as? APIError)?.message ?? "")"
        }
    }

    @Test("which container a request means")
    func choices() {
        let running = observed(.running(startedAt: 0))
        #expect(choose("main", running) == "main0")
        #expect(choose(nil, running) == "main0")
        #expect(choose("", for: .attach, running) == "main0")
        #expect(
            choose("nope", running) == "400 container nope is not valid for pod sidecar-demo")
    }

    @Test("a Pod that waits for its place")
    func places() {
        var tests = self
        tests.pod.spec.nodeName = ""
        #expect(
            tests.choose("main", ObservedPod())
                == "400 pod sidecar-demo does not have a host assigned")
        #expect(
            tests.choose("nope", ObservedPod())
                == "400 container nope is not valid for pod sidecar-demo")
    }

    @Test(
        "one that does not run is refused in the kubelet's words, which differ",
        arguments: [
            RuntimeContainerState.created,
            .exited(startedAt: 0, ContainerExit(exitCode: 1, finishedAt: 0)),
        ])
    func refusals(state: RuntimeContainerState) {
        let observed = observed(state)
        for name in ["main", "side"] {
            #expect(choose(name, observed) == "500 container not found (\"\(name)\")")
            #expect(
                choose(name, for: .attach, observed)
                    == "500 container \(name) not found in pod sidecar-demo_default")
        }
    }
}

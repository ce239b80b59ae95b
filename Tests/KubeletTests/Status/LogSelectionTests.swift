import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct LogSelectionTests {
    private func observed(
        _ name: String, _ state: RuntimeContainerState, attempt: Int = 0, last: Int? = nil
    ) -> ObservedPod {
        func made(_ attempt: Int, _ state: RuntimeContainerState) -> RuntimeContainer {
            RuntimeContainer(
                id: "\(name)\(attempt)", sandboxID: "s",
                configuration: ContainerConfiguration(
                    name: name, attempt: attempt, image: "", imageID: "", imageReference: "",
                    rootFileSystem: "/", arguments: ["sh"], logPath: ""),
                state: state, createdAt: 0)
        }
        var observed = ObservedPod()
        observed[name].current = made(attempt, state)
        observed[name].last = last.map {
            made($0, .exited(startedAt: 0, ContainerExit(exitCode: 1, finishedAt: 0)))
        }
        return observed
    }

    private func message(_ choose: () throws(APIError) -> LogSelection.Choice) -> String {
        do {
            let choice = try choose()
            return "\(choice.container)/\(choice.attempt.map { String($0) } ?? "-")"
        } catch {
            return "\(error.code) \(error.message)"
        }
    }

    private func choose(
        _ container: String?, _ observed: ObservedPod, previous: Bool = false,
        follow: Bool = false, pod: Pod = .bound([.named("main"), .named("side")])
    ) -> String {
        message { () throws(APIError) in
            try LogSelection.choose(
                container, previous: previous, follow: follow, pod: pod, observed: observed)
        }
    }

    @Test("which container and run a request means, and the words of a refusal")
    func choices() {
        let running = observed("main", .running(startedAt: 0), attempt: 2, last: 1)
        #expect(choose(nil, running) == "main/2")
        #expect(choose("main", running, previous: true) == "main/1")
        #expect(
            choose("nope", running) == "400 container nope is not valid for pod sidecar-demo")
        #expect(
            choose("side", running)
                == "400 container \"side\" in pod \"sidecar-demo\" is waiting to start - no logs yet"
        )
        #expect(choose("side", running, follow: true) == "side/-")
        #expect(
            choose("side", running, previous: true)
                == "400 previous terminated container \"side\" in pod \"sidecar-demo\" not found")
    }

    @Test("the reason of the waiting is told")
    func waiting() {
        var pod = Pod.bound([.named("main")])
        func text(_ reason: String) -> String {
            pod.status.containerStatuses = [
                .with {
                    $0.name = "main"
                    $0.state.waiting = .with { $0.reason = reason }
                }
            ]
            return choose("main", ObservedPod(), pod: pod)
        }
        let start = "400 container \"main\" in pod \"sidecar-demo\" is waiting to start: "
        #expect(text("ContainerCreating") == start + "ContainerCreating")
        #expect(text("ImagePullBackOff") == start + "trying and failing to pull image")
    }

    @Test("the annotation names the default container")
    func annotation() {
        var pod = Pod.bound([.named("main"), .named("side")])
        pod.metadata.annotations = ["kubectl.kubernetes.io/default-container": "side"]
        #expect(LogSelection.defaultContainer(of: pod) == "side")
    }

    @Test("when a log can grow no more")
    func finished() {
        let ended = RuntimeContainerState.exited(
            startedAt: 0, ContainerExit(exitCode: 0, finishedAt: 0))
        var pod = Pod.bound([.named("main"), .named("side")])
        #expect(!LogSelection.isFinished("main", pod: pod, observed: observed("main", ended)))
        pod.spec.restartPolicy = .onFailure
        #expect(LogSelection.isFinished("main", pod: pod, observed: observed("main", ended)))
        #expect(
            !LogSelection.isFinished(
                "main", pod: pod, observed: observed("main", .running(startedAt: 0))))
        #expect(!LogSelection.isFinished("side", pod: pod, observed: ObservedPod()))
    }
}

import KubernetesAPI
import Testing

@testable import Kubelet

/// What is told of containers whose end nobody saw, when their Pod has ended.
@Suite struct FinalStatusesTests {
    private func state(_ text: String) -> ContainerState {
        .with {
            switch text {
            case "running": $0.running = ContainerStateRunning()
            case "waiting": $0.waiting = .with { $0.reason = "PodInitializing" }
            default: $0.terminated = .with { $0.exitCode = Int32(text)! }
            }
        }
    }

    /// States of init containers and of app containers before, and what is told of them; a name with
    /// `*` is a sidecar's.
    private func completed(_ inits: [(String, String)], _ apps: [String]) -> [String] {
        let pod = Pod.bound(
            init: inits.map { name, _ in
                .named(name) { if name.hasSuffix("*") { $0.restartPolicy = "Always" } }
            }, apps.indices.map { .named("app\($0)") })
        var status = PodStatus()
        status.initContainerStatuses = inits.map { name, text in
            .with {
                $0.name = name
                $0.state = state(text)
                $0.started = text == "running"
            }
        }
        status.containerStatuses = apps.enumerated().map { index, text in
            .with {
                $0.name = "app\(index)"
                $0.state = state(text)
                $0.ready = text == "running"
            }
        }
        FinalStatuses.complete(&status, of: pod.spec)
        return (status.initContainerStatuses + status.containerStatuses).map {
            if let ended = $0.state.terminated {
                return ended.reason == "ContainerStatusUnknown"
                    ? "unknown" : String(ended.exitCode)
            }
            return $0.state.waiting == nil ? "running" : "waiting"
        }
    }

    @Test("a Pod without init containers could have started all of its own")
    func withoutInit() {
        #expect(completed([], ["waiting", "0", "running"]) == ["unknown", "0", "unknown"])
    }

    @Test("app containers that could not be started yet go on waiting, and init containers behind")
    func uninitialized() {
        #expect(
            completed([("a", "1"), ("b", "waiting")], ["waiting"]) == ["1", "waiting", "waiting"])
        #expect(
            completed([("a", "0"), ("b", "running"), ("c", "waiting")], ["waiting"])
                == ["0", "unknown", "waiting", "waiting"])
        #expect(
            completed([("a", "waiting"), ("b", "waiting")], ["waiting"])
                == ["unknown", "waiting", "waiting"])
    }

    @Test("once initialized, no app container waits")
    func initialized() {
        #expect(completed([("a", "0"), ("b", "0")], ["waiting"]) == ["0", "0", "unknown"])
        #expect(
            completed([("a", "0"), ("s*", "running")], ["waiting"]) == ["0", "unknown", "unknown"])
        #expect(
            completed([("s*", "137"), ("b", "0")], ["0", "waiting"]) == [
                "137", "0", "0", "unknown",
            ])
    }

    @Test("the kubelet's words, and nothing is ready any more")
    func words() {
        var status = PodStatus()
        status.containerStatuses = [
            .with {
                $0.name = "main"
                $0.containerID = "swiftlet://1"
                $0.ready = true
                $0.started = true
                $0.state = state("running")
            }
        ]
        FinalStatuses.complete(&status, of: Pod.bound([.named("main")]).spec)
        let container = status.containerStatuses[0]
        #expect(!container.ready && container.started == false)
        #expect(container.state.terminated?.exitCode == 137)
        #expect(container.state.terminated?.containerID == "swiftlet://1")
        #expect(
            container.state.terminated?.message
                == "The container could not be located when the pod was terminated")
    }
}

import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct PodConditionTests: PodStatusDecisions {
    @Test("conditions while initializing")
    func conditions() {
        let result = status(.tutorial(), ["init": .running(startedAt: now)])
        #expect(
            result.conditions.map { "\($0.type)=\($0.status) \($0.reason): \($0.message)" } == [
                "PodReadyToStartContainers=False PodSandboxNotReady: ",
                "Initialized=False ContainersNotInitialized: containers with incomplete status: [init]",
                "Ready=False ContainersNotReady: containers with unready status: [logwriter logreader]",
                "ContainersReady=False ContainersNotReady: containers with unready status: [logwriter logreader]",
                "PodScheduled=True : ",
            ])
        #expect(result.conditions.allSatisfy { $0.observedGeneration == 1 })
        #expect(result.observedGeneration == 1)
    }

    @Test("a Pod stays initialized once an app container has started; a sidecar counts as ready")
    func initializedForGood() {
        let pod = Pod.bound(
            init: [.named("setup"), .named("proxy") { $0.restartPolicy = "Always" }],
            [.named("main")])
        func condition(_ type: String, _ states: [String: RuntimeContainerState]) -> String {
            let condition = status(pod, states).conditions.first { $0.type.rawValue == type }
            return "\(condition?.status.rawValue ?? "") \(condition?.message ?? "")"
        }
        let run = RuntimeContainerState.running(startedAt: now)
        let done = RuntimeContainerState.exited(startedAt: 0, exit(0))
        #expect(
            condition("Initialized", ["setup": done])
                == "False containers with incomplete status: [proxy]")
        #expect(condition("Initialized", ["setup": done, "proxy": run]) == "True ")
        #expect(condition("Initialized", ["setup": done, "main": run]) == "True ")
        #expect(
            condition("ContainersReady", ["setup": done, "main": run])
                == "False containers with unready status: [proxy]")
        // Also with a new sandbox, where all begins anew.
        let before = status(pod, ["setup": done, "proxy": run, "main": run])
        let restarted = status(pod, [:], previous: before) { observed in
            for name in ["setup", "proxy", "main"] { observed[name].last = made(name, done) }
        }
        #expect(restarted.conditions.first { $0.type == .initialized }?.status == "True")
    }

    @Test("what is told of containers that are removed to be started again all together")
    func reset() {
        let rule = ContainerRestartRule.with {
            $0.action = .restartAllContainers
            $0.exitCodes = .with {
                $0.operator = "In"
                $0.values = [88]
            }
        }
        let pod = Pod.bound(
            init: [.named("setup"), .named("proxy") { $0.restartPolicy = "Always" }],
            [
                .named("main"),
                .named("watcher") {
                    $0.restartPolicy = "Never"
                    $0.restartPolicyRules = [rule]
                },
            ]
        ) { $0.spec.restartPolicy = .never }
        let states: [String: RuntimeContainerState] = [
            "setup": .exited(startedAt: 0, exit(0)), "proxy": .exited(startedAt: 0, exit(137)),
            "main": .exited(startedAt: 0, exit(137)), "watcher": .exited(startedAt: 0, exit(88)),
        ]
        let before = status(
            pod, states.mapValues { _ in .running(startedAt: now) })
        func summary(_ status: PodStatus) -> String {
            var shown = pod
            shown.status = status
            let summary = PodSummary(shown)
            return "\(summary.ready) \(summary.status) \(summary.restarts)"
        }
        // While they end, each as it is.
        let ending = status(pod, states, previous: before) {
            $0.restartOfAll = RestartOfAll(source: "watcher")
        }
        #expect(ending.containerStatuses[1].state.terminated?.exitCode == 88)
        #expect(ending.conditions.last?.status == "True")
        let removing = status(pod, states, previous: ending) {
            $0.restartOfAll = RestartOfAll(source: "watcher", isRemoving: true)
        }
        #expect(removing.phase == .running)
        #expect(removing.conditions.first { $0.type == .initialized }?.status == "True")
        for container in removing.initContainerStatuses + removing.containerStatuses {
            #expect(container.state.waiting?.reason == "RestartingAllContainers")
            #expect(
                container.state.waiting?.message
                    == "The container is removed because RestartAllContainers in place")
            #expect(container.lastState.terminated?.exitCode == 137)
            #expect(container.lastState.terminated?.reason == "RestartingAllContainers")
            #expect(container.lastState.terminated?.finishedAt == nil)
            #expect(container.restartCount == 4)
        }
        #expect(summary(removing) == "0/3 RestartingAllContainers 8")
        // Gone, they wait as at first, or as long as the back-off lasts as before.
        func gone(_ startsAfter: Int64?) -> PodStatus {
            status(pod, [:], previous: removing) { observed in
                observed.startsAfter = startsAfter
                for name in states.keys {
                    observed[name].firstAttempt = 1
                    observed[name].last = made(name, .exited(startedAt: 0, exit(1)))
                    observed[name].lastWasReset = true
                }
            }
        }
        #expect(gone(nil).containerStatuses[0].state.waiting?.reason == "PodInitializing")
        #expect(gone(nil).containerStatuses[0].lastState.terminated?.exitCode == 137)
        #expect(gone(nil).containerStatuses[0].restartCount == 1)
        #expect(
            gone(now + 1).containerStatuses[0].state.waiting?.reason == "RestartingAllContainers")
        // A daemon that has come anew knows no more than what was reported.
        let running = status(pod, ["main": .running(startedAt: now)], previous: gone(nil))
        #expect(
            running.containerStatuses[0].lastState.terminated?.reason == "RestartingAllContainers")
    }

    @Test("transition times are kept while a condition stays, foreign conditions stay first")
    func transitions() {
        let pod = Pod.bound([.named("main")])
        var first = status(pod, [:])
        first.conditions.insert(
            .with {
                $0.type = "example.com/gate"
                $0.status = "True"
            }, at: 0)
        let second = status(
            pod, ["main": .running(startedAt: now)], previous: first, after: 5)
        #expect(second.conditions[0].type == "example.com/gate")
        func seconds(_ type: String) -> Int64? {
            second.conditions.first { $0.type.rawValue == type }?.lastTransitionTime?
                .secondsSince1970
        }
        #expect(seconds("PodScheduled") == 1_800_000_000)
        #expect(seconds("Ready") == 1_800_000_005)
    }
}

import KubernetesAPI
import Testing

@testable import Kubelet

/// The phase from the states of containers alone, rule by rule.
@Suite struct PodPhaseTests {
    /// `waiting`, `waiting/1` after an end with 1, `running`, `ended/0`; ` started` of a sidecar.
    private static func status(_ name: String, _ text: String) -> ContainerStatus {
        let words = text.split(separator: " ")
        let parts = words[0].split(separator: "/")
        let code = parts.count > 1 ? Int32(parts[1]) : nil
        return .with {
            $0.name = name
            $0.started = words.contains("started")
            switch parts[0] {
            case "running": $0.state.running = ContainerStateRunning()
            case "ended": $0.state.terminated = .with { $0.exitCode = code ?? 0 }
            default:
                $0.state.waiting = ContainerStateWaiting()
                if let code { $0.lastState.terminated = .with { $0.exitCode = code } }
            }
        }
    }

    private static func phase(
        _ policy: RestartPolicy, sidecar: String? = nil, setup: String? = nil, _ apps: [String],
        isTerminal: Bool = false, before: PodPhase = .pending,
        _ change: (inout KubernetesAPI.Container) -> Void = { _ in }
    ) -> String {
        var firsts: [KubernetesAPI.Container] = []
        if sidecar != nil { firsts.append(.named("proxy") { $0.restartPolicy = "Always" }) }
        if setup != nil { firsts.append(.named("setup")) }
        let names = apps.indices.map { "app\($0)" }
        let pod = Pod.bound(init: firsts, names.map { .named($0, change) }) {
            $0.spec.restartPolicy = policy
            $0.status.phase = before
        }
        let statuses = zip(names, apps).map { status($0, $1) }
        return PodPhases.phase(
            of: PodPhases.Facts(
                pod: pod,
                initStatuses: [
                    sidecar.map { status("proxy", $0) }, setup.map { status("setup", $0) },
                ].compactMap { $0 },
                // In another order than the containers are.
                statuses: statuses.reversed(), isTerminal: isTerminal,
                hasInitialized: apps.contains {
                    $0.hasPrefix("running") || $0.hasPrefix("ended") || $0 == "waiting/1"
                })
        ).rawValue
    }

    @Test(
        "app containers",
        arguments: [
            // Any one that was never started holds it back.
            ("Always", ["waiting", "running"], "Pending"),
            ("Never", ["ended/0", "waiting"], "Pending"),
            // Something runs, whatever became of the rest.
            ("Never", ["running", "ended/1"], "Running"),
            ("Always", ["running", "waiting/1"], "Running"),
            // All have ended and one runs again.
            ("Always", ["ended/0", "ended/0"], "Running"),
            ("Always", ["waiting/0", "ended/1"], "Running"),
            ("OnFailure", ["ended/0", "waiting/1"], "Running"),
            ("OnFailure", ["ended/0", "ended/1"], "Running"),
            // None does.
            ("OnFailure", ["ended/0", "ended/0"], "Succeeded"),
            ("Never", ["ended/0", "ended/0"], "Succeeded"),
            ("Never", ["ended/0", "ended/3"], "Failed"),
        ] as [(RestartPolicy, [String], String)])
    func apps(policy: RestartPolicy, apps: [String], expected: String) {
        #expect(Self.phase(policy, apps) == expected)
    }

    @Test("a container's own policy and its rules decide whether it runs again")
    func ownPolicies() {
        #expect(Self.phase(.always, ["ended/1"]) { $0.restartPolicy = "Never" } == "Failed")
        #expect(Self.phase(.never, ["ended/0"]) { $0.restartPolicy = "Always" } == "Running")
        func withRule(_ state: String) -> String {
            Self.phase(.never, [state]) {
                $0.restartPolicy = "Never"
                $0.restartPolicyRules = [
                    .with {
                        $0.action = "Restart"
                        $0.exitCodes = .with {
                            $0.operator = "In"
                            $0.values = [42]
                        }
                    }
                ]
            }
        }
        #expect(withRule("ended/42") == "Running")
        #expect(withRule("ended/1") == "Failed")
    }

    @Test(
        "ordinary init containers",
        arguments: [
            ("Always", "waiting", ["waiting"], "Pending"),
            ("Always", "running", ["waiting"], "Pending"),
            ("Always", "ended/0", ["waiting"], "Pending"),
            ("Always", "ended/1", ["waiting"], "Pending"),
            ("OnFailure", "waiting/1", ["waiting"], "Pending"),
            ("Never", "ended/1", ["waiting"], "Failed"),
            ("Never", "ended/0", ["running"], "Running"),
            // A new sandbox begins with them anew.
            ("Always", "running", ["waiting/1"], "Pending"),
            ("Always", "waiting/0", ["waiting/1"], "Running"),
        ] as [(RestartPolicy, String, [String], String)])
    func initContainers(
        policy: RestartPolicy, setup: String, apps: [String], expected: String
    ) {
        #expect(Self.phase(policy, setup: setup, apps) == expected)
    }

    @Test(
        "sidecars",
        arguments: [
            ("running", ["waiting"], "Pending"), ("running started", ["waiting"], "Pending"),
            ("waiting", ["waiting"], "Pending"),
            // Pending until it has started, as long as no app container was begun.
            ("running started", ["running"], "Running"), ("running", ["running"], "Running"),
            ("waiting/1", ["running"], "Running"), ("ended/137", ["running"], "Running"),
            ("waiting", ["running"], "Pending"),
            // It keeps the Pod running, and how it ends does not count.
            ("running started", ["ended/0"], "Running"),
            ("running started", ["ended/1"], "Running"),
            ("ended/137", ["ended/0"], "Succeeded"), ("waiting/1", ["ended/0"], "Succeeded"),
            ("ended/0", ["ended/1"], "Failed"),
        ] as [(String, [String], String)])
    func sidecars(sidecar: String, apps: [String], expected: String) {
        #expect(Self.phase(.never, sidecar: sidecar, apps) == expected)
    }

    @Test(
        "a Pod of which nothing runs and nothing will",
        arguments: [
            ("Always", nil, nil, ["ended/0"], "Succeeded"),
            ("Always", nil, nil, ["ended/0", "ended/143"], "Failed"),
            ("Always", nil, nil, ["waiting/0"], "Succeeded"),
            ("Always", nil, nil, ["waiting/1"], "Failed"),
            ("Always", nil, nil, ["waiting"], "Failed"),
            ("Always", "ended/137", nil, ["ended/0"], "Succeeded"),
            ("Always", "waiting", nil, ["ended/0"], "Succeeded"),
            ("Always", nil, "running", ["waiting"], "Failed"),
            ("OnFailure", nil, "ended/1", ["waiting"], "Failed"),
            ("Always", nil, "ended/0", ["ended/0"], "Succeeded"),
        ] as [(RestartPolicy, String?, String?, [String], String)])
    func terminal(
        policy: RestartPolicy, sidecar: String?, setup: String?, apps: [String], expected: String
    ) {
        #expect(
            Self.phase(policy, sidecar: sidecar, setup: setup, apps, isTerminal: true) == expected)
    }

    @Test("a final phase never changes", arguments: [PodPhase.succeeded, .failed])
    func final(phase: PodPhase) {
        #expect(Self.phase(.always, ["running"], before: phase) == phase.rawValue)
        #expect(Self.phase(.always, ["waiting"], before: phase) == phase.rawValue)
    }
}

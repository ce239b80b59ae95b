import KubernetesAPI
import Testing

@testable import Kubelet

/// Rules, then the container's policy, then the Pod's.
@Suite struct ContainerRestartTests {
    private static func rule(
        _ comparison: String, _ codes: [Int32], _ action: String = "Restart"
    ) -> ContainerRestartRule {
        .with {
            $0.action = ContainerRestartRuleAction(rawValue: action)
            $0.exitCodes = .with {
                $0.operator = ContainerRestartRuleOnExitCodesOperator(rawValue: comparison)
                $0.values = codes
            }
        }
    }

    private func isRestarted(
        _ rules: [ContainerRestartRule] = [], own: String? = nil, pod: String = "Never",
        role: ContainerRestart.Role = .app, code: Int
    ) -> Bool {
        let container = KubernetesAPI.Container.named("main") {
            $0.restartPolicyRules = rules
            $0.restartPolicy = own.map { ContainerRestartPolicy(rawValue: $0) }
        }
        return ContainerRestart.isRestarted(
            container, role: role, podPolicy: RestartPolicy(rawValue: pod), exitCode: code)
    }

    @Test("a rule that matches decides, otherwise the policies do")
    func rules() {
        let rules = [Self.rule("In", [1, 42]), Self.rule("NotIn", [0, 2, 3])]
        #expect(isRestarted(rules, own: "Never", code: 42))
        #expect(isRestarted(rules, own: "Never", code: 7))
        #expect(!isRestarted(rules, own: "Never", code: 2))
        #expect(!isRestarted(rules, own: "Never", code: 0))
        #expect(isRestarted(rules, own: "OnFailure", code: 2))
    }

    @Test("the container's own policy comes before the Pod's")
    func policies() {
        #expect(isRestarted(own: "Always", pod: "Never", code: 0))
        #expect(!isRestarted(own: "Never", pod: "Always", code: 1))
        #expect(isRestarted(own: "OnFailure", pod: "Never", code: 1))
        #expect(!isRestarted(own: "OnFailure", pod: "Always", code: 0))
    }

    @Test("an init container that has ended well does not run again, a sidecar always does")
    func roles() {
        #expect(!isRestarted(pod: "Always", role: .initialization, code: 0))
        #expect(isRestarted(pod: "Always", role: .initialization, code: 1))
        #expect(isRestarted(pod: "Never", role: .sidecar, code: 0))
        #expect(!isRestarted(pod: "Always", role: .ephemeral, code: 1))
    }

    @Test("the first rule that matches says whether all containers are restarted")
    func all() {
        func restartsAll(_ rules: [ContainerRestartRule], _ code: Int) -> Bool {
            ContainerRestart.restartsAll(
                .named("main") { $0.restartPolicyRules = rules }, exitCode: code)
        }
        let one = Self.rule("In", [88])
        let all = Self.rule("In", [88, 89], "RestartAllContainers")
        #expect(!restartsAll([one, all], 88))
        #expect(restartsAll([one, all], 89))
        #expect(restartsAll([all, one], 88))
        #expect(!restartsAll([], 88))
    }

    @Test("what a probe has killed is restarted by the policies alone")
    func probes() {
        let container = KubernetesAPI.Container.named("main") {
            $0.restartPolicy = "Never"
            $0.restartPolicyRules = [Self.rule("In", [137, 143])]
        }
        #expect(
            !ContainerRestart.isRestartedByProbe(container, role: .app, podPolicy: .always))
        #expect(
            ContainerRestart.isRestartedByProbe(container, role: .sidecar, podPolicy: .never))
    }
}

import ArgumentParser
import JSON
import KubernetesAPI
import KubernetesClient
import Testing

@testable import SwiftletCLI

/// `swiftlet debug`: what it adds to a Pod, and when that can be connected to.
@Suite struct DebugTests {
    private func added(_ container: DebugContainer) throws -> JSONValue? {
        let patch = try container.patch(of: Pod())
        #expect(patch.format == .strategicMerge)
        return patch.body.value(at: "spec", "ephemeralContainers")?[0]
    }

    @Test func onlyWhatIsAskedForIsSent() throws {
        var container = DebugContainer(name: "tools", image: "busybox")
        container.profile = .baseline
        #expect(try added(container) == ["name": "tools", "image": "busybox"])
        container.target = "main"
        container.command = ["sh", "-c", "ps"]
        container.environment = ["A=b=c", "E="]
        container.pullPolicy = "Never"
        container.stdin = true
        container.tty = true
        #expect(
            try added(container) == [
                "name": "tools", "image": "busybox", "targetContainerName": "main",
                "command": ["sh", "-c", "ps"],
                "env": [["name": "A", "value": "b=c"], ["name": "E", "value": ""]],
                "imagePullPolicy": "Never", "stdin": true, "tty": true,
            ])
        container.isArguments = true
        let arguments = try added(container)
        #expect(arguments?["command"] == nil && arguments?["args"]?.arrayValue?.count == 3)
    }

    @Test func itComesLast() throws {
        var pod = Pod()
        pod.spec.ephemeralContainers = [.with { $0.name = "b" }, .with { $0.name = "a" }]
        let patch = try DebugContainer(name: "tools", image: "busybox").patch(of: pod)
        #expect(
            patch.body.value(at: "spec", "$setElementOrder/ephemeralContainers")
                == [["name": "b"], ["name": "a"], ["name": "tools"]])
    }

    @Test(arguments: ["A", "=b", ""])
    func variablesHaveNamesAndValues(variable: String) {
        var container = DebugContainer(name: "tools", image: "busybox")
        container.environment = [variable]
        #expect(throws: CommandError("--env takes NAME=VALUE instead of \"\(variable)\"")) {
            try container.patch(of: Pod())
        }
    }

    @Test func profilesAreKubectls() throws {
        var container = DebugContainer(name: "tools", image: "busybox")
        #expect(
            try added(container)?.value(at: "securityContext", "capabilities", "add")
                == ["SYS_PTRACE"])
        container.profile = .sysadmin
        #expect(try added(container)?["securityContext"] == ["privileged": true])
        container.profile = .restricted
        #expect(
            try added(container)?.value(at: "securityContext", "runAsNonRoot")?.boolValue == true)
    }

    @Test func namesAreFree() {
        struct Repeating: RandomNumberGenerator {
            var numbers: [UInt64]
            mutating func next() -> UInt64 { numbers.isEmpty ? .max : numbers.removeFirst() }
        }
        var generator = Repeating(numbers: [UInt64](repeating: 1 << 62, count: 5))
        var pod = Pod()
        let first = DebugContainer.freeName(in: pod, using: &generator)
        #expect(first == "debugger-jjjjj")
        pod.spec.ephemeralContainers = [.with { $0.name = first }]
        generator = Repeating(numbers: [UInt64](repeating: 1 << 62, count: 5))
        #expect(DebugContainer.freeName(in: pod, using: &generator) == "debugger-99999")
    }

    @Test func statesOfTheContainer() {
        var pod = Pod()
        pod.status.phase = .running
        func state() -> DebugContainerState { DebugContainerState(pod, container: "tools") }
        func set(_ change: (inout ContainerState) -> Void) {
            pod.status.ephemeralContainerStatuses = [
                .with {
                    $0.name = "tools"
                    change(&$0.state)
                }
            ]
        }
        #expect(state() == .waiting(problem: nil))
        set { $0.waiting = .with { $0.reason = "ContainerCreating" } }
        #expect(state() == .waiting(problem: nil))
        set { $0.waiting = .with { $0.message = "no such image" } }
        #expect(state() == .waiting(problem: "no such image"))
        pod.status.phase = .failed
        #expect(state() == .lost)
        set { $0.terminated = .with { $0.exitCode = 1 } }
        #expect(state() == .ended)
        pod.status.phase = .running
        set { $0.running = ContainerStateRunning() }
        #expect(state() == .running)
    }

    @Test(arguments: [
        (["web"], "--image is required"),
        (["web", "--image=busybox", "-t"], "-i/--stdin is required"),
        (["web", "--image=busybox", "--arguments-only"], "--arguments-only is about arguments"),
        (["web", "--image=busybox", "--profile=root"], "profile"),
    ])
    func wrongUsageIsNamed(arguments: [String], problem: String) {
        do {
            _ = try DebugCommand.parse(arguments)
            Issue.record("taken: \(arguments)")
        } catch {
            #expect(DebugCommand.message(for: error).contains(problem))
        }
    }
}

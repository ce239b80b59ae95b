import JSON
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct NodeEventsTests {
    private static func node(short: Bool = false, boot: String = "one") -> Node {
        var configuration = KubeletConfiguration(
            nodeName: "n", root: "/r", logDirectory: "/l", hostIPs: [],
            machine: MachineInfo(cpuCount: 2, memory: 24 << 30), version: "0.1")
        configuration.machine.bootID = boot
        var node = Node()
        node.metadata.name = "n"
        node.status = NodeObject(
            configuration: configuration, now: 0, pressure: short ? [.memory] : []
        ).status(previous: NodeStatus())
        return node
    }

    private static func reasons(_ old: Node?, _ new: Node, isStart: Bool = false) -> [String] {
        NodeEvents.between(old, new, isStart: isStart).map(\.reason)
    }

    @Test func aNodeThatComesUpTellsHowItIs() {
        let calm = [
            "Starting", "NodeHasSufficientMemory", "NodeHasNoDiskPressure",
            "NodeHasSufficientPID",
        ]
        #expect(Self.reasons(nil, Self.node(), isStart: true) == calm + ["NodeReady"])
        #expect(Self.reasons(Self.node(), Self.node(), isStart: true) == calm)
        #expect(Self.reasons(Self.node(), Self.node()) == [])
        #expect(
            NodeEvents.between(Self.node(boot: "zero"), Self.node(), isStart: true)[1]
                == NodeEvents.Entry(
                    type: "Warning", reason: "Rebooted",
                    message: "Node n has been rebooted, boot id: one"))
    }

    @Test func whatChangesIsTold() {
        #expect(
            Self.reasons(Self.node(), Self.node(short: true)) == ["NodeHasInsufficientMemory"])
        #expect(
            NodeEvents.between(Self.node(short: true), Self.node(), isStart: false) == [
                NodeEvents.Entry(
                    reason: "NodeHasSufficientMemory",
                    message: "Node n status is now: NodeHasSufficientMemory")
            ])
        var node = Self.node()
        node.spec.unschedulable = true
        #expect(
            NodeEvents.schedulable(node).message == "Node n status is now: NodeNotSchedulable")
        #expect(NodeEvents.schedulable(Self.node()).reason == "NodeSchedulable")
    }

    @Test func aCordonedNodeSaysSo() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            try await fixture.eventually("it has come up") {
                fixture.events.nodeLines.contains("NodeReady: Node node status is now: NodeReady")
            }
            for (isCordoned, line) in [
                (true, "NodeNotSchedulable: Node node status is now: NodeNotSchedulable"),
                (false, "NodeSchedulable: Node node status is now: NodeSchedulable"),
            ] {
                await fixture.client.change(.nodes, "node") {
                    $0.set(.bool(isCordoned), at: "spec", "unschedulable")
                }
                try await fixture.eventually("it says so") {
                    fixture.events.nodeLines.contains(line)
                }
            }
        }
    }
}

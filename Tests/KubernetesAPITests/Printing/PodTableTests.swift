import JSON
import KubernetesAPI
import Testing

@Suite struct PodTableTests {
    private static let now = Timestamp("2024-05-01T10:00:00Z")!

    /// READY, STATUS and RESTARTS of a Pod with two init containers (the second may be a sidecar) and
    /// two containers.
    private func columns(_ status: String, sidecar: Bool = false, deleted: Bool = false) throws
        -> String
    {
        var pod = try YAMLReader.documents(
            """
            metadata: {name: p, creationTimestamp: "2024-05-01T09:59:00Z"}
            spec:
              initContainers: [{name: i}, {name: s\(sidecar ? ", restartPolicy: Always" : "")}]
              containers: [{name: a}, {name: b}]
            status: {\(status)}
            """)[0]
        if deleted { pod.set("2024-05-01T09:59:59Z", at: "metadata", "deletionTimestamp") }
        let table = ResourceTable(.pods, objects: [pod], now: Self.now)
        return table.rows[0].cells[1...3].compactMap(\.stringValue).joined(separator: " ")
    }

    private static let ended = "state: {terminated: {exitCode: 0, reason: Completed}}"
    private static let running = "started: true, ready: true, state: {running: {}}"
    private static let creating = "state: {waiting: {reason: ContainerCreating}}"
    private static let initializing = "state: {waiting: {reason: PodInitializing}}"

    @Test(arguments: [
        ("phase: Pending", "0/2 Pending 0"),
        (
            "phase: Pending, conditions: [{type: PodScheduled, reason: SchedulingGated}]",
            "0/2 SchedulingGated 0"
        ),
        ("phase: Pending, reason: Evicted", "0/2 Evicted 0"),
        (
            "phase: Pending, initContainerStatuses: [{name: i, \(initializing)}, {name: s, \(initializing)}]",
            "0/2 Init:0/2 0"
        ),
        (
            "phase: Pending, initContainerStatuses: [{name: i, state: {running: {}}}]",
            "0/2 Init:0/2 0"
        ),
        (
            "phase: Pending, initContainerStatuses: [{name: i, \(ended)}, {name: s, state: {running: {}}}]",
            "0/2 Init:1/2 0"
        ),
        (
            "phase: Pending, initContainerStatuses: [{name: i, state: {waiting: {reason: CrashLoopBackOff}}, restartCount: 2, lastState: {terminated: {exitCode: 1, finishedAt: \"2024-05-01T09:59:55Z\"}}}]",
            "0/2 Init:CrashLoopBackOff 2 (5s ago)"
        ),
        (
            "phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 3}}}]",
            "0/2 Init:ExitCode:3 0"
        ),
        (
            "phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 3, signal: 9}}}]",
            "0/2 Init:Signal:9 0"
        ),
        (
            "phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 1, reason: Error}}}]",
            "0/2 Init:Error 0"
        ),
        (
            "phase: Pending, initContainerStatuses: [{name: i, \(ended), restartCount: 4}, {name: s, \(ended)}], containerStatuses: [{name: a, \(initializing)}, {name: b, \(initializing)}]",
            "0/2 PodInitializing 0"
        ),
        (
            "phase: Pending, containerStatuses: [{name: a, \(creating)}, {name: b, \(creating)}]",
            "0/2 ContainerCreating 0"
        ),
        (
            "phase: Running, containerStatuses: [{name: a, \(running)}, {name: b, \(running)}]",
            "2/2 Running 0"
        ),
        (
            "phase: Running, containerStatuses: [{name: a, \(running), restartCount: 1, lastState: {terminated: {exitCode: 1, finishedAt: \"2024-05-01T09:56:00Z\"}}}, {name: b, \(running), restartCount: 2}]",
            "2/2 Running 3 (4m ago)"
        ),
        (
            "phase: Running, containerStatuses: [{name: a, state: {waiting: {reason: CrashLoopBackOff}}, restartCount: 3}, {name: b, \(running)}]",
            "1/2 CrashLoopBackOff 3"
        ),
        (
            "phase: Running, conditions: [{type: Ready, status: \"False\"}], containerStatuses: [{name: a, \(ended)}, {name: b, \(running)}]",
            "1/2 NotReady 0"
        ),
        (
            "phase: Running, conditions: [{type: Ready, status: \"True\"}], containerStatuses: [{name: a, \(ended)}, {name: b, \(running)}]",
            "1/2 Running 0"
        ),
        (
            "phase: Succeeded, containerStatuses: [{name: a, \(ended)}, {name: b, \(ended)}]",
            "0/2 Completed 0"
        ),
        (
            "phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 137, reason: OOMKilled}}}, {name: b, \(ended)}]",
            "0/2 OOMKilled 0"
        ),
    ])
    func status(_ status: String, _ expected: String) throws {
        #expect(try columns(status) == expected)
    }

    @Test func sidecarsCount() throws {
        let inits =
            "initContainerStatuses: [{name: i, \(Self.ended), restartCount: 5}, {name: s, \(Self.running), restartCount: 1}]"
        let status =
            "phase: Running, \(inits), containerStatuses: [{name: a, \(Self.running)}, {name: b, \(Self.running), restartCount: 2}]"
        #expect(try columns(status, sidecar: true) == "3/3 Running 3")
        let waiting =
            "phase: Pending, initContainerStatuses: [{name: i, \(Self.ended)}, {name: s, state: {running: {}}, started: false}]"
        #expect(try columns(waiting, sidecar: true) == "0/3 Init:1/2 0")
    }

    @Test func deletion() throws {
        #expect(try columns("phase: Running", deleted: true) == "0/2 Terminating 0")
        #expect(try columns("phase: Failed", deleted: true) == "0/2 Failed 0")
        #expect(try columns("phase: Running, reason: NodeLost", deleted: true) == "0/2 Unknown 0")
    }

    @Test func wideColumns() throws {
        let pod: JSONValue = [
            "metadata": ["name": "p", "creationTimestamp": "2024-05-01T09:59:00Z"],
            "spec": [
                "nodeName": "n",
                "readinessGates": [["conditionType": "x"], ["conditionType": "y"]],
            ],
            "status": [
                "podIP": "10.0.0.1", "phase": "Succeeded",
                "conditions": [["type": "y", "status": "True"]],
            ],
        ]
        let table = ResourceTable(.pods, objects: [pod], now: Self.now)
        #expect(
            table.columns.map(\.name) == [
                "Name", "Ready", "Status", "Restarts", "Age", "IP", "Node", "Nominated Node",
                "Readiness Gates",
            ])
        #expect(table.columns.filter { $0.priority == 1 }.count == 4)
        #expect(
            table.rows[0].cells == [
                "p", "0/0", "Succeeded", "0", "60s", "10.0.0.1", "n", "<none>", "1/2",
            ])
        #expect(table.rows[0].conditions.first?.reason == "Succeeded")
    }
}

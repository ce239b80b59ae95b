import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore
import Testing

@testable import Registry

/// A daemon that starts anew gives places as the one before did: it reads from the store who has one.
@Suite struct RestartedSchedulerTests {
    private static func pod(_ name: String, _ spec: String, labels: JSONValue = [:]) throws
        -> JSONValue
    {
        var pod = podManifest(name)
        pod.set(labels, at: "metadata", "labels")
        for (member, value) in try YAMLReader.documents(spec)[0].objectValue ?? [:] {
            pod.set(value, at: "spec", member)
        }
        return pod
    }

    private static func wanting(_ requests: String, _ more: String = "") -> String {
        "{containers: [{name: main, image: busybox, resources: {requests: {\(requests)}}\(more)}]}"
    }

    private static func node(pods: Int) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Node",
            "metadata": ["name": "here", "labels": ["kubernetes.io/hostname": "here"]],
            "status": [
                "allocatable": [
                    "cpu": "4", "memory": "4Gi", "pods": .string("\(pods)"),
                ]
            ],
        ]
    }

    /// A registry with a Pod of each sort that counts, or does not.
    private static func populated(nodePods: Int = 100) async throws -> TestRegistry {
        let test = try await TestRegistry()
        try await test.create(node(pods: nodePods), in: nil, type: .nodes)
        try await test.create(
            try pod("plain", wanting("cpu: 500m, memory: 1Gi"), labels: ["app": "web"]))
        try await test.create(
            try pod("ports", wanting("cpu: 100m", ", ports: [{containerPort: 80, hostPort: 8080}]"))
        )
        try await test.create(
            try pod(
                "sidecar",
                """
                initContainers:
                - {name: s, image: busybox, restartPolicy: Always,
                   resources: {requests: {cpu: 200m}}, ports: [{containerPort: 1, hostPort: 9090}]}
                - {name: i, image: busybox, resources: {requests: {cpu: 300m}}}
                containers:
                - {name: main, image: busybox, resources: {requests: {cpu: 50m}}}
                """))
        try await test.create(
            try pod(
                "alone",
                """
                containers: [{name: main, image: busybox, resources: {requests: {cpu: 10m}}}]
                affinity:
                  podAntiAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                    - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: x}}}
                """))
        try await test.create(try pod("finished", wanting("cpu: 300m")))
        _ = try await test.patch(
            "finished", .merge, ["status": ["phase": "Succeeded"]], subresource: "status")
        try await test.create(try pod("ending", wanting("cpu: 150m")))
        _ = try await test.delete("ending")
        try await test.create(try pod("resizing", wanting("cpu: 200m")))
        _ = try await test.patch(
            "resizing", .merge,
            [
                "status": [
                    "conditions": [["type": "PodResizePending", "status": "True"]],
                    "containerStatuses": [
                        [
                            "name": "main", "image": "busybox", "imageID": "", "ready": true,
                            "restartCount": 0, "allocatedResources": ["cpu": "400m"],
                        ]
                    ],
                ]
            ], subresource: "status")
        try await test.create(
            try pod(
                "gated",
                """
                schedulingGates: [{name: example.com/gate}]
                containers: [{name: main, image: busybox, resources: {requests: {cpu: 1}}}]
                """))
        try await test.create(try pod("large", wanting("cpu: 8")))
        try await test.create(try pod("larger", wanting("cpu: 16")))
        return test
    }

    private static func footprint(_ name: String, _ spec: String, labels: JSONValue = [:]) throws
        -> PodFootprint
    {
        var pod = try pod(name, spec, labels: labels)
        pod.set("lab", at: "metadata", "namespace")
        pod.set(.string(name), at: "metadata", "uid")
        return PodFootprint(Pod(json: pod))
    }

    /// What speaks against Pods of different sorts; amounts that are used are in it.
    private static func answers(_ registry: Registry) throws -> [[FitFailure]] {
        try [
            footprint("a", wanting("cpu: 100, memory: 100Gi")),
            footprint("b", wanting("cpu: 1", ", ports: [{containerPort: 1, hostPort: 8080}]")),
            footprint("c", wanting("cpu: 1", ", ports: [{containerPort: 1, hostPort: 9090}]")),
            footprint("d", wanting("cpu: 1"), labels: ["app": "x"]),
            footprint("e", wanting("cpu: 1m")),
        ].map {
            registry.assignments.place(
                $0, reserves: false, namespaceLabels: registry.namespaceLabels)
        }
    }

    @Test func placesAreThoseOfBefore() async throws {
        let test = try await Self.populated()
        let before = try Self.answers(test.registry)
        // 500 + 100 + 500 while the init container runs + 10 + 150 + 400
        let cpu = FitFailure.insufficient(
            resource: "cpu", requested: 100_000, used: 1_660, capacity: 4_000)
        #expect(before[0].contains(cpu))
        #expect(before[1...] == [[.hostPorts], [.hostPorts], [.existingPodAntiAffinity], []])
        let after = test.restarted()
        #expect(try Self.answers(after) == before)
        let waiting = test.registry.assignments.waiting
        #expect(waiting.map(\.key.name) == ["large", "larger"])
        #expect(after.assignments.waiting.map(\.key) == waiting.map(\.key))
        #expect(after.assignments.waiting.map(\.message) == waiting.map(\.message))
        #expect(after.assignments.waiting.map(\.footprint) == waiting.map(\.footprint))
        #expect(after.assignments.waiting.map(\.createdAt) == waiting.map(\.createdAt))
        let important = try Self.footprint(
            "f", "{priority: 100, containers: [{name: m, resources: {requests: {cpu: 4}}}]}")
        let outcomes = [test.registry, after].map { registry in
            registry.assignments.preemption(
                for: important, namespaceLabels: registry.namespaceLabels, violating: { _ in [] })
        }
        #expect(outcomes == [.ending, .ending])
    }

    @Test func nobodyGetsWhatIsTaken() async throws {
        let test = try await Self.populated(nodePods: 7)
        let after = test.restarted()
        func create(_ name: String) async throws -> JSONValue {
            try await after.create(
                .pods, namespace: "lab", object: try Self.pod(name, Self.wanting("cpu: 1m")),
                options: WriteOptions())
        }
        // Six have a place: the finished one does not count, nor do those that wait.
        #expect(try await create("last").text("spec", "nodeName") == "here")
        let refused = try await create("late")
        #expect(refused.text("spec", "nodeName") == nil)
        let condition = refused.value(at: "status", "conditions")?[0]
        #expect(condition?.text("message")?.contains("1 Too many pods") == true)
    }

    @Test func nothingOfAPodIsMissingThatCounts() throws {
        var resizing = FilledObject.of(.pods)
        resizing.set(
            [["type": "PodResizeInProgress", "status": "True"]], at: "status", "conditions")
        resizing.set(nil, at: "spec", "resources")
        resizing.set(nil, at: "status", "resources")
        for (list, statuses) in [
            ("containers", "containerStatuses"), ("initContainers", "initContainerStatuses"),
        ] {
            let names = (resizing.value(at: "spec", list)?.arrayValue ?? []).indices.map {
                "c\($0)"
            }
            for (part, member) in [("spec", list), ("status", statuses)] {
                let elements = resizing.value(at: part, member)?.arrayValue ?? []
                let named = zip(elements, names).map { element, name in
                    var element = element
                    element["name"] = .string(name)
                    return element
                }
                resizing.set(.array(named), at: part, member)
            }
        }
        for pod in [FilledObject.of(.pods), resizing] {
            let read = try JSONValue(parsing: pod.serializedBytes(), PodFootprint.fields)
            #expect(PodFootprint(Pod(json: read)) == PodFootprint(Pod(json: pod)))
            #expect(read["spec"]?["schedulingGates"] == pod["spec"]?["schedulingGates"])
            #expect(read["spec"]?["schedulerName"] == pod["spec"]?["schedulerName"])
            #expect(read["status"]?["phase"] == pod["status"]?["phase"])
            #expect(read["status"]?["conditions"] == pod["status"]?["conditions"])
            #expect(read.isBeingDeleted)
        }
    }
}

import JSON
import Testing

@testable import KubernetesAPI

/// Which fields are claimed by an object, and by a change of one. The expected sets are those that
/// a kube-apiserver shows for the same objects.
@Suite struct FieldOwnershipTests {
    private func yaml(_ text: String) throws -> JSONValue {
        try YAMLReader.documents(text).first ?? [:]
    }

    private func pods() throws -> FieldManager {
        try #require(
            FieldManager(
                .pods, unchangeable: ["f:status"],
                now: Timestamp(secondsSince1970: 1_800_000_000)))
    }

    private func fields(_ object: JSONValue, _ index: Int = 0) -> String? {
        object.value(at: "metadata", "managedFields")?[index]?["fieldsV1"]?.serialized()
    }

    @Test func aCreatedPodIsOwnedWithItsMaps() throws {
        var pod = try yaml(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: lab, labels: {app: web}}
            spec:
              restartPolicy: Always
              securityContext: {}
              containers:
              - name: main
                image: busybox
                args: [a, b]
                resources: {limits: {cpu: 20m}}
                env: [{name: A, value: x}]
                ports: [{containerPort: 80, protocol: TCP}]
              volumes: [{name: v, emptyDir: {}}]
            """)
        try pods().update(&pod, live: nil, manager: "kubectl-create")
        let expected = try yaml(
            """
            f:metadata: {f:labels: {.: {}, f:app: {}}}
            f:spec:
              f:containers:
                'k:{"name":"main"}':
                  .: {}
                  f:name: {}
                  f:image: {}
                  f:args: {}
                  f:resources: {.: {}, f:limits: {.: {}, f:cpu: {}}}
                  f:env: {.: {}, 'k:{"name":"A"}': {.: {}, f:name: {}, f:value: {}}}
                  f:ports:
                    .: {}
                    'k:{"containerPort":80,"protocol":"TCP"}':
                      {.: {}, f:containerPort: {}, f:protocol: {}}
              f:restartPolicy: {}
              f:securityContext: {}
              f:volumes: {.: {}, 'k:{"name":"v"}': {.: {}, f:emptyDir: {}, f:name: {}}}
            """)
        let entry = try #require(pod.value(at: "metadata", "managedFields")?[0])
        #expect(entry["fieldsV1"] == expected)
        #expect(entry["manager"] == "kubectl-create")
        #expect(entry["operation"] == "Update")
        #expect(entry["apiVersion"] == "v1")
        #expect(entry["fieldsType"] == "FieldsV1")
        #expect(entry["time"] == "2027-01-15T08:00:00Z")
        #expect(entry["subresource"] == nil)
    }

    @Test func aChangeTakesWhatItChanges() throws {
        var pod = try yaml(
            "{metadata: {name: a, labels: {x: '1', y: '1'}}, spec: {containers: [{name: m, image: i}]}}"
        )
        let manager = try pods()
        manager.update(&pod, live: nil, manager: "one")
        var changed = pod
        changed.set("2", at: "metadata", "labels", "x")
        changed.set(nil, at: "metadata", "labels", "y")
        manager.update(&changed, live: pod, manager: "two")
        let owners = ManagedFields(json: changed.value(at: "metadata", "managedFields"))
        let fields = { name in
            owners?.entries.first { $0.key.name == name }?.value.fields.paths ?? []
        }
        #expect(fields("two") == [".metadata.labels.x"])
        #expect(
            fields("one") == [
                ".metadata.labels", #".spec.containers[name="m"]"#,
                #".spec.containers[name="m"].image"#, #".spec.containers[name="m"].name"#,
            ])
    }

    @Test func nothingChangedTouchesNothing() throws {
        var pod = try yaml("{metadata: {name: a, labels: {x: '1'}}, spec: {containers: []}}")
        try pods().update(&pod, live: nil, manager: "one")
        let later = try #require(
            FieldManager(.pods, now: Timestamp(secondsSince1970: 1_900_000_000)))
        var same = pod
        later.update(&same, live: pod, manager: "two")
        #expect(same == pod)
    }

    @Test func statusIsOwnedThroughItsSubresource() throws {
        var pod = try yaml("{metadata: {name: a, labels: {x: '1'}}, spec: {containers: []}}")
        try pods().update(&pod, live: nil, manager: "one")
        var running = pod
        running["status"] = [
            "phase": "Running", "conditions": [["type": "Ready", "status": "True"]],
        ]
        try pods().update(&running, live: pod, manager: "two")
        #expect(running.value(at: "metadata", "managedFields")?.arrayValue?.count == 1)
        let status = try #require(
            FieldManager(
                .pods, subresource: "status", unchangeable: ["f:spec"],
                now: Timestamp(secondsSince1970: 1_800_000_001)))
        status.update(&running, live: pod, manager: "kubelet")
        let entry = try #require(running.value(at: "metadata", "managedFields")?[1])
        #expect(entry["manager"] == "kubelet")
        #expect(entry["subresource"] == "status")
        #expect(
            entry["fieldsV1"]?.serialized()
                == #"{"f:status":{"f:conditions":{".":{},"k:{\"type\":\"Ready\"}":"#
                + #"{".":{},"f:status":{},"f:type":{}}},"f:phase":{}}}"#)
    }

    @Test func clientsMaySetOwners() throws {
        let manager = try pods()
        var pod = try yaml("{metadata: {name: a, labels: {x: '1'}}, spec: {containers: []}}")
        manager.update(&pod, live: nil, manager: "one")
        let owners = pod.value(at: "metadata", "managedFields")
        let cases: [(sent: JSONValue?, kept: JSONValue?)] = [
            (.array([]), owners), (nil, owners), (.array([.object([:])]), nil),
            (.array([["manager": "broken"]]), owners),
        ]
        for (sent, expected) in cases {
            var changed = pod
            changed.set(sent, at: "metadata", "managedFields")
            manager.update(&changed, live: pod, manager: "two")
            #expect(changed.value(at: "metadata", "managedFields") == expected, "\(sent as Any)")
        }
        // What has no owners stays so.
        var bare = pod
        bare.set(nil, at: "metadata", "managedFields")
        var changed = bare
        changed.set("2", at: "metadata", "labels", "x")
        manager.update(&changed, live: bare, manager: "two")
        #expect(changed.value(at: "metadata", "managedFields") == nil)
    }

    @Test func tooManyUpdatersAreMerged() throws {
        var pod = try yaml("{metadata: {name: a, labels: {x: '1'}}, spec: {containers: []}}")
        try pods().update(&pod, live: nil, manager: "m00")
        for number in 1...11 {
            let manager = try #require(
                FieldManager(
                    .pods, now: Timestamp(secondsSince1970: 1_800_000_000 + Int64(number))))
            let before = pod
            pod.set("x", at: "metadata", "labels", "l\(number)")
            manager.update(&pod, live: before, manager: "m\(number)")
        }
        let owners = try #require(pod.value(at: "metadata", "managedFields")?.arrayValue)
        #expect(owners.count == 10)
        #expect(
            owners.first { $0["manager"] == "ancient-changes" }?["fieldsV1"]?.serialized()
                == #"{"f:metadata":{"f:labels":{".":{},"f:l1":{},"f:l2":{},"f:x":{}}},"#
                + #""f:spec":{"f:containers":{}}}"#)
    }

    @Test(arguments: [
        ("kubectl/v1.37.1 (linux/amd64) kubernetes/x", "kubectl"), ("curl", "curl"), ("", ""),
        ("a\u{7}b/c", "ab"),
        (String(repeating: "x", count: 200), String(repeating: "x", count: 128)),
    ])
    func managersComeFromTheUserAgent(_ agent: String, _ name: String) {
        #expect(FieldManager.name(fromUserAgent: agent) == name)
    }

    /// Sets made whole and sets made of changes agree on what they claim of leaves.
    @Test func aConfigurationClaimsItsFields() throws {
        let pod = try yaml(
            """
            metadata: {name: a, labels: {app: web}, annotations: {}}
            spec: {containers: [{name: m, ports: [{containerPort: 80}], command: [x]}], nodeSelector: {a: b}}
            """)
        let schema = MergeSchema.kubernetes
        let type = try #require(schema.type(ofKind: "Pod"))
        #expect(
            schema.fields(of: pod, type).paths == [
                ".metadata.annotations", ".metadata.name", ".metadata.labels.app",
                ".spec.nodeSelector", #".spec.containers[name="m"]"#,
                #".spec.containers[name="m"].command"#, #".spec.containers[name="m"].name"#,
                #".spec.containers[name="m"].ports[containerPort=80,protocol="TCP"]"#,
                #".spec.containers[name="m"].ports[containerPort=80,protocol="TCP"].containerPort"#,
            ])
    }
}

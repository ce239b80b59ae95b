import JSON
import Testing

@testable import KubernetesAPI

@Suite struct ServerSideApplyTests {
    private let manager = FieldManager(
        .pods, unchangeable: ["f:status"],
        now: Timestamp(secondsSince1970: 1_800_000_000))!

    private func pod(_ rest: String) throws -> JSONValue {
        try YAMLReader.documents("{apiVersion: v1, kind: Pod, \(rest)}").first ?? [:]
    }

    /// The object without its owners.
    private func bare(_ object: JSONValue) -> JSONValue {
        var object = object
        object.set(nil, at: "metadata", "managedFields")
        return object
    }

    private func apply(
        _ configuration: String, to live: JSONValue?, by name: String, force: Bool = false
    ) throws -> JSONValue {
        try manager.apply(pod(configuration), to: live, manager: name, force: force)
    }

    @Test func makesWhatIsNotThere() throws {
        let made = try apply(
            "metadata: {name: a, labels: {x: '1'}}, spec: {containers: [{name: m, image: i}]}",
            to: nil, by: "one")
        #expect(
            try bare(made)
                == pod(
                    "metadata: {name: a, labels: {x: '1'}}, spec: {containers: [{name: m, image: i}]}"
                ))
        let entry = made.value(at: "metadata", "managedFields")?[0]
        #expect(entry?["operation"] == "Apply")
        #expect(
            entry?["fieldsV1"]?.serialized()
                == #"{"f:metadata":{"f:labels":{"f:x":{}}},"f:spec":{"f:containers":"#
                + #"{"k:{\"name\":\"m\"}":{".":{},"f:image":{},"f:name":{}}}}}"#)
    }

    @Test func removesWhatIsNoLongerApplied() throws {
        let first = try apply(
            "metadata: {name: a, labels: {x: '1', y: '1'}, annotations: {n: v}}, "
                + "spec: {containers: [{name: m, env: [{name: A, value: b}]}, {name: s}]}",
            to: nil, by: "one")
        let second = try apply(
            "metadata: {name: a, labels: {x: '1'}}, spec: {containers: [{name: m}]}", to: first,
            by: "one")
        #expect(
            try bare(second)
                == pod("metadata: {name: a, labels: {x: '1'}}, spec: {containers: [{name: m}]}"))
    }

    @Test func leavesWhatOthersOwn() throws {
        var live = try apply(
            "metadata: {name: a, labels: {x: '1', y: '1'}}, spec: {containers: [{name: m}]}",
            to: nil, by: "one")
        let before = live
        live.set("Always", at: "spec", "restartPolicy")
        live.set("2", at: "metadata", "labels", "z")
        manager.update(&live, live: before, manager: "editor")
        live = try apply("metadata: {name: a, labels: {y: '1'}}", to: live, by: "two")
        live = try apply(
            "metadata: {name: a}, spec: {containers: [{name: m}]}", to: live, by: "one")
        #expect(
            try bare(live)
                == pod(
                    "metadata: {name: a, labels: {y: '1', z: '2'}}, "
                        + "spec: {restartPolicy: Always, containers: [{name: m}]}"))
    }

    @Test func defaultsOfWhatWasAppliedGoWithIt() throws {
        var live = try apply(
            "metadata: {name: a}, spec: {containers: [{name: m}, {name: s, image: i}]}", to: nil,
            by: "one")
        // The server's defaults belong to nobody.
        live["spec"] = try pod(
            "spec: {containers: [{name: m}, {name: s, image: i, imagePullPolicy: Always}]}")["spec"]
        live = try apply(
            "metadata: {name: a}, spec: {containers: [{name: m}]}", to: live, by: "one")
        #expect(
            try bare(live) == pod("metadata: {name: a}, spec: {containers: [{name: m}]}"))
    }

    @Test func refusesToTakeFromOthers() throws {
        var live = try pod(
            "metadata: {name: a}, spec: {containers: [{name: x, image: old}]}")
        manager.update(&live, live: nil, manager: "kubectl-client-side-apply")
        let change = "metadata: {name: a}, spec: {containers: [{name: x, image: new}]}"
        let error = #expect(throws: APIError.self) {
            try apply(change, to: live, by: "other")
        }
        #expect(
            error?.message
                == #"Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .spec.containers[name="x"].image"#
        )
        #expect(error?.code == 409)
        #expect(error?.reason == "Conflict")
        #expect(
            error?.details == [
                "causes": [
                    [
                        "reason": "FieldManagerConflict",
                        "message": #"conflict with "kubectl-client-side-apply" using v1"#,
                        "field": #".spec.containers[name="x"].image"#,
                    ]
                ]
            ])
        let forced = try apply(change, to: live, by: "other", force: true)
        #expect(try bare(forced) == pod(change))
        let owners = ManagedFields(json: forced.value(at: "metadata", "managedFields"))
        let update = owners?.entries.first { $0.key.operation == .update }
        #expect(
            update?.value.fields.paths == [
                #".spec.containers[name="x"]"#, #".spec.containers[name="x"].name"#,
            ])
    }

    @Test func namesAllConflicts() throws {
        let live = try apply(
            "metadata: {name: a, labels: {x: '1', y: '1'}}, spec: {containers: []}", to: nil,
            by: "one")
        let error = #expect(throws: APIError.self) {
            try apply("metadata: {name: a, labels: {x: '2', y: '2'}}", to: live, by: "two")
        }
        #expect(
            error?.message
                == "Apply failed with 2 conflicts: conflicts with \"one\":\n- .metadata.labels.x\n"
                + "- .metadata.labels.y")
    }

    @Test func sameValuesAreShared() throws {
        let text = "metadata: {name: a, labels: {x: '1'}}"
        var live = try apply(text, to: nil, by: "one")
        live = try apply(text, to: live, by: "two")
        #expect(live.value(at: "metadata", "managedFields")?.arrayValue?.count == 2)
        live = try apply("metadata: {name: a}", to: live, by: "one")
        #expect(live.value(at: "metadata", "labels", "x") == "1")
        live = try apply("metadata: {name: a}", to: live, by: "two")
        #expect(live.value(at: "metadata", "labels") == nil)
        #expect(live.value(at: "metadata", "managedFields") == nil)
    }

    @Test func portsAreToldApartByTheirDefaultProtocol() throws {
        var live = try apply(
            "spec: {containers: [{name: m, ports: [{containerPort: 53, protocol: TCP}, {containerPort: 53, protocol: UDP}]}]}",
            to: nil, by: "one")
        live = try apply(
            "spec: {containers: [{name: m, ports: [{containerPort: 53, name: dns}]}]}", to: live,
            by: "two")
        #expect(
            live.value(at: "spec", "containers")?[0]?["ports"]?.arrayValue == [
                ["containerPort": 53, "protocol": "TCP", "name": "dns"],
                ["containerPort": 53, "protocol": "UDP"],
            ])
    }

    @Test func goesOverFromClientSideApply() throws {
        let text =
            "metadata: {name: a, labels: {x: '1'}}, spec: {containers: [{name: m, image: i}]}"
        var live = try pod(text)
        live.set(
            .string(try pod(text).serialized()), at: "metadata", "annotations",
            LastAppliedConfiguration.annotation)
        manager.update(&live, live: nil, manager: "kubectl-client-side-apply")
        let wanted =
            "metadata: {name: a, labels: {x: '2'}}, spec: {containers: [{name: m, image: i}]}"
        #expect(throws: APIError.self) { try apply(wanted, to: live, by: "other") }
        let applied = try apply(wanted, to: live, by: "kubectl")
        #expect(applied.value(at: "metadata", "labels", "x") == "2")
        #expect(try LastAppliedConfiguration.read(from: applied) == pod(wanted))
        // What somebody changed since client-side apply is not taken.
        var edited = live
        edited.set("3", at: "metadata", "labels", "x")
        manager.update(&edited, live: live, manager: "kubectl-edit")
        let error = #expect(throws: APIError.self) { try apply(wanted, to: edited, by: "kubectl") }
        #expect(
            error?.message
                == "Apply failed with 1 conflict: conflict with \"kubectl-edit\" using v1: .metadata.labels.x"
        )
    }

    @Test func anObjectWithoutOwnersGetsOne() throws {
        let live = try pod("metadata: {name: a, labels: {x: '1'}}, spec: {containers: []}")
        let error = #expect(throws: APIError.self) {
            try apply("metadata: {name: a, labels: {x: '2'}}", to: live, by: "one")
        }
        #expect(error?.message.contains(#"conflict with "before-first-apply" using v1"#) == true)
    }

    @Test(arguments: [
        ("metadata: {name: a, managedFields: []}", 400, "metadata.managedFields must be nil"),
        (
            "metadata: {name: a, namespace: lab}, spec: {colour: red}", 500,
            "failed to create typed patch object (lab/a; /v1, Kind=Pod): .spec.colour: field not declared in schema"
        ),
        (
            "metadata: {name: a}, spec: {containers: [{name: m}, {name: m}]}", 500,
            "failed to create typed patch object (/a; /v1, Kind=Pod): .spec.containers: duplicate entries for key [name=\"m\"]"
        ),
        (
            "metadata: {name: a}, spec: {containers: [{image: m}]}", 500,
            "failed to create typed patch object (/a; /v1, Kind=Pod): .spec.containers: element 0: associative list with keys has an element that omits key field \"name\" (and doesn't have default value)"
        ),
    ])
    func refuses(_ configuration: String, _ code: Int, _ message: String) {
        let error = #expect(throws: APIError.self) {
            try apply(configuration, to: nil, by: "one")
        }
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    @Test func refusesAnotherVersion() throws {
        let error = #expect(throws: APIError.self) {
            try manager.apply(
                ["apiVersion": "v2", "kind": "Pod"], to: nil, manager: "one", force: false)
        }
        #expect(
            error?.message
                == "Incorrect version specified in apply patch. Specified patch version: v2, expected: v1"
        )
    }

    /// The order of merged lists (structured-merge-diff, the cases of its list order tests).
    @Test(arguments: [
        ("abc", "abc", "abc"), ("abc", "cba", "cba"), ("abc", "d", "abcd"), ("", "ab", "ab"),
        ("ab", "", "ab"), ("abcd", "dcx", "abdcx"), ("abc", "cd", "abcd"), ("abc", "xb", "axbc"),
        ("xyz", "zx", "yzx"),
    ])
    func ordersLists(_ live: String, _ applied: String, _ expected: String) {
        let (live, applied) = (live.map { String($0) }, applied.map { String($0) })
        let merged = ListOrder.merge(live, applied).map { entry in
            switch entry {
            case .live(let position): live[position]
            case .applied(let position): applied[position]
            }
        }
        #expect(merged.joined() == expected)
    }
}

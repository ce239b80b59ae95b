import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Synchronization
import Testing

/// Updates of objects that are not there, or of which nobody says which version they change.
@Suite struct CreateOnUpdateTests {
    private static let service: JSONValue = [
        "metadata": ["name": "new"], "spec": ["ports": [["port": 80]]],
    ]
    private static let binding: JSONValue = [
        "metadata": ["name": "new"],
        "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "a"],
    ]
    private static let event: JSONValue = [
        "metadata": ["name": "new"], "reason": "Tested",
        "involvedObject": ["kind": "Pod", "namespace": "lab", "name": "a"],
    ]
    private static let newerEvent: JSONValue = [
        "metadata": ["name": "new"], "eventTime": "2027-01-15T08:00:00.000000Z", "type": "Normal",
        "reason": "Tested", "action": "Test", "reportingController": "example.com/test",
        "reportingInstance": "test-1",
        "regarding": ["kind": "Pod", "namespace": "lab", "name": "a"],
    ]
    private static let limits: JSONValue = ["metadata": ["name": "new"], "spec": ["limits": []]]
    private static let runtime: JSONValue = ["metadata": ["name": "new"], "handler": "crun"]
    private static let budget: JSONValue = [
        "metadata": ["name": "new"], "spec": ["minAvailable": 1],
    ]
    private static let bare: JSONValue = ["metadata": ["name": "new"]]

    @Test(arguments: [
        (ResourceType.leases, bare), (.services, service), (.endpoints, bare),
        (.limitRanges, limits),
        (.events, event), (.eventsV1, newerEvent), (.roles, bare), (.roleBindings, binding),
        (.clusterRoles, bare), (.clusterRoleBindings, binding),
        (.runtimeClasses, runtime),
    ])
    func anUpdateMakes(type: ResourceType, object: JSONValue) async throws {
        let test = try await TestRegistry()
        let namespace = type.namespaced ? "lab" : nil
        let wasCreated = Mutex(false)
        let options = WriteOptions(
            fieldManager: "me", onCreate: { wasCreated.withLock { $0 = true } })
        var sent = object
        // It speaks of an object that somebody deleted meanwhile.
        sent.set("7", at: "metadata", "resourceVersion")
        sent.set("first", at: "metadata", "labels", "step")
        let made = try await test.registry.update(
            type, namespace: namespace, name: "new", subresource: nil, object: sent,
            options: options)
        #expect(wasCreated.withLock { $0 })
        #expect(made.text("metadata", "uid")?.isEmpty == false)
        let found = try await test.registry.get(type, namespace: namespace, name: "new")
        #expect(found == made)
        #expect(found["metadata"]?["managedFields"]?[0]?["manager"] == "me")
        // The second one changes it.
        wasCreated.withLock { $0 = false }
        var changed = made
        changed.set("x", at: "metadata", "labels", "step")
        let second = try await test.registry.update(
            type, namespace: namespace, name: "new", subresource: nil, object: changed,
            options: options)
        #expect(!wasCreated.withLock { $0 })
        #expect(second.text("metadata", "uid") == made.text("metadata", "uid"))
    }

    @Test func anUpdateMakesNothingInTheseCases() async throws {
        let test = try await TestRegistry()
        func update(
            _ type: ResourceType, _ object: JSONValue, dryRun: Bool = false
        ) async throws -> JSONValue {
            try await test.registry.update(
                type, namespace: "lab", name: "new", subresource: nil, object: object,
                options: WriteOptions(dryRun: dryRun))
        }
        for type in [ResourceType.configMaps, .secrets, .pods, .serviceAccounts] {
            let refused = await refusal { try await update(type, Self.bare) }
            #expect(refused == .notFound(type, name: "new"))
        }
        var other = Self.bare
        other.set("u", at: "metadata", "uid")
        let gone = await refusal { try await update(.leases, other) }
        #expect(gone?.reason == "Conflict")
        #expect(gone?.message.hasSuffix("in precondition: u, UID in object meta: ") == true)
        _ = try await update(.leases, Self.bare, dryRun: true)
        let absent = await refusal {
            try await test.registry.get(.leases, namespace: "lab", name: "new")
        }
        #expect(absent?.code == 404)
    }

    @Test(arguments: [
        (ResourceType.leases, "leases.coordination.k8s.io", bare),
        (.podDisruptionBudgets, "poddisruptionbudgets.policy", budget),
    ])
    func someHaveToSayWhatTheyChange(
        type: ResourceType, name: String, object: JSONValue
    ) async throws {
        let test = try await TestRegistry()
        var made = try await test.create(object, type: type)
        made.set("x", at: "metadata", "labels", "step")
        var blind = made
        blind.set(nil, at: "metadata", "resourceVersion")
        let refused = await refusal {
            try await test.registry.update(
                type, namespace: "lab", name: "new", subresource: nil, object: blind,
                options: WriteOptions())
        }
        #expect(refused?.code == 422)
        #expect(
            refused?.message == "\(name) \"new\" is invalid: metadata.resourceVersion: Invalid "
                + "value: 0: must be specified for an update")
        _ = try await test.registry.update(
            type, namespace: "lab", name: "new", subresource: nil, object: made,
            options: WriteOptions())
        // A patch is made from what is there.
        _ = try await test.registry.patch(
            type, namespace: "lab", name: "new", subresource: nil,
            patch: Patch(.merge, ["metadata": ["labels": ["step": "y"]]]), options: WriteOptions())
    }

    @Test func anUpdateNamesItsObject() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a")
        for (object, problem) in [
            (["metadata": [:]], "(a based on URL) was undeterminable: name must be provided"),
            (podManifest("b"), "(b) does not match the name on the URL (a)"),
        ] as [(JSONValue, String)] {
            let refused = await refusal {
                try await test.registry.update(
                    .pods, namespace: "lab", name: "a", subresource: nil, object: object,
                    options: WriteOptions())
            }
            #expect(refused == .badRequest("the name of the object " + problem))
        }
    }
}

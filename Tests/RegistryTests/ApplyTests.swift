import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Synchronization
import Testing

@Suite struct ApplyTests {
    private func apply(
        _ test: TestRegistry, _ name: String, _ change: JSONValue, by manager: String?,
        force: Bool = false, subresource: String? = nil, dryRun: Bool = false,
        onCreate: (@Sendable () -> Void)? = nil
    ) async throws -> JSONValue {
        var configuration = change
        configuration["apiVersion"] = "v1"
        configuration["kind"] = "Pod"
        return try await test.registry.patch(
            .pods, namespace: "lab", name: name, subresource: subresource,
            patch: Patch(.apply, configuration),
            options: WriteOptions(
                dryRun: dryRun, fieldManager: manager, force: force, onCreate: onCreate))
    }

    private let web: JSONValue = ["spec": ["containers": [["name": "main", "image": "busybox"]]]]

    @Test func makesWhatIsNotThere() async throws {
        let test = try await TestRegistry()
        let count = Mutex(0)
        let created = { @Sendable in count.withLock { $0 += 1 } }
        let pod = try await apply(test, "web", web, by: "one", onCreate: created)
        #expect(pod.text("metadata", "name") == "web")
        #expect(pod.text("spec", "restartPolicy") == "Always")
        #expect(pod.text("spec", "nodeName") == "here")
        #expect(pod.text("status", "phase") == "Pending")
        #expect(count.withLock { $0 } == 1)
        let again = try await apply(test, "web", web, by: "one", onCreate: created)
        #expect(again == pod)
        #expect(count.withLock { $0 } == 1)
    }

    @Test func applyingTheSameLaterWritesNothing() async throws {
        let test = try await TestRegistry()
        let pod = try await apply(test, "web", web, by: "one")
        test.clock.advance(.seconds(60))
        #expect(try await apply(test, "web", web, by: "one") == pod)
        #expect(try await apply(test, "web", web, by: "two").version != pod.version)
    }

    @Test func aDryRunMakesNothing() async throws {
        let test = try await TestRegistry()
        _ = try await apply(test, "web", web, by: "one", dryRun: true)
        #expect(await refusal { try await test.pod("web") }?.code == 404)
        try await test.createPod("web")
        let dry = try await apply(
            test, "web", ["metadata": ["labels": ["a": "b"]]], by: "one", dryRun: true)
        #expect(dry.text("metadata", "labels", "a") == "b")
        #expect(try await test.pod("web").text("metadata", "labels", "a") == nil)
    }

    @Test func conflictsAreRefused() async throws {
        let test = try await TestRegistry()
        var pod = podManifest("web")
        pod.set("1", at: "metadata", "labels", "step")
        try await test.create(pod, options: WriteOptions(fieldManager: "maker"))
        let change: JSONValue = ["metadata": ["labels": ["step": "2"]]]
        let error = await refusal { try await apply(test, "web", change, by: "two") }
        #expect(error?.code == 409)
        #expect(
            error?.message
                == "Apply failed with 1 conflict: conflict with \"maker\" using v1: .metadata.labels.step"
        )
        let forced = try await apply(test, "web", change, by: "two", force: true)
        #expect(forced.text("metadata", "labels", "step") == "2")
    }

    @Test func aManagerIsNeeded() async throws {
        let test = try await TestRegistry()
        let error = await refusal { try await apply(test, "web", web, by: nil) }
        #expect(error?.code == 422)
        #expect(
            error?.message
                == "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
        )
    }

    @Test func statusIsAppliedApart() async throws {
        let test = try await TestRegistry()
        #expect(
            await refusal {
                try await apply(
                    test, "web", ["status": ["message": "x"]], by: "one", subresource: "status")
            } == .notFound(.pods, name: "web"))
        try await test.createPod("web")
        let pod = try await apply(
            test, "web", ["status": ["message": "x"], "metadata": ["labels": ["a": "b"]]],
            by: "one", subresource: "status")
        #expect(pod.text("status", "message") == "x")
        #expect(pod.text("status", "phase") == "Pending")
        let owner = pod.value(at: "metadata", "managedFields")?[0]
        #expect(owner?["subresource"] == "status")
        #expect(owner?["operation"] == "Apply")
        let main = try await apply(test, "web", ["status": ["message": "y"]], by: "two")
        #expect(main.text("status", "message") == "x")
    }

    @Test func aVersionIsACondition() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("web")
        func change(_ version: String) -> JSONValue {
            ["metadata": ["resourceVersion": .string(version), "labels": ["a": .string(version)]]]
        }
        let version = try #require(pod.text("metadata", "resourceVersion"))
        _ = try await apply(test, "web", change(version), by: "one")
        #expect(
            await refusal { try await apply(test, "web", change(version), by: "two", force: true) }
                == .modified(.pods, name: "web"))
    }

    @Test func concurrentAppliesAreAllCarriedOut() async throws {
        let test = try await TestRegistry()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<4 {
                group.addTask {
                    var mine = self.web
                    mine.set("x", at: "metadata", "labels", "l\(number)")
                    _ = try await self.apply(test, "web", mine, by: "m\(number)")
                }
            }
            try await group.waitForAll()
        }
        let pod = try await test.pod("web")
        #expect(pod.value(at: "metadata", "labels")?.objectValue?.count == 4)
        #expect(pod.value(at: "metadata", "managedFields")?.arrayValue?.count == 4)
    }

    // MARK: - The owners that other writes leave

    private func owners(_ pod: JSONValue) -> [String] {
        (pod.value(at: "metadata", "managedFields")?.arrayValue ?? []).map { entry in
            [
                entry.text("manager"), entry.text("operation"), entry.text("subresource"),
            ].compactMap { $0 }.joined(separator: " ")
        }
    }

    @Test func everyWriteNamesItsManager() async throws {
        let test = try await TestRegistry()
        let created = try await test.create(
            podManifest("web"), options: WriteOptions(fieldManager: "maker"))
        #expect(owners(created) == ["maker Update"])
        // What the server assigned belongs to nobody.
        let fields = created.value(at: "metadata", "managedFields")?[0]?["fieldsV1"]
        #expect(fields?.value(at: "f:spec", "f:nodeName") == nil)
        #expect(fields?["f:status"] == nil)
        #expect(fields?.value(at: "f:spec", "f:tolerations") == nil)
        #expect(fields?.value(at: "f:spec", "f:restartPolicy") == [:])
        test.clock.advance(.seconds(1))
        for (format, body) in [
            (.merge, ["metadata": ["labels": ["merge": "x"]]]),
            (.strategicMerge, ["metadata": ["labels": ["strategic": "x"]]]),
            (.json, [["op": "add", "path": "/metadata/labels/json", "value": "x"]]),
        ] as [(Patch.Format, JSONValue)] {
            _ = try await test.registry.patch(
                .pods, namespace: "lab", name: "web", subresource: nil, patch: Patch(format, body),
                options: WriteOptions(fieldManager: "patcher"))
        }
        test.clock.advance(.seconds(1))
        var pod = try await test.pod("web")
        #expect(owners(pod) == ["maker Update", "patcher Update"])
        #expect(
            pod.value(at: "metadata", "managedFields")?[1]?["fieldsV1"]?.serialized()
                == #"{"f:metadata":{"f:labels":{".":{},"f:json":{},"f:merge":{},"f:strategic":{}}}}"#
        )
        pod.set("Running", at: "status", "phase")
        let status = try await test.registry.update(
            .pods, namespace: "lab", name: "web", subresource: "status", object: pod,
            options: WriteOptions(fieldManager: "kubelet"))
        #expect(owners(status) == ["maker Update", "patcher Update", "kubelet Update status"])
    }

    @Test func ownersCanBeTakenAway() async throws {
        let test = try await TestRegistry()
        try await test.createPod("web")
        let bare = try await test.patch("web", .merge, ["metadata": ["managedFields": [[:]]]])
        #expect(bare.value(at: "metadata", "managedFields") == nil)
        let changed = try await test.patch("web", .merge, ["metadata": ["labels": ["a": "b"]]])
        #expect(changed.value(at: "metadata", "managedFields") == nil)
    }
}

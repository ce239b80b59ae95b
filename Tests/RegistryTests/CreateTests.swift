import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Synchronization
import Testing

@Suite struct CreateTests {
    @Test func theServerCompletesAPod() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("web")
        let uid = try #require(pod.text("metadata", "uid"))
        #expect(
            try /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/.wholeMatch(
                in: uid) != nil)
        #expect(pod.text("metadata", "namespace") == "lab")
        #expect(pod.text("metadata", "creationTimestamp") == "2027-01-15T08:00:00Z")
        #expect(pod.number("metadata", "generation") == 1)
        #expect(pod.text("spec", "nodeName") == "here")
        #expect(pod.text("spec", "restartPolicy") == "Always")
        #expect(pod.text("status", "phase") == "Pending")
        #expect(pod.text("status", "qosClass") == "BestEffort")
        let condition = try #require(pod.value(at: "status", "conditions")?[0])
        #expect(condition["type"] == "PodScheduled")
        #expect(condition["status"] == "True")
        #expect(try await test.pod("web") == pod)
    }

    @Test func versionsGrow() async throws {
        let test = try await TestRegistry()
        let first = try #require(try await test.createPod("a").version)
        let second = try #require(try await test.createPod("b").version)
        #expect(second > first)
    }

    @Test func aStatusSentWithAPodIsNotTaken() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("a")
        manifest["status"] = ["phase": "Running"]
        #expect(try await test.create(manifest).text("status", "phase") == "Pending")
    }

    @Test func aNameIsMadeFromItsPrefix() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("x")
        manifest["metadata"] = ["generateName": "job-"]
        let names = [
            try await test.create(manifest).text("metadata", "name") ?? "",
            try await test.create(manifest).text("metadata", "name") ?? "",
        ]
        #expect(Set(names).count == 2)
        #expect(names.allSatisfy { $0.hasPrefix("job-") && $0.count == 9 })
    }

    @Test func aDryRunWritesNothing() async throws {
        let test = try await TestRegistry()
        let pod = try await test.create(podManifest("a"), options: WriteOptions(dryRun: true))
        #expect(pod.text("spec", "nodeName") == "here")
        #expect(await refusal { try await test.pod("a") }?.code == 404)
    }

    @Test func aGatedPodIsAssignedWhenItsGatesAreGone() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("a")
        manifest.set([["name": "example.com/wait"]], at: "spec", "schedulingGates")
        var pod = try await test.create(manifest)
        #expect(pod.text("spec", "nodeName") ?? "" == "")
        #expect(pod.value(at: "status", "conditions")?[0]?["reason"] == "SchedulingGated")
        pod.set(nil, at: "spec", "schedulingGates")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await test.registry.run() }
            pod = try await test.update(pod)
            #expect(pod.text("spec", "nodeName") ?? "" == "")
            try await test.wait(for: .pods) {
                $0.text("spec", "nodeName") == "here"
                    && $0.value(at: "status", "conditions")?[0]?["status"] == "True"
            }
            group.cancelAll()
        }
    }

    @Test func unknownFieldsAreHandledAsAsked() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("a")
        manifest.set("x", at: "spec", "colour")
        let strict = await refusal { try await test.create(manifest) }
        #expect(strict?.code == 400)
        #expect(strict?.message.contains("unknown field \"spec.colour\"") == true)

        let warnings = Mutex<[String]>([])
        let options = WriteOptions(fieldValidation: .warn) { warning in
            warnings.withLock { $0.append(warning) }
        }
        let pod = try await test.create(manifest, options: options)
        #expect(warnings.withLock { $0 } == ["unknown field \"spec.colour\""])
        #expect(pod.value(at: "spec", "colour") == nil)
    }

    @Test func theReviewWarnsAndRefuses() async throws {
        let test = try await TestRegistry { pod in
            if pod.text("spec", "hostname") == "bad" {
                throw APIError.forbidden(.pods, name: "x", "no")
            }
            return ["spec.hostname: not carried out"]
        }
        let warnings = Mutex<[String]>([])
        let options = WriteOptions { warning in warnings.withLock { $0.append(warning) } }
        try await test.create(podManifest("a"), options: options)
        #expect(warnings.withLock { $0 } == ["spec.hostname: not carried out"])
        var refused = podManifest("b")
        refused.set("bad", at: "spec", "hostname")
        #expect(await refusal { try await test.create(refused) }?.code == 403)
    }

    @Test("fields whose feature is off by default are dropped, and whoever sent them is told")
    func disabledFields() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("a")
        manifest.set([["name": "example.com/x", "priority": 7]], at: "spec", "evictionResponders")
        manifest.set(["podGroupName": "g"], at: "spec", "schedulingGroup")
        let warnings = Mutex<[String]>([])
        let options = WriteOptions { warning in warnings.withLock { $0.append(warning) } }
        var pod = try await test.create(manifest, options: options)
        #expect(pod["spec"]?.has("evictionResponders") == false)
        #expect(pod["spec"]?.has("schedulingGroup") == false)
        let told = warnings.withLock { $0 }
        #expect(told.count == 2)
        #expect(
            told.first?.hasPrefix(
                "spec.evictionResponders: dropped, since the feature gate EvictionRequestAPI is off"
            )
                == true)
        #expect(told.last?.hasSuffix("Pods get their places one by one, not as a group") == true)
        // The same again is no change, let alone one of a field that may not change.
        pod.set(manifest.value(at: "spec", "schedulingGroup"), at: "spec", "schedulingGroup")
        let version = pod.version
        #expect(try await test.update(pod).version == version)

        let template: JSONValue = [
            "apiVersion": "v1", "kind": "PodTemplate", "metadata": ["name": "t"],
            "template": ["spec": manifest["spec"] ?? .null],
        ]
        warnings.withLock { $0 = [] }
        let made = try await test.create(template, type: .podTemplates, options: options)
        #expect(made.value(at: "template", "spec", "schedulingGroup") == nil)
        let paths = warnings.withLock { $0 }.map { String($0.prefix { $0 != ":" }) }
        #expect(
            paths == ["template.spec.evictionResponders", "template.spec.schedulingGroup"])
    }

    struct Refusal: CustomTestStringConvertible {
        var change: @Sendable (inout JSONValue) -> Void
        var namespace = "lab"
        var code: Int
        var message: String
        var testDescription: String { message }
    }

    @Test(arguments: [
        Refusal(
            change: { _ in }, namespace: "nowhere", code: 404,
            message: "namespaces \"nowhere\" not found"),
        Refusal(
            change: { $0.set("taken", at: "metadata", "name") }, code: 409,
            message: "pods \"taken\" already exists"),
        Refusal(
            change: { $0.set("other", at: "metadata", "namespace") }, code: 400,
            message:
                "the namespace of the provided object does not match the namespace sent on the request"
        ),
        Refusal(
            change: { $0.set("7", at: "metadata", "resourceVersion") }, code: 400,
            message: "resourceVersion should not be set on objects to be created"),
        Refusal(
            change: { $0["apiVersion"] = "v2" }, code: 400,
            message:
                "the API version in the data (v2) does not match the expected API version (v1)"),
        Refusal(
            change: { $0["metadata"] = [:] }, code: 422,
            message:
                "Pod \"\" is invalid: metadata.name: Required value: name or generateName is required"
        ),
    ])
    func whatDoesNotFitIsRefused(_ refused: Refusal) async throws {
        let test = try await TestRegistry()
        try await test.createPod("taken")
        var manifest = podManifest("new")
        refused.change(&manifest)
        let error = await refusal { try await test.create(manifest, in: refused.namespace) }
        #expect(error?.code == refused.code)
        #expect(error?.message == refused.message)
    }

    @Test func allThatIsWrongIsToldAtOnce() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("Bad_Name")
        manifest.set([["name": "main"]], at: "spec", "containers")
        let error = await refusal { try await test.create(manifest) }
        #expect(error?.code == 422)
        #expect(error?.message.contains("metadata.name") == true)
        #expect(error?.message.contains("spec.containers[0].image: Required value") == true)
        #expect(error?.details?["causes"]?.arrayValue?.count == 2)
    }

    @Test func theInitialNamespacesAreThere() async throws {
        let test = try await TestRegistry()
        let names = try await test.registry.list(Namespace.self).items.map(\.metadata.name)
        #expect(names == ["default", "kube-node-lease", "kube-public", "kube-system", "lab"])
        // A second start changes nothing.
        try await test.registry.createInitialNamespaces()
    }

    @Test func theAssignmentIsReported() async throws {
        let test = try await TestRegistry()
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        try await test.createPod("a")
        for await update in test.registry.updates(of: Event.self, namespace: "lab") {
            guard case .applied(let event) = update else {
                guard case .synchronized(let events) = update, let event = events.first else {
                    continue
                }
                check(event)
                return
            }
            check(event)
            return
        }
    }

    private func check(_ event: Event) {
        #expect(event.reason == "Scheduled")
        #expect(event.message == "Successfully assigned lab/a to here")
        #expect(event.source.component == "default-scheduler")
        #expect(event.involvedObject.name == "a")
        #expect(event.count == 1)
    }
}

import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite struct UpdateTests {
    @Test func aChangedSpecCountsAGeneration() async throws {
        let test = try await TestRegistry()
        var pod = try await test.createPod("a")
        pod.set("v2", at: "metadata", "labels", "app")
        pod = try await test.update(pod)
        #expect(pod.number("metadata", "generation") == 1)
        pod.set(60, at: "spec", "activeDeadlineSeconds")
        pod = try await test.update(pod)
        #expect(pod.number("metadata", "generation") == 2)
        #expect(try await test.pod("a") == pod)
    }

    @Test func specAndStatusAreWrittenApart() async throws {
        let test = try await TestRegistry()
        var pod = try await test.createPod("a")
        pod.set("Running", at: "status", "phase")
        pod.set(60, at: "spec", "activeDeadlineSeconds")
        var status = try await test.update(pod, subresource: "status")
        #expect(status.text("status", "phase") == "Running")
        #expect(status.number("spec", "activeDeadlineSeconds") == nil)
        #expect(status.number("metadata", "generation") == 1)
        status.set("Failed", at: "status", "phase")
        status.set(60, at: "spec", "activeDeadlineSeconds")
        let spec = try await test.update(status)
        #expect(spec.text("status", "phase") == "Running")
        #expect(spec.number("spec", "activeDeadlineSeconds") == 60)
    }

    @Test func anOldVersionIsRefused() async throws {
        let test = try await TestRegistry()
        let old = try await test.createPod("a")
        var new = old
        new.set("1", at: "metadata", "labels", "step")
        _ = try await test.update(new)
        var late = old
        late.set("2", at: "metadata", "labels", "step")
        let error = await refusal { try await test.update(late) }
        #expect(error == .modified(.pods, name: "a"))
        late.set(nil, at: "metadata", "resourceVersion")
        #expect(try await test.update(late).text("metadata", "labels", "step") == "2")
    }

    @Test func anUpdateThatChangesNothingWritesNothing() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        #expect(try await test.update(pod).version == pod.version)
        #expect(try await test.patch("a", .merge, [:]).version == pod.version)
        #expect(
            try await test.patch("a", .merge, ["spec": ["restartPolicy": "Always"]]).version
                == pod.version)
    }

    @Test func theServersMetadataStays() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        let changed = try await test.patch(
            "a", .merge,
            [
                "metadata": [
                    "creationTimestamp": "2000-01-01T00:00:00Z", "generation": 9,
                    "deletionTimestamp": "2000-01-01T00:00:00Z", "labels": ["a": "b"],
                ]
            ])
        for member in ["creationTimestamp", "generation", "deletionTimestamp", "uid"] {
            #expect(changed.value(at: "metadata", member) == pod.value(at: "metadata", member))
        }
        #expect(changed.text("metadata", "labels", "a") == "b")
    }

    @Test func anotherObjectsUIDIsRefused() async throws {
        let test = try await TestRegistry()
        var pod = try await test.createPod("a")
        pod.set("other", at: "metadata", "uid")
        pod.set("x", at: "metadata", "labels", "app")
        #expect(await refusal { try await test.update(pod) }?.code == 409)
    }

    @Test func mostOfASpecCannotBeChanged() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        let error = await refusal {
            try await test.patch("a", .merge, ["spec": ["restartPolicy": "Never"]])
        }
        #expect(error?.code == 422)
        #expect(error?.reason == "Invalid")
        #expect(try await test.pod("a") == pod)
    }

    @Test func patchesOfAllFormatsAreTaken() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a")
        let strategic = try await test.patch(
            "a", .strategicMerge,
            ["spec": ["containers": [["name": "main", "image": "busybox:2"]]]])
        let containers = try #require(strategic.value(at: "spec", "containers")?.arrayValue)
        #expect(containers.count == 1)
        #expect(containers[0]["image"] == "busybox:2")
        #expect(containers[0]["terminationMessagePath"] == "/dev/termination-log")
        let json = try await test.patch(
            "a", .json,
            [["op": "add", "path": "/metadata/labels", "value": ["app": "web"]]])
        #expect(json.text("metadata", "labels", "app") == "web")
        #expect(json.number("metadata", "generation") == 2)
        let broken = await refusal {
            try await test.patch("a", .json, [["op": "remove", "path": "/x"]])
        }
        #expect(broken?.code == 422)
        let unknown = await refusal {
            try await test.patch("a", .merge, ["spec": ["colour": "red"]])
        }
        #expect(unknown?.message.contains("unknown field \"spec.colour\"") == true)
    }

    @Test func aNameThatIsNotThePathsIsRefused() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        let error = await refusal {
            try await test.registry.update(
                .pods, namespace: "lab", name: "b", subresource: nil, object: pod,
                options: WriteOptions())
        }
        #expect(
            error?.message
                == "the name of the object (a) does not match the name on the URL (b)")
    }

    @Test func whatIsNotThereCannotBeChanged() async throws {
        let test = try await TestRegistry()
        let error = await refusal { try await test.update(podManifest("none")) }
        #expect(error == .notFound(.pods, name: "none"))
        #expect(await refusal { try await test.patch("none", .merge, [:]) }?.code == 404)
        #expect(
            await refusal { try await test.patch("none", .merge, [:], subresource: "scale") }?.code
                == 404)
    }

    @Test func aVersionInAPatchIsACondition() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        func patch(_ version: Int64, _ step: String) async throws -> JSONValue {
            try await test.patch(
                "a", .merge,
                [
                    "metadata": [
                        "resourceVersion": .string(String(version)),
                        "labels": ["step": .string(step)],
                    ]
                ])
        }
        let version = try #require(pod.version)
        #expect(try await patch(version, "1").text("metadata", "labels", "step") == "1")
        #expect(await refusal { try await patch(version, "2") } == .modified(.pods, name: "a"))
    }

    @Test func concurrentPatchesAreAllCarriedOut() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<4 {
                group.addTask {
                    _ = try await test.patch(
                        "a", .merge, ["metadata": ["labels": ["l\(number)": "x"]]])
                }
            }
            try await group.waitForAll()
        }
        let labels = try await test.pod("a").value(at: "metadata", "labels")?.objectValue
        #expect(labels?.count == 4)
    }
}

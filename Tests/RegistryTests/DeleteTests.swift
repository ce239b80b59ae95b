import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite(.timeLimit(.minutes(1))) struct DeleteTests {
    @Test func aPodIsMarkedAndStaysForItsGrace() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a")
        let marked = try await test.delete("a")
        #expect(marked.text("metadata", "deletionTimestamp") == "2027-01-15T08:00:30Z")
        #expect(marked.number("metadata", "deletionGracePeriodSeconds") == 30)
        #expect(marked.number("metadata", "generation") == 2)
        // A longer or equal grace changes nothing.
        #expect(try await test.delete("a").version == marked.version)
        #expect(
            try await test.delete("a", DeleteOptions(gracePeriodSeconds: 60)).version
                == marked.version)
        let shorter = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 5))
        #expect(shorter.text("metadata", "deletionTimestamp") == "2027-01-15T08:00:05Z")
        #expect(shorter.number("metadata", "deletionGracePeriodSeconds") == 5)
        #expect(shorter.number("metadata", "generation") == 2)
        // The kubelet's last word.
        _ = try await test.delete(
            "a",
            DeleteOptions(gracePeriodSeconds: 0, preconditionUID: marked.text("metadata", "uid")))
        #expect(await refusal { try await test.pod("a") } == .notFound(.pods, name: "a"))
    }

    @Test func aPodThatNobodyRunsGoesAtOnce() async throws {
        let test = try await TestRegistry()
        var elsewhere = podManifest("elsewhere")
        elsewhere.set("other-node", at: "spec", "nodeName")
        try await test.create(elsewhere)
        _ = try await test.delete("elsewhere")
        #expect(await refusal { try await test.pod("elsewhere") }?.code == 404)

        var done = try await test.createPod("done")
        done.set("Succeeded", at: "status", "phase")
        _ = try await test.update(done, subresource: "status")
        _ = try await test.delete("done")
        #expect(await refusal { try await test.pod("done") }?.code == 404)
    }

    @Test func preconditionsAreKept() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        let uid = pod.text("metadata", "uid") ?? ""
        let error = await refusal {
            try await test.delete("a", DeleteOptions(preconditionUID: "other"))
        }
        #expect(error?.code == 409)
        #expect(
            error?.message
                == "Operation cannot be fulfilled on pods \"a\": Precondition failed: UID in "
                + "precondition: other, UID in object meta: \(uid)")
        #expect(
            await refusal {
                try await test.delete("a", DeleteOptions(preconditionResourceVersion: "1"))
            }?.code == 409)
    }

    @Test func aDryRunDeletesNothing() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        _ = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 0, dryRun: true))
        #expect(try await test.pod("a") == pod)
    }

    @Test func finalizersHoldAnObject() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("a")
        manifest.set(["example.com/wait"], at: "metadata", "finalizers")
        try await test.create(manifest)
        let held = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 0))
        #expect(held.number("metadata", "deletionGracePeriodSeconds") == 0)
        #expect(try await test.delete("a").version == held.version)
        let more = await refusal {
            try await test.patch(
                "a", .merge, ["metadata": ["finalizers": ["example.com/wait", "example.com/b"]]])
        }
        #expect(more?.code == 422)
        _ = try await test.patch("a", .merge, ["metadata": ["finalizers": .null]])
        #expect(await refusal { try await test.pod("a") }?.code == 404)
    }

    @Test func finalizersDoNotCutTheGraceShort() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("a")
        manifest.set(["example.com/wait"], at: "metadata", "finalizers")
        try await test.create(manifest)
        _ = try await test.delete("a")
        _ = try await test.patch("a", .merge, ["metadata": ["finalizers": .null]])
        #expect(try await test.pod("a").number("metadata", "deletionGracePeriodSeconds") == 30)
    }

    @Test(arguments: ["default", "kube-system", "kube-public"])
    func someNamespacesStay(_ name: String) async throws {
        let test = try await TestRegistry()
        let error = await refusal {
            try await test.registry.delete(Namespace.self, name: name)
        }
        #expect(
            error?.message
                == "namespaces \"\(name)\" is forbidden: this namespace may not be deleted")
    }

    @Test func aNamespaceGoesWhenItIsEmpty() async throws {
        let test = try await TestRegistry()
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        try await test.createPod("a")
        let marked = try await test.registry.delete(Namespace.self, name: "lab")
        #expect(marked.status.phase == .terminating)
        #expect(marked.metadata.deletionTimestamp != nil)
        #expect(marked.metadata.deletionGracePeriodSeconds == nil)

        let refused = await refusal { try await test.createPod("late") }
        #expect(refused?.code == 403)
        #expect(
            refused?.message
                == "pods \"late\" is forbidden: unable to create new content in namespace lab "
                + "because it is being terminated")

        // Its Pod is deleted with grace, and the kubelet (here the test) ends it.
        for await update in test.registry.updates(of: Pod.self, namespace: "lab") {
            let isMarked =
                switch update {
                case .synchronized(let pods): pods.first?.metadata.deletionTimestamp != nil
                case .applied(let pod): pod.metadata.deletionTimestamp != nil
                case .deleted: true
                }
            if isMarked { break }
        }
        #expect(
            try await test.registry.get(Namespace.self, name: "lab").status.phase == .terminating)
        _ = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 0))
        for await update in test.registry.updates(of: Namespace.self) {
            if case .deleted(let namespace) = update {
                #expect(namespace.metadata.name == "lab")
                break
            }
            if case .synchronized(let all) = update, !all.map(\.metadata.name).contains("lab") {
                break
            }
        }
        #expect(try await test.registry.list(Event.self, namespace: "lab").items.isEmpty)
        try await test.createNamespace("lab")
    }
}

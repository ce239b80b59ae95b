import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite(.timeLimit(.minutes(1))) struct ListAndWatchTests {
    private func names(_ list: ObjectList) -> [String] {
        list.items.compactMap { $0.text("metadata", "name") }
    }

    @Test func selectorsChoose() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a", labels: ["app": "web"])
        try await test.createPod("b", labels: ["app": "db"])
        try await test.createPod("c", in: "default", labels: ["app": "web"])
        func list(_ namespace: String?, _ options: ListOptions) async throws -> [String] {
            names(try await test.registry.list(.pods, namespace: namespace, options: options))
        }
        #expect(try await list(nil, ListOptions()) == ["c", "a", "b"])
        #expect(try await list("lab", ListOptions(labelSelector: "app=web")) == ["a"])
        #expect(try await list(nil, ListOptions(labelSelector: "app!=web")) == ["b"])
        #expect(try await list(nil, ListOptions(fieldSelector: "metadata.name=c")) == ["c"])
        #expect(try await list(nil, ListOptions(fieldSelector: "spec.nodeName=here")).count == 3)
        #expect(try await list(nil, ListOptions(fieldSelector: "status.phase=Running")).isEmpty)
        #expect(
            try await list(nil, ListOptions(fieldSelector: "metadata.namespace=lab")) == ["a", "b"])
        #expect(
            await refusal { try await list(nil, ListOptions(labelSelector: "a in")) }?.code == 400)
    }

    @Test func pagesAreCutAndContinued() async throws {
        let test = try await TestRegistry()
        for name in ["a", "b.c", "d"] { try await test.createPod(name, labels: ["n": name]) }
        let first = try await test.registry.list(
            .pods, namespace: "lab", options: ListOptions(limit: 2))
        #expect(names(first) == ["a", "b.c"])
        #expect(first.remainingItemCount == 1)
        let second = try await test.registry.list(
            .pods, namespace: "lab",
            options: ListOptions(limit: 2, continueToken: first.continueToken))
        #expect(names(second) == ["d"])
        #expect(second.continueToken == nil)
        #expect(second.resourceVersion == first.resourceVersion)
        let selected = try await test.registry.list(
            .pods, namespace: "lab", options: ListOptions(labelSelector: "n in (a, d)", limit: 2))
        #expect(names(selected) == ["a", "d"])
        #expect(selected.continueToken == nil)
        let oneSelected = try await test.registry.list(
            .pods, namespace: "lab", options: ListOptions(labelSelector: "n in (a, d)", limit: 1))
        #expect(names(oneSelected) == ["a"])
        let otherSelected = try await test.registry.list(
            .pods, namespace: "lab",
            options: ListOptions(
                labelSelector: "n in (a, d)", limit: 1, continueToken: oneSelected.continueToken))
        #expect(names(otherSelected) == ["d"])
        let broken = await refusal {
            try await test.registry.list(
                .pods, namespace: "lab", options: ListOptions(limit: 2, continueToken: "x"))
        }
        #expect(broken?.code == 400)
    }

    @Test func aWatchGoesOnFromAList() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a")
        let list = try await test.registry.list(.pods, namespace: "lab", options: ListOptions())
        let made = try await test.createPod("b")
        var events = try await test.registry.watch(
            .pods, namespace: "lab", options: ListOptions(resourceVersion: list.resourceVersion)
        ).makeAsyncIterator()
        #expect(try await events.next() == WatchEvent(.added, made))
        let patched = try await test.patch("b", .merge, ["metadata": ["labels": ["x": "y"]]])
        #expect(try await events.next() == WatchEvent(.modified, patched))
        let deleted = try await test.delete("b", DeleteOptions(gracePeriodSeconds: 0))
        #expect(try await events.next() == WatchEvent(.deleted, deleted))
        #expect(try #require(deleted.version) > #require(patched.version))
    }

    @Test func aWatchWithoutVersionBeginsWithWhatIsThere() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        for version in [nil, "", "0"] {
            var events = try await test.registry.watch(
                .pods, namespace: "lab", options: ListOptions(resourceVersion: version)
            ).makeAsyncIterator()
            #expect(try await events.next() == WatchEvent(.added, pod))
        }
    }

    @Test func theEndOfInitialEventsIsMarked() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        var events = try await test.registry.watch(
            .pods, namespace: "lab",
            options: ListOptions(allowWatchBookmarks: true, sendInitialEvents: true)
        ).makeAsyncIterator()
        #expect(try await events.next() == WatchEvent(.added, pod))
        let bookmark = try #require(try await events.next())
        #expect(bookmark.kind == .bookmark)
        #expect(bookmark.object["kind"] == "Pod")
        #expect(bookmark.object.version == pod.version)
        #expect(
            bookmark.object.text("metadata", "annotations", "k8s.io/initial-events-end") == "true")
    }

    @Test func objectsEnterAndLeaveASelection() async throws {
        let test = try await TestRegistry()
        var events = try await test.registry.watch(
            .pods, namespace: "lab", options: ListOptions(labelSelector: "app=web")
        ).makeAsyncIterator()
        try await test.createPod("a")
        func label(_ value: JSONValue) async throws -> JSONValue {
            try await test.patch("a", .merge, ["metadata": ["labels": ["app": value]]])
        }
        let entered = try await label("web")
        #expect(try await events.next() == WatchEvent(.added, entered))
        let left = try await label("db")
        let gone = try #require(try await events.next())
        #expect(gone.kind == .deleted)
        // As it was while it matched, at the version of the change.
        #expect(gone.object.text("metadata", "labels", "app") == "web")
        #expect(gone.object.version == left.version)
        let again = try await label("web")
        #expect(try await events.next() == WatchEvent(.added, again))
        let deleted = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 0))
        #expect(try await events.next() == WatchEvent(.deleted, deleted))
    }

    @Test func aWatchEndsWhenItsTimeIsOver() async throws {
        let test = try await TestRegistry()
        var events = try await test.registry.watch(
            .pods, namespace: "lab", options: ListOptions(timeoutSeconds: 0)
        ).makeAsyncIterator()
        #expect(try await events.next() == nil)
    }

    @Test func aVersionThatIsNotKnownIsExpired() async throws {
        let test = try await TestRegistry()
        let error = await refusal {
            try await test.registry.watch(
                .pods, namespace: "lab", options: ListOptions(resourceVersion: "999"))
        }
        #expect(error?.code == 410)
        #expect(error?.reason == "Expired")
        let broken = await refusal {
            try await test.registry.watch(
                .pods, namespace: "lab", options: ListOptions(resourceVersion: "x"))
        }
        #expect(broken?.code == 400)
    }

    @Test func aTypeThatIsNotServedIsNotFound() async throws {
        let test = try await TestRegistry()
        let gadgets = ResourceType(kind: "Gadget", plural: "gadgets", singular: "gadget")
        let error = await refusal {
            try await test.registry.list(gadgets, namespace: nil, options: ListOptions())
        }
        #expect(error?.code == 404)
    }
}

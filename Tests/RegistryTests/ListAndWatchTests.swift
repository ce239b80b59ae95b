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

    /// Texts of a selector that stand elsewhere in an object do not select it.
    @Test func selectorsLookAtTheirFieldsOnly() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a", labels: ["app": "web", "nodeName": "there"])
        try await test.createPod("b", labels: ["app": "db", "phase": "Running"])
        func list(_ options: ListOptions) async throws -> [String] {
            names(try await test.registry.list(.pods, namespace: nil, options: options))
        }
        #expect(try await list(ListOptions(fieldSelector: "spec.nodeName=there")).isEmpty)
        #expect(try await list(ListOptions(fieldSelector: "status.phase=Running")).isEmpty)
        #expect(try await list(ListOptions(fieldSelector: "status.phase=Pending")) == ["a", "b"])
        #expect(try await list(ListOptions(labelSelector: "app in (web)")) == ["a"])
        #expect(try await list(ListOptions(labelSelector: "app in (web, x)")) == ["a"])
        let text = try await test.registry.listText(
            .pods, namespace: "lab", options: ListOptions(labelSelector: "app=web"))
        let projection = JSONProjection.members(["metadata": .only("name")])
        let selected = try text.ranges.map { try JSONValue(parsing: text.items[$0], projection) }
        #expect(selected == [["metadata": ["name": "a"]]])
        let all = try await test.registry.list(.pods, namespace: "lab", reading: projection)
        #expect(all == [["metadata": ["name": "a"]], ["metadata": ["name": "b"]]])
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
            options: ListOptions(
                resourceVersionMatch: "NotOlderThan", allowWatchBookmarks: true,
                sendInitialEvents: true)
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

    @Test func aWatchWithBookmarksEndsWithOne() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        let version = pod.text("metadata", "resourceVersion")
        var events = try await test.registry.watch(
            .pods, namespace: "lab",
            options: ListOptions(
                resourceVersion: version, timeoutSeconds: 0, allowWatchBookmarks: true)
        ).makeAsyncIterator()
        let bookmark = try #require(try await events.next())
        #expect(bookmark.kind == .bookmark)
        #expect(try #require(bookmark.object.version) >= #require(pod.version))
        #expect(bookmark.object.value(at: "metadata", "annotations") == nil)
        #expect(try await events.next() == nil)
    }

    @Test func initialEventsCanBeLeftOut() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a")
        var events = try await test.registry.watch(
            .pods, namespace: "lab",
            options: ListOptions(
                resourceVersionMatch: "NotOlderThan", allowWatchBookmarks: true,
                sendInitialEvents: false)
        ).makeAsyncIterator()
        let second = try await test.createPod("b")
        #expect(try await events.next() == WatchEvent(.added, second))
    }

    @Test func aListShowsTheVersionAskedFor() async throws {
        let test = try await TestRegistry()
        let first = try await test.createPod("a")
        let version = first.text("metadata", "resourceVersion")
        try await test.createPod("b")
        func list(_ options: ListOptions) async throws -> [String] {
            names(try await test.registry.list(.pods, namespace: "lab", options: options))
        }
        let exact = ListOptions(resourceVersion: version, resourceVersionMatch: "Exact")
        #expect(try await list(exact) == ["a"])
        // What a limit meant before there was resourceVersionMatch.
        #expect(try await list(ListOptions(resourceVersion: version, limit: 5)) == ["a"])
        #expect(try await list(ListOptions(resourceVersion: version)) == ["a", "b"])
        #expect(try await list(ListOptions(resourceVersion: "0", limit: 5)) == ["a", "b"])
        let notOlder = ListOptions(
            resourceVersion: version, resourceVersionMatch: "NotOlderThan", limit: 5)
        #expect(try await list(notOlder) == ["a", "b"])
        let future = await refusal { try await list(ListOptions(resourceVersion: "99999")) }
        #expect(future?.code == 504)
        #expect(future?.reason == "Timeout")
        #expect(
            future?.message.hasPrefix("Timeout: Too large resource version: 99999, current: ")
                == true)
    }

    @Test func textsAreTheSameAsObjects() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a", labels: ["app": "web"])
        try await test.createPod("b")
        for options in [
            ListOptions(), ListOptions(limit: 1), ListOptions(labelSelector: "app=web"),
        ] {
            let objects = try await test.registry.list(.pods, namespace: "lab", options: options)
            let text = try await test.registry.listText(
                .pods, namespace: "lab", options: options)
            #expect(
                try JSONValue(parsing: Array("[".utf8) + text.items + Array("]".utf8)).arrayValue
                    == objects.items)
            #expect(text.resourceVersion == objects.resourceVersion)
            #expect(text.continueToken == objects.continueToken)
            #expect(text.remainingItemCount == objects.remainingItemCount)
        }
        let text = try await test.registry.getText(.pods, namespace: "lab", name: "a")
        #expect(try JSONValue(parsing: text) == (try await test.pod("a")))
        let missing = await refusal {
            try await test.registry.getText(.pods, namespace: "lab", name: "x")
        }
        #expect(missing?.code == 404)
    }

    @Test func anExpiredPageTellsHowToGoOn() async throws {
        let test = try await TestRegistry(historyLimit: 10)
        for name in ["a", "b", "c"] { try await test.createPod(name) }
        let first = try await test.registry.list(
            .pods, namespace: "lab", options: ListOptions(limit: 1))
        for number in 0..<30 { try await test.createPod("d\(number)") }
        let error = await refusal {
            try await test.registry.list(
                .pods, namespace: "lab", options: ListOptions(continueToken: first.continueToken))
        }
        #expect(error?.code == 410)
        #expect(error?.reason == "Expired")
        let token = try #require(error?.continueToken)
        #expect(error?.status.text("metadata", "continue") == token)
        let rest = try await test.registry.list(
            .pods, namespace: "lab", options: ListOptions(continueToken: token))
        #expect(names(rest).prefix(2) == ["b", "c"])
        #expect(rest.items.count == 32)
        let exact = await refusal {
            try await test.registry.list(
                .pods, namespace: "lab",
                options: ListOptions(
                    resourceVersion: first.resourceVersion, resourceVersionMatch: "Exact"))
        }
        #expect(exact?.message == "The resourceVersion for the provided list is too old.")
    }

    static let invalidLists: [(ListOptions, String)] = [
        (
            ListOptions(resourceVersionMatch: "Exact"),
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless "
                + "resourceVersion is provided"
        ),
        (
            ListOptions(resourceVersion: "0", resourceVersionMatch: "Exact"),
            "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for "
                + "resourceVersion \"0\""
        ),
        (
            ListOptions(resourceVersion: "1", resourceVersionMatch: "Newest"),
            "resourceVersionMatch: Unsupported value: \"Newest\": supported values: \"\", "
                + "\"Exact\", \"NotOlderThan\""
        ),
        (
            ListOptions(sendInitialEvents: true),
            "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list"
        ),
    ]

    @Test(arguments: invalidLists)
    func listsWithoutSenseAreRefused(options: ListOptions, cause: String) async throws {
        let test = try await TestRegistry()
        let error = await refusal {
            try await test.registry.list(.pods, namespace: "lab", options: options)
        }
        #expect(error?.code == 422)
        #expect(error?.reason == "Invalid")
        #expect(error?.message == "ListOptions.meta.k8s.io \"\" is invalid: \(cause)")
    }

    static let invalidWatches: [(ListOptions, String)] = [
        (
            ListOptions(resourceVersion: "5", resourceVersionMatch: "NotOlderThan"),
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless "
                + "sendInitialEvents is provided"
        ),
        (
            ListOptions(sendInitialEvents: true),
            "resourceVersionMatch: Forbidden: sendInitialEvents requires setting "
                + "resourceVersionMatch to NotOlderThan"
        ),
        (
            ListOptions(resourceVersionMatch: "Exact", sendInitialEvents: true),
            "[resourceVersionMatch: Forbidden: sendInitialEvents requires setting "
                + "resourceVersionMatch to NotOlderThan, resourceVersionMatch: Unsupported value: "
                + "\"Exact\": supported values: \"NotOlderThan\"]"
        ),
    ]

    @Test(arguments: invalidWatches)
    func watchesWithoutSenseAreRefused(options: ListOptions, cause: String) async throws {
        let test = try await TestRegistry()
        let error = await refusal {
            try await test.registry.watch(.pods, namespace: "lab", options: options)
        }
        #expect(error?.message == "ListOptions.meta.k8s.io \"\" is invalid: \(cause)")
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

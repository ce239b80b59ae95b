import JSON
import Testing

@testable import ObjectStore

@Suite struct ListTests {
    let files = TemporaryDatabase()

    private func names(_ list: StoredList<StoredObject>) -> [String] {
        list.objects.map { "\($0.key.namespace)/\($0.key.name)" }
    }

    private func storeWithFive() async throws -> ObjectStore {
        let store = try files.open(historyLimit: 10)
        for name in ["b", "a", "c"] { _ = try await store.create(key(name, "n1"), object(0)) }
        for name in ["z", "a"] { _ = try await store.create(key(name, "n0"), object(0)) }
        _ = try await store.create(key("a", "n0", type: "events"), object(0))
        return store
    }

    @Test func objectsComeInTheOrderOfNamespaceAndName() async throws {
        let store = try await storeWithFive()
        let all = try await store.list(type: "pods")
        #expect(names(all) == ["n0/a", "n0/z", "n1/a", "n1/b", "n1/c"])
        #expect(all.version == store.version)
        #expect(all.continueAfter == nil)
        #expect(names(try await store.list(type: "pods", namespace: "n0")) == ["n0/a", "n0/z"])
        #expect(names(try await store.list(type: "pods", namespace: "n2")) == [])
    }

    /// Now and at an older version.
    @Test func aLimitMayBeAnyNumber() async throws {
        let store = try await storeWithFive()
        let before = store.version
        _ = try await store.create(key("new", "n2"), object(0))
        #expect(try await store.list(type: "pods", limit: .max).objects.count == 6)
        let past = try await store.list(type: "pods", limit: .max, version: before)
        #expect(past.objects.count == 5)
        #expect(past.continueAfter == nil)
    }

    @Test func onlyWhatIsAskedForIsRead() async throws {
        let store = try files.open()
        let full: JSONValue = ["kept": ["a": 1, "b": 2], "other": [1, 2]]
        let made = try await store.create(key("a"), full)
        let read = try await store.list(
            type: "pods", reading: .members(["kept": .only("b")]))
        #expect(
            read == [StoredObject(key: made.key, version: made.version, object: ["kept": ["b": 2]])]
        )
        #expect(try await store.list(type: "pods", namespace: "none", reading: .all).isEmpty)
    }

    @Test func textsLeaveOutOnlyWhatLacksThem() async throws {
        let store = try await storeWithFive()
        let first = store.version
        _ = try await store.create(key("marked"), ["value": "mark"])
        let found = try await store.listBytes(type: "pods", containing: [Array(#""mark""#.utf8)])
        #expect(found.objects.map(\.key) == [key("marked")])
        #expect(found.version == store.version)
        // A page is as long as without them: what it holds is for the caller to select.
        let page = try await store.listBytes(
            type: "pods", limit: 2, containing: [Array("mark".utf8)])
        #expect(page.objects.count == 2)
        let past = try await store.listBytes(
            type: "pods", version: first, containing: [Array("mark".utf8)])
        #expect(!past.objects.map(\.key).contains(key("marked")))
    }

    @Test func aFollowerHearsOfDamageAndOfAllElse() async throws {
        let store = try await storeWithFive()
        let database = try Database(path: files.path, readOnly: false)
        try database.run("UPDATE objects SET body = ? WHERE name = 'b'", .blob(Array("{".utf8)))
        var (present, damaged): ([ObjectKey], [ObjectKey]) = ([], [])
        let (changes, change) = AsyncStream.makeStream(of: Change.self)
        try store.follow("pods") {
            switch $0 {
            case .success(let object): present.append(object.key)
            case .failure(.damaged(let key, _)): damaged.append(key)
            case .failure(let error): Issue.record(error)
            }
        } change: {
            change.yield($0)
        }
        #expect(present.map(\.name) == ["a", "z", "a", "c"])
        #expect(damaged == [key("b", "n1")])
        _ = try await store.create(key("d", "n1"), object(1))
        var iterator = changes.makeAsyncIterator()
        #expect(await iterator.next()?.key == key("d", "n1"))
    }

    @Test func pagesTellHowManyRemain() async throws {
        let store = try await storeWithFive()
        let first = try await store.list(type: "pods", limit: 2)
        #expect(names(first) == ["n0/a", "n0/z"])
        #expect(first.remaining == 3)
        let second = try await store.list(
            type: "pods", limit: 3, after: first.continueAfter, version: first.version)
        #expect(names(second) == ["n1/a", "n1/b", "n1/c"])
        #expect(second.continueAfter == nil)
        #expect(second.remaining == 0)
    }

    @Test func laterPagesShowTheVersionOfTheFirst() async throws {
        let store = try await storeWithFive()
        let first = try await store.list(type: "pods", limit: 1)
        // Behind the first page: one changed, one gone, one new.
        let changed = try #require(try await store.get(key("z", "n0")))
        _ = try await store.update(changed, to: object(9))
        let gone = try #require(try await store.get(key("a", "n1")))
        try await store.delete(gone)
        _ = try await store.create(key("new", "n1"), object(0))

        let second = try await store.list(
            type: "pods", limit: 2, after: first.continueAfter, version: first.version)
        #expect(names(second) == ["n0/z", "n1/a"])
        #expect(second.objects == [changed, gone])
        #expect(second.version == first.version)
        #expect(second.remaining == 2)
        let third = try await store.list(
            type: "pods", limit: 2, after: second.continueAfter, version: first.version)
        #expect(names(third) == ["n1/b", "n1/c"])
        #expect(third.continueAfter == nil)
    }

    @Test func aPageOfAVersionThatIsNoLongerKnownIsRefused() async throws {
        let store = try await storeWithFive()
        let first = try await store.list(type: "pods", limit: 1)
        for number in 0..<20 { _ = try await store.create(key("x\(number)"), object(0)) }
        let error = await #expect(throws: ObjectStoreError.self) {
            try await store.list(
                type: "pods", limit: 1, after: first.continueAfter, version: first.version)
        }
        guard case .compacted(first.version, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}

import JSON
import ObjectStore
import Testing

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

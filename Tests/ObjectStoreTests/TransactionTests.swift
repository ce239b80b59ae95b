import JSON
import ObjectStore
import Testing

@Suite struct TransactionTests {
    let files = TemporaryDatabase()

    @Test func writesGoTogether() async throws {
        let store = try files.open()
        let counter = try await store.create(key("counter"), object(0))
        let old = try await store.create(key("old"), object(1))
        let made = try await store.commit([
            .create(key("a"), object(2)), .update(counter, to: object(1)), .delete(old),
        ])
        #expect(made.map(\.key.name) == ["a", "counter", "old"])
        #expect(made.map(\.version) == [4, 5, 6])
        #expect(try await store.get(key("a")) == made[0])
        #expect(try await store.get(key("counter"))?.object == object(1))
        #expect(try await store.get(key("old")) == nil)
    }

    @Test func ofRefusedWritesNothingStays() async throws {
        let store = try files.open()
        let first = try await store.create(key("counter"), object(0))
        let counter = try await store.update(first, to: object(1))
        let conflict = ObjectStoreError.conflict(
            key("counter"), expected: first.version, current: counter.version)
        await #expect(throws: conflict) {
            try await store.commit([.create(key("a"), object(1)), .update(first, to: object(2))])
        }
        await #expect(throws: conflict) {
            try await store.commit([.create(key("a"), object(1))], requiring: [first])
        }
        #expect(try await store.get(key("a")) == nil)
        #expect(try await store.get(key("counter")) == counter)
        #expect(try await store.list(type: "pods").version == counter.version)
    }

    @Test func watchersSeeTheWritesInTheirOrder() async throws {
        let store = try files.open()
        var changes = try await store.watch(type: "pods", after: 1).makeAsyncIterator()
        try await store.commit([.create(key("a"), object(1)), .create(key("b"), object(2))])
        var names: [String] = []
        while names.count < 2, let notice = try await changes.next() {
            if case .change(let change) = notice { names.append(change.key.name) }
        }
        #expect(names == ["a", "b"])
    }

    @Test func residentTypesFollowEachCommit() async throws {
        let store = try files.open()
        let early = try await store.create(key("early"), object(1))
        #expect(store.resident("pods") == nil)
        try store.keepInMemory(["pods"])
        #expect(store.resident("pods") == [early])
        let late = try await store.create(key("late", "other"), object(2))
        #expect(store.resident("pods", namespace: "other") == [late])
        #expect(store.resident("pods", namespace: "none") == [])
        let changed = try await store.update(early, to: object(3))
        #expect(try await store.get(early.key) == changed)
        try await store.delete(changed)
        #expect(try await store.get(early.key) == nil)
        #expect(store.resident("pods") == [late])
        #expect(store.resident("events") == nil)
    }
}

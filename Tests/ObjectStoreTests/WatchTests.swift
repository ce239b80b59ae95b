import JSON
import ObjectStore
import Testing

@Suite(.timeLimit(.minutes(1))) struct WatchTests {
    let files = TemporaryDatabase()

    @Test func aWatchTellsHistoryAndThenWhatComes() async throws {
        let store = try files.open()
        let start = store.version
        let created = try await store.create(key("a"), object(1))
        let updated = try await store.update(created, to: object(2))
        _ = try await store.create(key("other", type: "events"), object(0))

        var changes = try await store.watch(type: "pods", namespace: "lab", after: start)
            .makeAsyncIterator()
        _ = try await store.create(key("b", "elsewhere"), object(0))
        let last = try await store.delete(updated, last: object(3))

        let first = try #require(try await changes.next()?.change)
        #expect(first.kind == .created)
        #expect(first.current == created)
        #expect(first.previous == nil)
        let second = try #require(try await changes.next()?.change)
        #expect(second.kind == .updated)
        #expect(second.current == updated)
        #expect(second.previous == created)
        let third = try #require(try await changes.next()?.change)
        #expect(third.kind == .deleted)
        #expect(third.current == last)
        #expect(third.current.object == object(3))
        #expect(third.previous == updated)
    }

    /// Watchers of a log that is cut all the time, at the speed of the writers: who falls behind is
    /// told so, lists anew, and ends with what there is.
    @Test func watchersSurviveCompactionsAtSpeed() async throws {
        let store = try files.open(historyLimit: 40, watchBuffer: 20)
        let total = 1_500
        let begin = store.version
        let (isUnderWay, signal) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<3 {
                group.addTask {
                    var last = try await store.create(key("w\(writer)"), object(0))
                    for number in 1...(total / 3) {
                        last = try await store.update(last, to: object(number))
                        if number == 100 { signal.finish() }
                    }
                }
            }
            for _ in 0..<4 { group.addTask { try await Self.follow(store, to: total / 3) } }
            group.addTask {
                for await _ in isUnderWay {}
                // However slow the others are, this one is left behind.
                let error = await #expect(throws: ObjectStoreError.self) {
                    for try await _ in try await store.watch(type: "pods", after: begin) {}
                }
                guard case .compacted = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                try await Self.follow(store, to: total / 3)
            }
            try await group.waitForAll()
        }
    }

    /// Lists and watches, again from the start where it is told to, until all three objects have a
    /// value.
    private static func follow(_ store: ObjectStore, to value: Int) async throws {
        while true {
            let list = try await store.list(type: "pods")
            var seen: [String: (version: Int64, object: JSONValue)] = [:]
            for item in list.objects { seen[item.key.name] = (item.version, item.object) }
            func isDone() -> Bool {
                seen.count == 3 && seen.values.allSatisfy { $0.object == object(value) }
            }
            if isDone() { return }
            do {
                for try await notice in try await store.watch(type: "pods", after: list.version) {
                    guard let change = notice.change else { continue }
                    #expect(change.version > seen[change.key.name]?.version ?? 0)
                    #expect(change.version > list.version)
                    if let before = seen[change.key.name] {
                        #expect(change.previous?.object == before.object)
                    }
                    seen[change.key.name] = (change.version, change.current.object)
                    if isDone() { return }
                    await Task.yield()
                }
            } catch ObjectStoreError.compacted {
            } catch ObjectStoreError.watcherTooSlow {}
        }
    }

    /// Watchers that begin in the midst of concurrent writes see each version once, in order.
    @Test func noChangeIsMissedOrRepeatedUnderConcurrentWriters() async throws {
        let store = try files.open()
        let total = 600
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<6 {
                group.addTask {
                    for number in 0..<(total / 6) {
                        _ = try await store.create(key("w\(writer)-\(number)"), object(number))
                    }
                }
            }
            for _ in 0..<5 {
                group.addTask {
                    let start = store.version
                    var expected = start
                    for try await notice in try await store.watch(type: "pods", after: start) {
                        expected += 1
                        #expect(notice.change?.version == expected)
                        if expected == Int64(total) + 1 { return }
                    }
                    Issue.record("the watch ended at \(expected)")
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func historySurvivesAReopening() async throws {
        let store = try files.open()
        let created = try await store.create(key("a"), object(1))
        let updated = try await store.update(created, to: object(2))
        let reopened = try files.copyAsAfterCrash()
        let second = try reopened.open()
        var changes = try await second.watch(type: "pods", after: created.version)
            .makeAsyncIterator()
        let change = try #require(try await changes.next()?.change)
        #expect(change.current == updated)
        #expect(change.previous == created)
    }

    @Test func aVersionBeforeTheLogIsRefused() async throws {
        let store = try files.open(historyLimit: 10)
        for number in 0..<30 { _ = try await store.create(key("p\(number)"), object(0)) }
        let error = await #expect(throws: ObjectStoreError.self) {
            try await store.watch(type: "pods", after: 2)
        }
        guard case .compacted(2, let oldest) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(oldest >= 20)
        // The oldest version of the message is one that can be watched from.
        var changes = try await store.watch(type: "pods", after: oldest).makeAsyncIterator()
        #expect(try await changes.next()?.change?.version == oldest + 1)
    }

    @Test func aVersionOfAnotherDatabaseIsRefused() async throws {
        let store = try files.open()
        await #expect(throws: ObjectStoreError.futureVersion(requested: 99, current: 1)) {
            try await store.watch(type: "pods", after: 99)
        }
    }

    @Test func aWatcherThatDoesNotReadIsEndedAndHoldsNobodyUp() async throws {
        let store = try files.open(watchBuffer: 5)
        var slow = try await store.watch(type: "pods", after: store.version).makeAsyncIterator()
        var quick = try await store.watch(type: "pods", after: store.version).makeAsyncIterator()
        for number in 0..<20 {
            let made = try await store.create(key("p\(number)"), object(0))
            #expect(try await quick.next()?.change?.current == made)
        }
        for _ in 0..<5 { #expect(try await slow.next() != nil) }
        await #expect(throws: ObjectStoreError.watcherTooSlow(limit: 5)) {
            _ = try await slow.next()
        }
    }

    /// Of two hundred watchers fifty do not read: the others get everything, each in its order, and
    /// what is kept for those fifty is bounded.
    @Test func amongTwoHundredWatchersThoseThatDoNotReadHoldNobodyUp() async throws {
        let limit = 60
        let store = try files.open(watchBuffer: limit)
        var readers: [ChangeSequence.Iterator] = []
        var idle: [ChangeSequence.Iterator] = []
        for number in 0..<200 {
            let changes = try await store.watch(type: "pods", after: store.version)
            if number % 4 == 0 {
                idle.append(changes.makeAsyncIterator())
            } else {
                readers.append(changes.makeAsyncIterator())
            }
        }
        for round in 0..<4 {
            var written: [Int64] = []
            for number in 0..<40 {
                written.append(
                    try await store.create(key("p\(round)-\(number)"), object(number)).version)
            }
            for index in readers.indices {
                for version in written {
                    #expect(try await readers[index].next()?.change?.version == version)
                }
            }
        }
        for index in idle.indices {
            for _ in 0..<limit { #expect(try await idle[index].next() != nil) }
            await #expect(throws: ObjectStoreError.watcherTooSlow(limit: limit)) {
                _ = try await idle[index].next()
            }
        }
    }

    @Test func endingWatchesEndsThoseOpenAndThoseToCome() async throws {
        let store = try files.open()
        var open = try await store.watch(type: "pods", after: 1).makeAsyncIterator()
        store.endWatches()
        #expect(try await open.next() == nil)
        var late = try await store.watch(type: "pods", after: 1).makeAsyncIterator()
        #expect(try await late.next() == nil)
    }

    @Test func aCancelledWatchEnds() async throws {
        let store = try files.open()
        let changes = try await store.watch(type: "pods", after: 1)
        let task = Task {
            var count = 0
            for try await _ in changes { count += 1 }
            return count
        }
        task.cancel()
        #expect(try await task.value == 0)
    }

    /// A watch that is cancelled in the very moment of a change holds neither itself nor writers up.
    @Test func watchesMayEndWhileChangesArePublished() async throws {
        let store = try ObjectStore(path: files.path, progressInterval: .milliseconds(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<250 {
                        _ = try await store.create(key("w\(writer)-\(number)"), object(number))
                    }
                }
            }
            for _ in 0..<16 {
                group.addTask {
                    while store.version < 1000 {
                        try await withThrowingTaskGroup(of: Void.self) { watches in
                            let changes = try await store.watch(type: "pods", after: store.version)
                            watches.addTask { for try await _ in changes {} }
                            await Task.yield()
                            watches.cancelAll()
                            try await watches.waitForAll()
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(store.version >= 1000)
    }

    @Test func progressComesAfterTheChangesThatItCovers() async throws {
        let store = try ObjectStore(path: files.path, progressInterval: .milliseconds(20))
        var pods = try await store.watch(type: "pods", after: 1).makeAsyncIterator()
        let made = try await store.create(key("a"), object(0))
        let event = try await store.create(key("e", type: "events"), object(0))
        var version: Int64 = 0
        var seen: [Change] = []
        while version < event.version, let notice = try await pods.next() {
            switch notice {
            case .change(let change): seen.append(change)
            case .progress(let newest):
                version = newest
                #expect(seen.map(\.current) == (newest >= made.version ? [made] : []))
            }
        }
        #expect(version == event.version)
    }

    @Test func aWatchEndsWhenItsTimeIsOver() async throws {
        let store = try files.open()
        var changes = try await store.watch(type: "pods", after: 1, for: .milliseconds(20))
            .makeAsyncIterator()
        // The next watch begins there.
        #expect(try await changes.next() == .progress(store.version))
        #expect(try await changes.next() == nil)
    }
}

extension WatchNotice {
    fileprivate var change: Change? {
        guard case .change(let change) = self else { return nil }
        return change
    }
}

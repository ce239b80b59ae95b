import Glibc
import JSON
import ObjectStore
import Testing

@Suite struct ObjectStoreTests {
    let files = TemporaryDatabase()

    @Test func aCreatedObjectIsReadBackAtItsVersion() async throws {
        let store = try files.open()
        let made = try await store.create(key("a"), object(1))
        #expect(try await store.get(key("a")) == made)
        #expect(made.object == object(1))
        #expect(made.version == 2)
        #expect(try await store.get(key("b")) == nil)
        #expect(try await store.get(key("a", "other")) == nil)
        #expect(try await store.get(key("a", type: "events")) == nil)
    }

    @Test func creatingTwiceIsRefused() async throws {
        let store = try files.open()
        _ = try await store.create(key("a"), object(1))
        await #expect(throws: ObjectStoreError.alreadyExists(key("a"))) {
            try await store.create(key("a"), object(2))
        }
        #expect(try await store.get(key("a"))?.object == object(1))
    }

    @Test func updateAndDeleteCompareTheVersion() async throws {
        let store = try files.open()
        let first = try await store.create(key("a"), object(1))
        let second = try await store.update(first, to: object(2))
        #expect(second.version > first.version)
        let conflict = ObjectStoreError.conflict(
            key("a"), expected: first.version, current: second.version)
        await #expect(throws: conflict) { try await store.update(first, to: object(3)) }
        await #expect(throws: conflict) { try await store.delete(first) }
        let last = try await store.delete(second)
        #expect(last.version > second.version)
        #expect(try await store.get(key("a")) == nil)
        await #expect(throws: ObjectStoreError.notFound(key("a"))) {
            try await store.delete(second)
        }
    }

    @Test func ofManyWritersAtOneVersionExactlyOneWins() async throws {
        let store = try files.open()
        let first = try await store.create(key("a"), object(0))
        let wins = await withTaskGroup(of: Bool.self) { group in
            for number in 1...50 {
                group.addTask {
                    (try? await store.update(first, to: object(number))) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
    }

    @Test func concurrentCreatesGetDistinctVersions() async throws {
        let store = try files.open()
        let versions = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 1...300 {
                group.addTask { try await store.create(key("p\(number)"), object(number)).version }
            }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        #expect(versions == Set(2...301))
        #expect(store.version == 301)
    }

    @Test func aCreateCanDependOnAnotherObject() async throws {
        let store = try files.open()
        let parent = key("lab", "", type: "namespaces")
        let first = try await store.create(parent, object(0))
        _ = try await store.create(key("a"), object(1), requiring: first)
        let second = try await store.update(first, to: object(1))
        await #expect(
            throws: ObjectStoreError.conflict(
                parent, expected: first.version, current: second.version)
        ) { try await store.create(key("b"), object(1), requiring: first) }
        try await store.delete(second)
        await #expect(throws: ObjectStoreError.notFound(parent)) {
            try await store.create(key("b"), object(1), requiring: second)
        }
        #expect(try await store.get(key("b")) == nil)
    }

    @Test func acknowledgedWritesSurviveACrashAndVersionsGoOn() async throws {
        let store = try files.open()
        let kept = try await store.create(key("kept"), object(1))
        let gone = try await store.create(key("gone"), object(2))
        let deletion = try await store.delete(gone)

        let survivor = try files.copyAsAfterCrash()
        let reopened = try survivor.open()
        #expect(try await reopened.get(key("kept")) == kept)
        #expect(try await reopened.get(key("gone")) == nil)
        #expect(reopened.version == deletion.version)
        #expect(try await reopened.create(key("new"), object(3)).version == deletion.version + 1)
    }

    @Test func aWriteCutShortByACrashLeavesNothing() async throws {
        let store = try files.open()
        _ = try await store.create(key("whole"), object(1))
        let survivor = try files.copyAsAfterCrash()
        let whole = try #require(fileSize(survivor.path + "-wal"))
        _ = try await store.create(key("torn"), object(2))
        let torn = try files.copyAsAfterCrash()
        // All but the last bytes of the second commit reached the disk.
        let size = try #require(fileSize(torn.path + "-wal"))
        #expect(size > whole)
        truncate(torn.path + "-wal", off_t(size - 100))
        let reopened = try torn.open()
        #expect(try await reopened.get(key("whole")) != nil)
        #expect(try await reopened.get(key("torn")) == nil)
    }

    @Test func theFileIsPrivate() throws {
        let store = try files.open()
        #expect(store.version == 1)
        for suffix in ["", "-wal", "-shm"] {
            var status = stat()
            #expect(stat(files.path + suffix, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func aFileThatIsNoDatabaseIsNamedInTheError() throws {
        let file = try #require(fopen(files.path, "w"))
        fputs(String(repeating: "this is not a database ", count: 100), file)
        fclose(file)
        let error = #expect(throws: ObjectStoreError.self) { try files.open() }
        guard case .unreadable(let path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == files.path)
        #expect("\(error!)".contains(files.path))
    }

    @Test func aFolderThatIsMissingIsNamedInTheError() {
        #expect(
            throws: ObjectStoreError.cannotOpen(
                path: "/tmp/swiftlet-none/state.db", reason: "No such file or directory")
        ) { try ObjectStore(path: "/tmp/swiftlet-none/state.db") }
    }

    private func fileSize(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}

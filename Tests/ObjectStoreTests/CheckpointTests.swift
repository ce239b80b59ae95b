import Foundation
import JSON
import Testing

@testable import ObjectStore

@Suite(.timeLimit(.minutes(2))) struct CheckpointTests {
    let files = TemporaryDatabase()

    private func size(_ suffix: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: files.path + suffix)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }

    /// What many writers add to the log is moved into the database while they go on, and nothing is
    /// lost with a process that ends anywhere in between.
    @Test func theLogIsMovedBesideTheWriters() async throws {
        let store = try files.open(historyLimit: 100)
        let long = JSONValue.string(String(repeating: "x", count: 20_000))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0..<100 {
                        _ = try await store.create(key("w\(writer)-\(number)"), ["text": long])
                    }
                }
            }
            try await group.waitForAll()
        }
        // 800 objects of 20 kB, and each once more in the history: far more than the log holds
        // between two checkpoints.
        #expect(size("") > 8 << 20)
        #expect(size("-wal") < 100 << 20)
        let copy = try files.copyAsAfterCrash()
        let list = try await copy.open().list(type: "pods")
        #expect(list.objects.count == 800)
        #expect(list.objects.allSatisfy { $0.object["text"] == long })
    }

    @Test func itBeginsWhenDueAndTellsWhenItIsOverdue() throws {
        _ = try files.open()
        let checkpointer = Checkpointer(database: try Schema.openCheckpointer(path: files.path))
        #expect(!checkpointer.isOverdue(pages: 999))
        #expect(!checkpointer.isOverdue(pages: 15_999))
        #expect(checkpointer.isOverdue(pages: 16_000))
        #expect(!checkpointer.isOverdue(pages: 1))
    }
}

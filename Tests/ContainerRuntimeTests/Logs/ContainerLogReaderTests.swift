import Glibc
import LinuxSystem
import Synchronization
import Testing

@testable import ContainerRuntime

@Suite(.timeLimit(.minutes(1))) struct ContainerLogReaderTests {
    let folder = LogFolderFixture()

    func writeRotatedLog() {
        folder.append(folder.record("one"), to: "0.log.20261122-200000")
        folder.append(folder.record("two"), to: "0.log.20261122-200000.1")
        folder.append(folder.record("three") + folder.record("four"), to: "0.log")
        folder.append("not a log", to: "0.log.20261122-200000.2.zip")
    }

    @Test func rotatedFilesAreOneLog() async throws {
        writeRotatedLog()
        #expect(try await folder.read(.init()) == "one\ntwo\nthree\nfour\n")
        #expect(try await folder.read(.init(limitBytes: 5)) == "one\nt")
    }

    @Test(arguments: [
        (0, ""), (1, "four\n"), (3, "two\nthree\nfour\n"), (9, "one\ntwo\nthree\nfour\n"),
    ])
    func tail(lines: Int, expected: String) async throws {
        writeRotatedLog()
        #expect(try await folder.read(.init(tailLines: lines)) == expected)
    }

    @Test func attempts() async throws {
        for attempt in [2, 9, 10] {
            folder.append(folder.record("attempt \(attempt)"), to: "\(attempt).log")
        }
        #expect(try await folder.read(.init()) == "attempt 10\n")
        #expect(try await folder.read(.init(attempt: .previous)) == "attempt 9\n")
        #expect(try await folder.read(.init(attempt: .number(2))) == "attempt 2\n")
        #expect(try await folder.read(.init(attempt: .number(3))) == "")
    }

    @Test func followsTheNextAttemptWhereTheWantedOneIsGone() async throws {
        folder.append(folder.record("attempt 4"), to: "4.log")
        let reader = try folder.reader(
            .init(attempt: .number(2), follow: true), watcher: FileWatcher())
        #expect(try await reader.next() == Array("attempt 4\n".utf8))
        #expect(try await reader.next() == nil)
    }

    @Test func withoutFollowItEndsWhereTheLogEndedAtFirst() async throws {
        folder.append(folder.record("one"), to: "0.log")
        let reader = try folder.reader(.init())
        #expect(try await reader.next() == Array("one\n".utf8))
        folder.append(folder.record("two"), to: "0.log")
        #expect(try await reader.next() == nil)
    }

    @Test func followsAcrossRotationsAndRestarts() async throws {
        let watcher = try FileWatcher()
        let finished = Mutex(false)
        let reader = try folder.reader(.init(follow: true), watcher: watcher) {
            finished.withLock { $0 }
        }
        var text = ""
        func expect(_ expected: String) async throws {
            while text.utf8.count < expected.utf8.count, let piece = try await reader.next() {
                text += String(decoding: piece, as: UTF8.self)
            }
            #expect(text == expected)
            text = ""
        }
        async let first: Void = Task.sleep(for: .milliseconds(20))
        try await first
        folder.append(folder.record("one"), to: "0.log")
        try await expect("one\n")
        // Twice while nobody reads.
        folder.append(folder.record("two"), to: "0.log")
        folder.rename("0.log", to: "0.log.20261122-200000")
        folder.append(folder.record("three"), to: "0.log")
        folder.rename("0.log", to: "0.log.20261122-200000.1")
        folder.append(folder.record("fo", tag: "P"), to: "0.log")
        try await expect("two\nthree\nfo")
        folder.append(folder.record("after restart"), to: "1.log")
        try await expect("\nafter restart\n")
        folder.append(folder.record("end"), to: "1.log")
        finished.withLock { $0 = true }
        reader.wake()
        try await expect("end\n")
        #expect(try await reader.next() == nil)
    }

    @Test func aLineThatStandsHoldsTheOtherOutputUpForAMoment() async throws {
        let reader = try folder.reader(.init(follow: true), watcher: try FileWatcher()) { false }
        folder.append(folder.record("begun", tag: "P"), to: "0.log")
        #expect(try await reader.next() == Array("begun".utf8))
        folder.append(
            folder.record("other", stream: "stderr") + folder.record(", ended"), to: "0.log")
        #expect(try await reader.next() == Array(", ended\nother\n".utf8))
        folder.append(folder.record("begun", tag: "P"), to: "0.log")
        #expect(try await reader.next() == Array("begun".utf8))
        folder.append(folder.record("other", stream: "stderr"), to: "0.log")
        // Nothing more is written.
        #expect(try await reader.next() == Array("\nother\n".utf8))
    }

    @Test func waitingEndsWhenWokenOrCancelled() async throws {
        let watcher = try FileWatcher()
        let finished = Mutex(false)
        folder.append(folder.record("one"), to: "0.log")
        let reader = try folder.reader(.init(follow: true, tailLines: 0), watcher: watcher) {
            finished.withLock { $0 }
        }
        async let end = reader.next()
        try await Task.sleep(for: .milliseconds(20))
        finished.withLock { $0 = true }
        reader.wake()
        #expect(try await end == nil)

        let endless = try folder.reader(.init(follow: true, tailLines: 0), watcher: watcher) {
            false
        }
        let task = Task { try await endless.next() }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        #expect(try await task.value == nil)
    }

    @Test func folderHasToBeThereToFollow() throws {
        let error = #expect(throws: SystemError.self) {
            try ContainerLogReader(
                folder: folder.path + "/none", options: .init(follow: true), watcher: FileWatcher())
        }
        #expect(error?.code == ENOENT)
    }

    /// A writer that rotates every few records, and three readers that come at different times.
    @Test func everyLineOnceUnderAFastWriter() async throws {
        let watcher = try FileWatcher()
        let count = 10_000
        let finished = Mutex(false)
        let folder = folder
        let readers = try (0..<3).map { _ in
            try folder.reader(.init(follow: true), watcher: watcher) { finished.withLock { $0 } }
        }
        let writer = Task.detached {
            var rotation = 0
            for number in 1...count {
                folder.append(folder.record("\(number)"), to: "0.log")
                if number % 97 == 0 {
                    rotation += 1
                    folder.rename("0.log", to: "0.log.20261122-200000.\(rotation)")
                }
                if number == count / 2 {
                    folder.rename("0.log", to: "0.log.20261122-200000.999999")
                    folder.append(folder.record("extra"), to: "0.log")
                    rotation = 1_000_000
                }
            }
            finished.withLock { $0 = true }
            for reader in readers { reader.wake() }
        }
        let numbers = (1...count).map(String.init)
        let expected = numbers[..<(count / 2)] + ["extra"] + numbers[(count / 2)...]
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for (index, reader) in readers.enumerated() {
                group.addTask {
                    var bytes: [UInt8] = []
                    while let piece = try await reader.next() {
                        bytes += piece
                        if index == 2 { try await Task.sleep(for: .milliseconds(1)) }
                    }
                    let lines = bytes.split(separator: 0x0a).map {
                        String(decoding: $0, as: UTF8.self)
                    }
                    return lines[...] == expected
                }
            }
            for try await isComplete in group { #expect(isComplete) }
        }
        await writer.value
    }
}

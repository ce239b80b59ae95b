import Dispatch
import Glibc
import LinuxSystem
import Logging
import Synchronization
import Testing

@testable import ContainerRuntime

@Suite(.timeLimit(.minutes(1))) struct LogPackingTests {
    let folder = LogFolderFixture()

    private func pack(_ name: String) throws { try LogPacker.pack("\(folder.path)/\(name)") }

    private func writeLog() {
        folder.append(folder.record("one"), to: "0.log.20261122-200000")
        folder.append(folder.record("two") + folder.record("three"), to: "0.log.20261122-200000.1")
        folder.append(folder.record("four", stream: "stderr"), to: "0.log.20261122-200001")
        folder.append(folder.record("five"), to: "0.log")
    }

    @Test func packedFilesAreReadAsTheOthers() async throws {
        writeLog()
        try pack("0.log.20261122-200000")
        try pack("0.log.20261122-200000.1")
        #expect(
            File.names(in: folder.path) == [
                "0.log", "0.log.20261122-200000.1.gz", "0.log.20261122-200000.gz",
                "0.log.20261122-200001",
            ])
        #expect(try await folder.read(.init()) == "one\ntwo\nthree\nfour\nfive\n")
        #expect(try await folder.read(.init(streams: [.stderr])) == "four\n")
        for (lines, expected) in [
            (0, ""), (1, "five\n"), (3, "three\nfour\nfive\n"), (4, "two\nthree\nfour\nfive\n"),
            (5, "one\ntwo\nthree\nfour\nfive\n"), (9, "one\ntwo\nthree\nfour\nfive\n"),
        ] { #expect(try await folder.read(.init(tailLines: lines)) == expected) }
    }

    @Test func otherProgramsReadThemToo() throws {
        writeLog()
        try pack("0.log.20261122-200000.1")
        let pipe = popen("zcat \(folder.path)/0.log.20261122-200000.1.gz", "r")
        var text = [CChar](repeating: 0, count: 1000)
        let count = fread(&text, 1, 999, pipe)
        pclose(pipe)
        #expect(
            count == 2 * "2026-11-22T20:00:00.000000000Z stdout F ".count + "two\nthree\n".count)
    }

    @Test func theNewestRotatedFileOfEachRunIsLeft() {
        writeLog()
        folder.append(folder.record("six"), to: "1.log.20261122-200005")
        #expect(
            LogPacker.candidates(in: folder.path).map { $0.split(separator: "/").last } == [
                "0.log.20261122-200000.1", "0.log.20261122-200000",
            ])
    }

    @Test func whatIsRemovedMeanwhileStaysRemoved() throws {
        writeLog()
        let path = folder.path + "/0.log.20261122-200000"
        unlink(path)
        try pack("0.log.20261122-200000")
        #expect(File.names(in: folder.path).count == 3)
    }

    @Test func aPackingThatWasCutOffIsFinishedOrUndone() async throws {
        writeLog()
        folder.append("torn", to: "0.log.20261122-200000.gz.tmp")
        // Cut off before the new name: packed, under the old one.
        try pack("0.log.20261122-200000.1")
        folder.rename("0.log.20261122-200000.1.gz", to: "0.log.20261122-200000.1")
        #expect(try await folder.read(.init()) == "one\ntwo\nthree\nfour\nfive\n")
        LogPacker.removeUnfinished(in: folder.path)
        for path in LogPacker.candidates(in: folder.path) {
            try? LogPacker.pack(path)
        }
        #expect(
            File.names(in: folder.path) == [
                "0.log", "0.log.20261122-200000.1.gz", "0.log.20261122-200000.gz",
                "0.log.20261122-200001",
            ])
        #expect(try await folder.read(.init()) == "one\ntwo\nthree\nfour\nfive\n")
    }

    @Test func aTornPackedFileEndsWhereItIsTorn() async throws {
        writeLog()
        try pack("0.log.20261122-200000.1")
        truncate(folder.path + "/0.log.20261122-200000.1.gz", 60)
        #expect(try await folder.read(.init()).hasPrefix("one\n"))
        #expect(try await folder.read(.init()).hasSuffix("four\nfive\n"))
    }

    @Test func aReaderGoesOnAfterTheFileItReadsIsPackedOrRemoved() async throws {
        writeLog()
        let watcher = try FileWatcher()
        let reader = try folder.reader(.init(follow: true), watcher: watcher) { true }
        #expect(try await reader.next() == Array("one\n".utf8))
        try pack("0.log.20261122-200000")
        try pack("0.log.20261122-200000.1")
        #expect(try await reader.next() == Array("two\nthree\n".utf8))
        unlink(folder.path + "/0.log.20261122-200000.gz")
        unlink(folder.path + "/0.log.20261122-200000.1.gz")
        #expect(try await reader.next() == Array("four\n".utf8))
        #expect(try await reader.next() == Array("five\n".utf8))
        #expect(try await reader.next() == nil)
    }

    @Test func aReaderThatKeepsTheRestNeedsTheFolderNoMore() async throws {
        writeLog()
        let reader = try folder.reader(.init(follow: true), watcher: FileWatcher()) { true }
        #expect(try await reader.next() == Array("one\n".utf8))
        reader.keepRest()
        try File.removeTree(folder.path)
        var text = ""
        while let piece = try await reader.next() { text += String(decoding: piece, as: UTF8.self) }
        #expect(text == "two\nthree\nfour\nfive\n")
    }

    @Test func readingOnceEndsThoughItsEndIsPackedMeanwhile() async throws {
        writeLog()
        let reader = try folder.reader(.init())
        #expect(try await reader.next() == Array("one\n".utf8))
        folder.rename("0.log", to: "0.log.20261122-200002")
        folder.append(folder.record("six"), to: "0.log.20261122-200003")
        folder.append(folder.record("seven"), to: "0.log")
        try pack("0.log.20261122-200001")
        try pack("0.log.20261122-200002")
        var text = ""
        while let piece = try await reader.next() { text += String(decoding: piece, as: UTF8.self) }
        #expect(text == "two\nthree\nfour\nfive\n")
    }

    @Test func foldersAreWatchedForRotations() async throws {
        writeLog()
        let packing = LogPacking(logger: Logger(label: "test"), calm: .milliseconds(1))
        let names = ChangeSignal()
        let watch = try FileWatcher().watch(folder: folder.path, signal: names)
        packing.begin(folder: folder.path)
        func waitFor(_ name: String) async {
            while !File.names(in: folder.path).contains(name) { _ = await names.wait() }
        }
        await waitFor("0.log.20261122-200000.gz")
        folder.rename("0.log", to: "0.log.20261122-200005")
        await waitFor("0.log.20261122-200001.gz")
        withExtendedLifetime(watch) {}
    }

    /// A writer that rotates, a packer that packs all it finds, a rotation that removes, and a
    /// reader that must have every line once.
    @Test func nothingIsLostOrRepeatedWhilePacking() async throws {
        let watcher = try FileWatcher()
        let count = 4000
        let finished = Flag()
        let folder = folder
        let reader = try folder.reader(.init(follow: true), watcher: watcher) {
            finished.isSet
        }
        let packer = Task.detached { [folder] in
            while !finished.isSet {
                for path in LogPacker.candidates(in: folder.path) {
                    try? LogPacker.pack(path)
                }
                await Task.yield()
            }
        }
        let writer = Task.detached { [folder] in
            for number in 1...count {
                folder.append(folder.record("\(number)"), to: "0.log")
                if number % 23 == 0 {
                    folder.rename("0.log", to: "0.log.20261122-200000.\(number)")
                }
            }
            finished.set()
            reader.wake()
        }
        var bytes: [UInt8] = []
        while let piece = try await reader.next() { bytes += piece }
        #expect(
            bytes.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
                == (1...count).map(String.init))
        await writer.value
        await packer.value
        #expect(
            try await folder.read(.init()).split(separator: "\n") == (1...count).map { "\($0)" })
    }
}

private final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }

    func set() { value.withLock { $0 = true } }
}

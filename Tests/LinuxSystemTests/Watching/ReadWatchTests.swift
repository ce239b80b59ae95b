import Dispatch
import Glibc
import Synchronization
import Testing

@testable import LinuxSystem

@Suite(.timeLimit(.minutes(1))) struct ReadWatchTests {
    /// What one end of a pair of sockets was told, until the other end hung up.
    private final class Listener: Sendable {
        let texts: AsyncStream<String>

        init(_ descriptor: Int32, queue: DispatchQueue) throws {
            let (texts, continuation) = AsyncStream<String>.makeStream()
            self.texts = texts
            let watch = ReadWatch(descriptor, on: queue)
            try watch.activate {
                var bytes = [UInt8](repeating: 0, count: 64)
                let count = read(descriptor, &bytes, bytes.count)
                if count > 0 {
                    continuation.yield(String(decoding: bytes[..<count], as: UTF8.self))
                } else {
                    continuation.finish()
                    watch.cancel()
                }
            }
        }
    }

    private func pair() throws -> (ours: Int32, theirs: Int32) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SystemError("socketpair") }
        return (ends[0], ends[1])
    }

    @Test func tellsWhatCanBeReadUntilTheOtherSideHangsUp() async throws {
        let (ours, theirs) = try pair()
        let listener = try Listener(ours, queue: DispatchQueue(label: "test"))
        var texts = listener.texts.makeAsyncIterator()
        for text in ["one", "two"] {
            #expect(write(theirs, text, 3) == 3)
            #expect(await texts.next() == text)
        }
        #expect(write(theirs, "end", 3) == 3)
        close(theirs)
        #expect(await texts.next() == "end")
        #expect(await texts.next() == nil)
    }

    @Test func aCancelledWatchClosesItsDescriptorAndLetsGoOfItsHandler() async throws {
        let (ours, theirs) = try pair()
        defer { close(theirs) }
        final class Held: Sendable {}
        weak var held: Held?
        let queue = DispatchQueue(label: "test")
        let watch = ReadWatch(ours, on: queue)
        do {
            let value = Held()
            held = value
            try watch.activate { _ = value }
        }
        #expect(held != nil)
        watch.cancel()
        watch.cancel()
        #expect(watch.isCancelled)
        #expect(held == nil)
        queue.sync {}
        // The other side sees that ours is closed.
        var byte: UInt8 = 0
        #expect(read(theirs, &byte, 1) == 0)
    }

    @Test func whatCannotBeWatchedIsAnError() throws {
        // Files can always be read, so that epoll takes none.
        let file = try MemoryFile()
        let watch = ReadWatch(dup(file.descriptor), on: DispatchQueue(label: "test"))
        #expect(throws: SystemError.self) { try watch.activate {} }
        #expect(watch.isCancelled)
    }

    /// Descriptors whose numbers come again at once, all hung up with something to read.
    @Test func manyThatHangUpAtOnceAreAllTold() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    for _ in 0..<100 {
                        let (ours, theirs) = try pair()
                        let listener = try Listener(ours, queue: DispatchQueue(label: "test"))
                        #expect(write(theirs, "last", 4) == 4)
                        close(theirs)
                        #expect(await Array(listener.texts) == ["last"])
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

extension Array {
    fileprivate init(_ sequence: some AsyncSequence<Element, Never>) async {
        self = []
        for await element in sequence { append(element) }
    }
}

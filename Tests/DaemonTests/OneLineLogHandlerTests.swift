import Logging
import Synchronization
import Testing

@testable import Daemon

@Suite struct OneLineLogHandlerTests {
    /// Keeps what it is told.
    private struct Recorder: LogHandler {
        final class Entries: Sendable { let list = Mutex<[(String, Logger.Metadata)]>([]) }

        let entries: Entries
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]
        var metadataProvider: Logger.MetadataProvider?

        init(_ entries: Entries) { self.entries = entries }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            entries.list.withLock { $0.append((event.message.description, event.metadata ?? [:])) }
        }
    }

    private struct Failure: CustomStringConvertible { let description = "one\ntwo" }

    @Test func anEntryIsOneLine() throws {
        let entries = Recorder.Entries()
        var logger = Logger(label: "test") { _ in OneLineLogHandler(Recorder(entries)) }
        logger.logLevel = .info
        logger.debug("not told")
        logger.info(
            "ended\r\n",
            metadata: [
                "error": "no\n2026-11-29 info swiftlet: all is well", "kept": "größer \"als\" \\ 7",
                "failure": .stringConvertible(Failure()),
                "list": .array(["a\u{1B}[2J", .dictionary(["b": "c\u{2028}d"])]),
            ])
        let told = entries.list.withLock { $0 }
        #expect(told.count == 1)
        #expect(told.first?.0 == #"ended\r\n"#)
        #expect(
            told.first?.1 == [
                "error": #"no\n2026-11-29 info swiftlet: all is well"#,
                "kept": "größer \"als\" \\ 7", "failure": #"one\ntwo"#,
                "list": .array([#"a\u{1B}[2J"#, .dictionary(["b": #"c\u{2028}d"#])]),
            ])
    }
}

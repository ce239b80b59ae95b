import JSON
import KubernetesAPI
import KubernetesClient

extension KubeconfigClient {
    /// Watches what `call` lists. The consumer's pace is the connection's: nothing piles up here.
    func watch(_ call: APICall) async throws -> AsyncThrowingStream<WatchEvent, any Error> {
        var call = call
        call.ask("watch", true)
        let reader = ResponseReader(try await open(call), server: server)
        return AsyncThrowingStream {
            while let line = try await reader.nextLine() {
                if let event = try WatchEvent(line: line) { return event }
            }
            return nil
        }
    }
}

extension WatchEvent {
    /// Reads one line of a watch; nil for a kind of event that this client does not know.
    ///
    /// - Throws: the `APIError` that an ERROR event carries.
    init?(line: [UInt8]) throws {
        let event = try JSONValue(parsing: line)
        let object = event["object"] ?? .null
        if event["type"] == "ERROR" { throw APIError(status: object, code: 500) }
        guard let kind = event["type"]?.stringValue.flatMap(Kind.init) else { return nil }
        self.init(kind, object)
    }
}

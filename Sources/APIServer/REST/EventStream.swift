import HTTPTypes
import HummingbirdCore
import NIOCore
import ServiceLifecycle

extension RESTRequest {
    /// A response whose body is written piece by piece until `write` returns, the client goes, the
    /// server shuts down, or the time is over. `write` is cancelled in the last three cases.
    func streaming(
        type: String, timeout: Duration? = nil,
        _ write: @escaping @Sendable (any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        let body = body
        return Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-cache, private"],
            body: ResponseBody { writer in
                // Only the one task that runs `write` uses it until that has ended.
                nonisolated(unsafe) let pieces = writer
                do {
                    try await body.consumeWithCancellationOnInboundClose { rest in
                        // Nobody reads what is left of the request. It has to be said: where an
                        // answer ends, or the client goes, before the request's end was seen, the
                        // stream that Hummingbird makes of it would end the process.
                        _ = rest.makeAsyncIterator()
                        try await Self.run(timeout: timeout) { try await write(pieces) }
                    }
                } catch is CancellationError {}
                try await writer.finish(nil)
            })
    }

    private static func run(
        timeout: Duration?, _ operation: @escaping () async throws -> Void
    ) async throws {
        nonisolated(unsafe) let operation = operation
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await operation() }
            group.addTask { try await gracefulShutdown() }
            if let timeout { group.addTask { try await Task.sleep(for: timeout) } }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

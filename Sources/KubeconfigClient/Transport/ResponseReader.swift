import AsyncHTTPClient
import NIOCore

/// Hands out an answer's body as it is asked for, so that a slow reader slows the server down.
///
/// Unchecked, because the iterator cannot be shared and is not: the stream made by `chunks` or
/// `lines` is the only one to call `next`, one call at a time.
final class ResponseReader: @unchecked Sendable {
    private var iterator: HTTPClientResponse.Body.AsyncIterator
    private let server: ServerAddress
    private var lines = LineSplitter()

    init(_ response: HTTPClientResponse, server: ServerAddress) {
        iterator = response.body.makeAsyncIterator()
        self.server = server
    }

    /// The next piece of the body; nil at its end.
    func nextChunk() async throws -> [UInt8]? {
        do {
            return try await iterator.next().map { Array($0.readableBytesView) }
        } catch let error as CancellationError {
            throw error
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw ConnectionError(withinBody: error, server: server)
        }
    }

    /// The next line without its end; nil at the end of the body.
    func nextLine() async throws -> [UInt8]? {
        while true {
            if let line = lines.next() { return line }
            guard let chunk = try await nextChunk() else { return lines.rest() }
            lines.append(chunk)
        }
    }
}

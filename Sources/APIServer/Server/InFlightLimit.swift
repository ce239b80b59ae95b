import HTTPTypes
import JSON
import KubernetesAPI
import Synchronization

/// Bounds how many requests are worked on at the same time, so that memory is bounded and those
/// that are worked on get on. Watches and logs are long and do little: they do not count.
final class InFlightLimit: Sendable {
    struct Counts {
        var reads = 0
        var writes = 0
    }

    private let counts = Mutex(Counts())
    private let reads: Int
    private let writes: Int

    init(reads: Int, writes: Int) {
        self.reads = reads
        self.writes = writes
    }

    var present: Counts { counts.withLock { $0 } }

    /// Carries `body` out.
    ///
    /// - Throws: 429 where there is no room, or what `body` throws.
    func admit<Answer: Sendable>(
        _ request: RESTRequest, _ body: () async throws -> Answer
    ) async throws -> Answer {
        guard !request.isLongRunning else { return try await body() }
        let isRead = [.get, .head, .options].contains(request.method)
        try enter(isRead: isRead)
        defer { leave(isRead: isRead) }
        return try await body()
    }

    private func enter(isRead: Bool) throws(APIError) {
        let hasRoom = counts.withLock { counts in
            if isRead {
                guard counts.reads < reads else { return false }
                counts.reads += 1
            } else {
                guard counts.writes < writes else { return false }
                counts.writes += 1
            }
            return true
        }
        guard !hasRoom else { return }
        throw APIError(
            code: 429, reason: "TooManyRequests",
            message: "Too many requests, please try again later.",
            details: ["retryAfterSeconds": 1])
    }

    private func leave(isRead: Bool) {
        counts.withLock { counts in
            if isRead { counts.reads -= 1 } else { counts.writes -= 1 }
        }
    }
}

extension RESTRequest {
    /// Whether the request is one that may take as long as the client stays.
    var isLongRunning: Bool {
        let isWatch = query.flag("watch")
        return isWatch || ["log", "proxy", "exec", "attach", "portforward"].contains(segments.last)
            || segments.contains("proxy") || path.hasPrefix("/swiftlet/v1/images")
            || segments.first == "swiftlet" && segments.last == "files"
    }
}

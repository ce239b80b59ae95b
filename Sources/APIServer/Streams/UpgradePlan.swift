import AccessControl
import HTTPTypes
import NIOCore
import ServiceLifecycle
import Synchronization

/// What becomes of a connection whose request for an upgrade is granted.
struct UpgradePlan: Sendable {
    /// Of the answer with status 101; nil where somebody else answers.
    var headers: [(name: String, value: String)]?
    /// Takes the connection over and returns when all is over.
    var run: @Sendable (ConnectionUpgrade) async throws -> Void
}

/// Where a request leaves the plan for its connection.
final class UpgradeSlot: Sendable {
    private let stored = Mutex<UpgradePlan?>(nil)

    var plan: UpgradePlan? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}

/// The way from a request to the bytes of its connection.
struct ConnectionUpgrade: Sendable {
    let channel: any Channel
    let answer: String
    private let plan: UpgradePlan

    init(channel: any Channel, plan: UpgradePlan, auditID: String) {
        self.channel = channel
        self.plan = plan
        let headers = (plan.headers ?? []) + [("Audit-Id", auditID)]
        answer =
            plan.headers == nil
            ? ""
            : "HTTP/1.1 101 Switching Protocols\r\n"
                + headers.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n"
    }

    /// Carries the plan out. The connection ends with it.
    func run() async throws {
        try await plan.run(self)
    }

    var eventLoop: any EventLoop { channel.eventLoop }

    /// Answers the request and hands the connection over.
    ///
    /// - Parameter make: called on the event loop; makes what speaks on the connection, and what
    ///   the caller wants to reach of it.
    /// - Throws: where the client has gone.
    func begin<Session>(
        _ make: @escaping @Sendable (any ByteLine) throws -> (any UpgradedConnection, Session)
    ) async throws -> NIOLoopBound<Session> {
        try await eventLoop.submit { [channel, answer] in
            let gate = try channel.pipeline.syncOperations.handler(type: UpgradeGate.self)
            var made: Session?
            try gate.upgrade(answer: answer) { line in
                let (connection, session) = try make(line)
                made = session
                return connection
            }
            return NIOLoopBound(made!, eventLoop: channel.eventLoop)
        }.get()
    }

    /// Runs `body`, and ends the connection when the server shuts down or the task is cancelled.
    func untilShutdown(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withTaskCancellationHandler {
                    try await body()
                } onCancel: {
                    channel.close(promise: nil)
                }
            }
            group.addTask { try await gracefulShutdown() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

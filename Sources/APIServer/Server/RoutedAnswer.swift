import AccessControl
import HTTPTypes
import HummingbirdCore
import KubernetesAPI
import NIOCore

/// The answer to a request, and what the audit log is to say about it once it is sent.
struct RoutedAnswer: Sendable {
    var response: Response
    /// Nil for what was no request that could be read.
    var record: RequestRecord?
    /// What the answer says went wrong.
    var failure: APIError?
    /// What becomes of the connection, in the place of a response.
    var upgrade: UpgradePlan?

    /// Writes the answer, and what it became into the audit log.
    ///
    /// A watch is written when it has ended.
    ///
    /// - Parameter channel: the connection (HTTP/1.1) or one of its streams (HTTP/2).
    func send(
        _ writer: consuming ResponseWriter, on channel: any Channel, _ gatekeeper: Gatekeeper
    ) async throws {
        defer {
            if let audit = gatekeeper.audit, let record {
                audit.record(
                    record.event(code: response.status.code, failure: failure, at: .now))
            }
        }
        if let upgrade {
            let upgrade = ConnectionUpgrade(
                channel: channel, plan: upgrade, auditID: record?.identifier ?? "")
            try await upgrade.run()
            // Nothing more is said in HTTP.
            return
        }
        try await writer.write(response: response.head, body: response.body)
    }
}

extension IncomingRequest {
    init(_ request: RESTRequest, _ head: Request, _ connection: ClientConnection) {
        self.init(
            caller: connection.caller, method: request.method.rawValue,
            uri: head.head.path ?? request.path, segments: request.segments, path: request.path,
            isWatch: request.query.flag("watch"),
            fieldSelector: request.query["fieldSelector"],
            headers: request.headers.map { ($0.name.rawName, $0.value) },
            sourceAddress: connection.address)
    }
}

extension HTTPField.Name {
    static let auditID = HTTPField.Name("Audit-Id")!
}

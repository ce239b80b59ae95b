import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore

extension ResourceHandler {
    /// Seconds after which a watch ends that does not say: spread, so that clients that began
    /// together do not all come back together. kube-apiserver's numbers.
    private static let watchTimeouts = 1800...3600
    /// How long a watch may take to end after its time, before it is cut off.
    private static let watchGrace = Duration.seconds(2)

    /// One JSON object a line, sent as soon as it is there.
    func watch(_ request: RESTRequest, _ path: ResourcePath) async throws -> Response {
        let presentation = try Presentation(request, type: path.type, isStream: true)
        var options = try request.query.listOptions()
        if let name = path.name {
            let field = "metadata.name=\(name)"
            options.fieldSelector = options.fieldSelector.map { "\($0),\(field)" } ?? field
        }
        let seconds =
            options.timeoutSeconds.flatMap { $0 > 0 ? $0 : nil }
            ?? Int.random(in: Self.watchTimeouts)
        options.timeoutSeconds = seconds
        do {
            let events = try await client.watch(
                path.type, namespace: path.namespace, options: options)
            return request.streaming(
                type: "application/json", timeout: .seconds(seconds) + Self.watchGrace
            ) { writer in
                var writer = writer
                var lines = WatchLines(presentation: presentation)
                do {
                    for try await event in events { try await writer.write(lines.line(for: event)) }
                } catch let error as APIError {
                    try await writer.write(WatchLines.line(for: error))
                }
            }
        } catch let error as APIError where error.code == 410 {
            // kube-apiserver begins the watch, and tells in it that it cannot go on.
            return request.streaming(type: "application/json") { writer in
                var writer = writer
                try await writer.write(WatchLines.line(for: error))
            }
        }
    }
}

/// Puts the events of one watch into lines.
struct WatchLines {
    let presentation: Presentation
    private var isFirst = true

    init(presentation: Presentation) {
        self.presentation = presentation
    }

    mutating func line(for event: WatchEvent) -> ByteBuffer {
        defer { isFirst = false }
        let kind = event.kind.rawValue
        if let text = event.text, presentation.representation == .object {
            return Self.line(kind, text)
        }
        return Self.line(
            kind, presentation.watched(event.object, isFirst: isFirst).serializedBytes())
    }

    static func line(for error: APIError) -> ByteBuffer {
        line("ERROR", error.status.serializedBytes())
    }

    private static func line(_ type: String, _ object: [UInt8]) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: object.count + 40)
        buffer.writeString("{\"type\":\"\(type)\",\"object\":")
        buffer.writeBytes(object)
        buffer.writeString("}\n")
        return buffer
    }
}

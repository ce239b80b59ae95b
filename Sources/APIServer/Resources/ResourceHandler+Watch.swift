import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore

extension ResourceHandler {
    /// One JSON object a line, sent as soon as it is there.
    func watch(_ request: RESTRequest, _ path: ResourcePath) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        var options = try request.query.listOptions()
        if let name = path.name {
            let field = "metadata.name=\(name)"
            options.fieldSelector = options.fieldSelector.map { "\($0),\(field)" } ?? field
        }
        let events = try await client.watch(
            path.type, namespace: path.namespace, options: options)
        return request.streaming(
            type: "application/json", timeout: options.timeoutSeconds.map { .seconds($0) }
        ) { writer in
            var writer = writer
            var lines = WatchLines(presentation: presentation)
            do {
                for try await event in events {
                    try await writer.write(ByteBuffer(bytes: lines.line(for: event)))
                }
            } catch let error as APIError {
                try await writer.write(ByteBuffer(bytes: WatchLines.line(for: error)))
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

    mutating func line(for event: WatchEvent) -> [UInt8] {
        defer { isFirst = false }
        return Self.line(
            event.kind.rawValue, presentation.watched(event.object, isFirst: isFirst))
    }

    static func line(for error: APIError) -> [UInt8] {
        line("ERROR", error.status)
    }

    private static func line(_ type: String, _ object: JSONValue) -> [UInt8] {
        var bytes = Array("{\"type\":\"\(type)\",\"object\":".utf8)
        bytes += object.serializedBytes()
        bytes += Array("}\n".utf8)
        return bytes
    }
}

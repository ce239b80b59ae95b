import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import NIOCore

/// `/swiftlet/v1/images` and what is below it.
struct ImageHandler: Sendable {
    let images: any ImageEndpoint
    /// Bytes.
    let maximumBodySize: Int

    /// The media type of archives.
    static let archiveType = "application/x-tar"
    /// About how many bytes an archive has that is handed out.
    static let sizeHeader = HTTPField.Name("Swiftlet-Archive-Size")!

    /// - Parameter segments: what follows `images`.
    func respond(
        to request: RESTRequest, _ segments: ArraySlice<String> = []
    ) async throws -> Response {
        let images = images
        switch (segments.first, request.method) {
        case _ where segments.count > 1: throw APIError.noSuchPath
        case (nil, .get):
            return .json(["images": .array(try await images.images())], indent: request.indent)
        case (nil, .post):
            let body = try await body(of: request)
            _ = try Self.reference(body["reference"]?.stringValue)
            return Self.lines(request) { try await images.pull(body, progress: $0) }
        case (nil, .delete):
            let reference = try Self.reference(request.query["reference"])
            let removed = try await images.remove(reference: reference)
            return .json(
                ["removed": .array(removed.map { .string($0) })], indent: request.indent)
        case ("inspect", .get):
            let reference = try Self.reference(request.query["reference"])
            return .json(try await images.inspect(reference: reference), indent: request.indent)
        case ("usage", .get): return .json(try await images.usage(), indent: request.indent)
        case ("tag", .post):
            let body = try await body(of: request)
            let answer = try await images.tag(
                reference: try Self.reference(body["reference"]?.stringValue),
                as: try Self.reference(body["name"]?.stringValue))
            return .json(answer, indent: request.indent)
        case ("push", .post):
            let body = try await body(of: request)
            _ = try Self.reference(body["reference"]?.stringValue)
            return Self.lines(request) { try await images.push(body, progress: $0) }
        case ("prune", .post):
            return .json(
                try await images.prune(try await body(of: request)), indent: request.indent)
        case ("verify", .post):
            return Self.lines(request) { try await images.verify(progress: $0) }
        case ("archive", .get): return try await save(request)
        case ("archive", .post): return try await load(request, root: nil)
        case ("import", .post): return try await load(request, root: try Self.root(request))
        case (nil, _), ("inspect", _), ("usage", _), ("tag", _), ("push", _), ("prune", _),
            ("verify", _), ("archive", _), ("import", _):
            throw APIError.methodNotAllowed
        default: throw APIError.noSuchPath
        }
    }

    private func body(of request: RESTRequest) async throws -> JSONValue {
        try await request.decodedBody(limit: maximumBodySize)?.value ?? [:]
    }

    // MARK: - Archives

    private func save(_ request: RESTRequest) async throws -> Response {
        // No name has a comma in it.
        let references = try Self.reference(request.query["reference"]).split(separator: ",")
            .map(String.init)
        let save = try await images.save(references: references)
        var response = request.streaming(type: Self.archiveType) { writer in
            var writer = writer
            try await save.write { try await writer.write(ByteBuffer(bytes: $0)) }
        }
        response.headers[Self.sizeHeader] = String(save.size)
        return response
    }

    private func load(_ request: RESTRequest, root: JSONValue?) async throws -> Response {
        let body = request.body
        let make = try await images.load(root: root) { take in
            for try await part in body { try await take(Array(part.readableBytesView)[...]) }
        }
        guard request.query["progress"] != "true" else {
            return Self.lines(request) { try await make($0) }
        }
        return .json(try await make { _ in }, indent: request.indent)
    }

    /// The image that a root file system becomes, from the query: `name`, `message`, and `config`, the
    /// JSON of the configuration.
    private static func root(_ request: RESTRequest) throws -> JSONValue {
        var root: JSONValue = [:]
        root["name"] = request.query["name"].map { .string($0) }
        root["message"] = request.query["message"].map { .string($0) }
        if let text = request.query["config"] {
            guard let config = try? JSONValue(parsing: text), config.objectValue != nil else {
                throw APIError.badRequest("config is no JSON object")
            }
            root["config"] = config
        }
        return root
    }

    // MARK: - Answers in lines

    /// `progress` objects as they come, then one `result` or `error`.
    private static func lines(
        _ request: RESTRequest,
        _ work: @escaping @Sendable (@escaping ImageEndpoint.Progress) async throws -> JSONValue
    ) -> Response {
        request.streaming(type: "application/json;stream=watch") { writer in
            var writer = writer
            // Progress is a state, not a history: of what waits only the newest counts.
            let (lines, source) = AsyncStream.makeStream(
                of: JSONValue.self, bufferingPolicy: .bufferingNewest(1))
            async let last = lastLine {
                defer { source.finish() }
                return try await work { source.yield(["progress": $0]) }
            }
            for await line in lines { try await writer.write(buffer(line)) }
            try await writer.write(buffer(await last))
        }
    }

    private static func lastLine(_ work: () async throws -> JSONValue) async -> JSONValue {
        do {
            return ["result": try await work()]
        } catch {
            let error = error as? APIError ?? APIError(code: 500, reason: "", message: "\(error)")
            return ["error": error.status]
        }
    }

    private static func buffer(_ line: JSONValue) -> ByteBuffer {
        ByteBuffer(bytes: line.serializedBytes() + [UInt8(ascii: "\n")])
    }

    private static func reference(_ text: String?) throws(APIError) -> String {
        guard let text, !text.isEmpty else {
            throw .badRequest("no image is named: give its reference, for example busybox:1.36")
        }
        return text
    }
}

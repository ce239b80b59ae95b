import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore

extension Response {
    static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, indent: Int? = nil
    ) -> Response {
        bytes(value.serializedBytes(indent: indent), type: "application/json", status: status)
    }

    static func text(_ text: String) -> Response {
        bytes(Array(text.utf8), type: "text/plain; charset=utf-8")
    }

    static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        Response.bytes([bytes], type: type, status: status)
    }

    /// - Parameter parts: together one text.
    static func bytes(
        _ parts: [[UInt8]], type: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-cache, private"],
            body: body(parts))
    }

    /// Bytes of an answer that a connection gets at a time.
    private static let pieceSize = 512 << 10

    /// A long one goes out in pieces: the client reads one while the next is encrypted, and the
    /// connection holds no second copy of all of it, whose memory would cost more than the bytes.
    private static func body(_ parts: [[UInt8]]) -> ResponseBody {
        let count = parts.reduce(0) { $0 + $1.count }
        guard count > pieceSize else {
            var buffer = ByteBuffer()
            buffer.reserveCapacity(count)
            for part in parts { buffer.writeBytes(part) }
            return ResponseBody(byteBuffer: buffer)
        }
        return ResponseBody(contentLength: count) { writer in
            for part in parts {
                for start in stride(from: 0, to: part.count, by: pieceSize) {
                    let piece = part[start..<min(start + pieceSize, part.count)]
                    try await writer.write(ByteBuffer(bytes: piece))
                }
            }
            try await writer.finish(nil)
        }
    }

    /// The one place where a failure becomes a `Status`.
    init(failure error: any Error) {
        if let refusal = error as? MethodNotAllowed {
            self.init(failure: APIError.methodNotAllowed)
            headers[.allow] = refusal.allowed.map(\.rawValue).joined(separator: ", ")
            return
        }
        if let refusal = error as? StreamRefusal {
            self = .bytes(
                Array("\(refusal)\n".utf8), type: "text/plain; charset=utf-8",
                status: HTTPResponse.Status(code: refusal.code))
            return
        }
        let error = error as? APIError ?? .internalError("\(error)")
        self = .json(error.status, status: HTTPResponse.Status(code: error.code))
        if let seconds = error.details?["retryAfterSeconds"]?.integerValue, seconds > 0 {
            headers[.retryAfter] = String(seconds)
        }
    }

    /// Adds a `Warning` header (RFC 7234, section 5.5) for each text.
    func adding(warnings: [String]) -> Response {
        var response = self
        for warning in warnings {
            response.headers.append(HTTPField(name: .warning, value: Self.warningValue(warning)))
        }
        return response
    }

    /// 299 is "miscellaneous persistent warning"; control characters cannot stand in a header.
    static func warningValue(_ text: String) -> String {
        var quoted = ""
        for character in text.unicodeScalars {
            switch character {
            case "\"", "\\": quoted += "\\\(character)"
            case _ where character.value < 0x20 || character.value == 0x7F: quoted += " "
            default: quoted.unicodeScalars.append(character)
            }
        }
        return "299 - \"\(quoted)\""
    }
}

extension HTTPField.Name {
    static let warning = HTTPField.Name("Warning")!
}

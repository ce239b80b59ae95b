import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI

/// How one client gets the bytes of an answer.
struct ResponseForm {
    var notation = AcceptedForm.Notation.json
    /// Spaces a level; nil for one line.
    var indent: Int?
    var takesGzip = false

    /// Whether JSON text can be passed on as it is.
    var isPlainJSON: Bool { notation == .json && indent == nil }

    func response(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        switch notation {
        case .json:
            response(
                value.serializedBytes(indent: indent), type: "application/json", status: status)
        case .yaml:
            response(
                Array(YAMLPrinter.print(value).utf8), type: "application/yaml", status: status)
        }
    }

    /// - Parameter bytes: of the media type `type`.
    func response(
        _ bytes: [UInt8], type: String = "application/json", status: HTTPResponse.Status = .ok
    ) -> Response {
        response([bytes], type: type, status: status)
    }

    /// - Parameter parts: together a text of the media type `type`.
    func response(
        _ parts: [[UInt8]], type: String = "application/json", status: HTTPResponse.Status = .ok
    ) -> Response {
        guard takesGzip, parts.reduce(0, { $0 + $1.count }) >= Gzip.threshold,
            let packed = Gzip.compress(parts.count == 1 ? parts[0] : Array(parts.joined()))
        else {
            return .bytes(parts, type: type, status: status)
        }
        var response = Response.bytes(packed, type: type, status: status)
        response.headers[.contentEncoding] = "gzip"
        response.headers[.vary] = "Accept-Encoding"
        return response
    }
}

extension RESTRequest {
    /// The form for answers that are not objects.
    var plainForm: ResponseForm { ResponseForm(indent: indent, takesGzip: takesGzip) }

    /// - Throws: 406.
    func form() throws(APIError) -> ResponseForm {
        ResponseForm(
            notation: try AcceptedForm(accept: headers[.accept]).notation, indent: indent,
            takesGzip: takesGzip)
    }

    var takesGzip: Bool {
        MediaType.list(headers[.acceptEncoding] ?? "").contains {
            ["gzip", "*"].contains($0.essence)
        }
    }
}

import JSON
import KubernetesAPI

/// Reads protocol buffers in Kubernetes' envelope into JSON.
struct ProtobufReader {
    static let mediaType = "application/vnd.kubernetes.protobuf"

    /// Why bytes are not the message they should be.
    struct Malformed: Error {}

    private enum Value {
        case varint(UInt64)
        case bytes(ArraySlice<UInt8>)
        case fixed
    }

    /// - Throws: 400 for broken bytes, 415 for a kind that is only taken as JSON.
    static func decode(_ bytes: [UInt8]) throws(APIError) -> JSONValue {
        let magic: [UInt8] = [0x6B, 0x38, 0x73, 0x00]
        guard bytes.starts(with: magic) else {
            throw .badRequest("the body of the request is not a protobuf object of Kubernetes")
        }
        do {
            let envelope = bytes.dropFirst(magic.count)
            let type = try object(envelope, ProtobufMessage.unknown)["typeMeta"] ?? [:]
            var content = ArraySlice<UInt8>()
            try forEachField(envelope) { number, value in
                if number == 2, case .bytes(let raw) = value { content = raw }
            }
            guard let kind = type["kind"]?.stringValue, let message = ProtobufMessage.kinds[kind]
            else {
                throw APIError.unsupportedMediaType(
                    "a \(type["kind"]?.stringValue ?? "body") is only taken as application/json or "
                        + "application/yaml, not as \(mediaType)")
            }
            var result = try object(content, message)
            result["kind"] = type["kind"]
            result["apiVersion"] = type["apiVersion"]
            return result
        } catch let error as APIError {
            throw error
        } catch {
            throw .badRequest("the body of the request is not a well-formed protobuf message")
        }
    }

    private static func object(
        _ bytes: ArraySlice<UInt8>, _ message: ProtobufMessage
    ) throws -> JSONValue {
        var result: JSONObject = [:]
        try forEachField(bytes) { number, value in
            guard let field = message.fields[number] else { return }
            switch field.type {
            case .repeated(let element):
                let old = result[field.name]?.arrayValue ?? []
                result[field.name] = .array(old + [try json(value, element)])
            case .map(let element):
                var map = result[field.name] ?? [:]
                let entry = try object(
                    try content(value),
                    ProtobufMessage(fields: [1: ("key", .string), 2: ("value", element)]))
                map[entry["key"]?.stringValue ?? ""] = entry["value"] ?? ""
                result[field.name] = map
            default:
                let decoded = try json(value, field.type)
                // The encoder writes empty strings where JSON leaves the member out.
                if decoded != "", !decoded.isNull { result[field.name] = decoded }
            }
        }
        return .object(result)
    }

    private static func json(
        _ value: Value, _ type: ProtobufMessage.FieldType
    ) throws -> JSONValue {
        switch type {
        case .string:
            guard let text = String(validating: try content(value), as: UTF8.self) else {
                throw Malformed()
            }
            return .string(text)
        case .integer: return .integer(Int64(bitPattern: try varint(value)))
        case .bool: return .bool(try varint(value) != 0)
        case .message(let message): return try object(try content(value), message)
        case .time:
            let time = ProtobufMessage(fields: [1: ("seconds", .integer)])
            guard let seconds = try object(try content(value), time)["seconds"]?.integerValue else {
                return .null
            }
            // The years that a time has, so that no sum overflows.
            guard (-9_000_000_000...9_000_000_000).contains(seconds) else { throw Malformed() }
            return Timestamp(secondsSince1970: seconds).json
        case .bytes: return .string(Base64.encode(Array(try content(value))))
        case .quantity:
            return try object(
                try content(value), ProtobufMessage(fields: [1: ("text", .string)]))["text"] ?? ""
        case .integerOrString:
            let either = try object(
                try content(value),
                ProtobufMessage(fields: [
                    1: ("isText", .integer), 2: ("number", .integer), 3: ("text", .string),
                ]))
            let isText = either["isText"]?.integerValue == 1
            return isText ? either["text"] ?? "" : either["number"] ?? 0
        case .items(let element):
            return try object(
                try content(value), ProtobufMessage(fields: [1: ("items", .repeated(element))]))[
                    "items"] ?? []
        case .map, .repeated: throw Malformed()
        }
    }

    private static func content(_ value: Value) throws -> ArraySlice<UInt8> {
        guard case .bytes(let bytes) = value else { throw Malformed() }
        return bytes
    }

    private static func varint(_ value: Value) throws -> UInt64 {
        guard case .varint(let number) = value else { throw Malformed() }
        return number
    }

    private static func forEachField(
        _ bytes: ArraySlice<UInt8>, _ body: (UInt64, Value) throws -> Void
    ) throws {
        var rest = bytes
        while !rest.isEmpty {
            let tag = try readVarint(&rest)
            switch tag & 7 {
            case 0: try body(tag >> 3, .varint(try readVarint(&rest)))
            case 1: try skip(8, &rest, tag, body)
            case 5: try skip(4, &rest, tag, body)
            case 2:
                let length = try readVarint(&rest)
                guard length <= UInt64(rest.count) else { throw Malformed() }
                try body(tag >> 3, .bytes(rest.prefix(Int(length))))
                rest = rest.dropFirst(Int(length))
            default: throw Malformed()
            }
        }
    }

    private static func skip(
        _ count: Int, _ rest: inout ArraySlice<UInt8>, _ tag: UInt64,
        _ body: (UInt64, Value) throws -> Void
    ) throws {
        guard rest.count >= count else { throw Malformed() }
        rest = rest.dropFirst(count)
        try body(tag >> 3, .fixed)
    }

    private static func readVarint(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw Malformed() }
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw Malformed()
    }
}

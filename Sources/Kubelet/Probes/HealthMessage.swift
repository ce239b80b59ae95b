/// The two messages of `grpc.health.v1.Health/Check`, in gRPC's framing: a byte for compression, the
/// length in four bytes, then protocol buffers.
enum HealthMessage {
    enum Status: Int, Sendable {
        case unknown = 0
        case serving = 1
        case notServing = 2
        case serviceUnknown = 3

        /// As the protocol's own definition spells it.
        var name: String {
            switch self {
            case .unknown: "UNKNOWN"
            case .serving: "SERVING"
            case .notServing: "NOT_SERVING"
            case .serviceUnknown: "SERVICE_UNKNOWN"
            }
        }
    }

    /// `HealthCheckRequest { service = 1 }`
    static func request(service: String) -> [UInt8] {
        let name = Array(service.utf8)
        var message: [UInt8] = []
        if !name.isEmpty { message = [0x0A] + varint(name.count) + name }
        let length = UInt32(message.count)
        return [0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32($0))) }
            + message
    }

    /// The status of `HealthCheckResponse { status = 1 }`; nil where the bytes are none.
    static func status(of frame: [UInt8]) -> Status? {
        guard frame.count >= 5, frame[0] == 0 else { return nil }
        let length = frame[1..<5].reduce(0) { $0 << 8 | Int($1) }
        guard frame.count >= 5 + length else { return nil }
        var bytes = frame[5..<(5 + length)]
        var status = Status.unknown
        while let key = takeVarint(&bytes) {
            switch key & 7 {
            case 0:
                guard let value = takeVarint(&bytes) else { return nil }
                if key >> 3 == 1 { status = Status(rawValue: value) ?? .unknown }
            case 1: bytes = bytes.dropFirst(8)
            case 2:
                guard let count = takeVarint(&bytes), count <= bytes.count else { return nil }
                bytes = bytes.dropFirst(count)
            case 5: bytes = bytes.dropFirst(4)
            default: return nil
            }
        }
        return bytes.isEmpty ? status : nil
    }

    private static func varint(_ value: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7F) | 0x80)
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }

    /// Nil where there is none, or one of more than 32 bits.
    private static func takeVarint(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        var value = 0
        var shift = 0
        while let byte = bytes.first, shift <= 28 {
            bytes = bytes.dropFirst()
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
}

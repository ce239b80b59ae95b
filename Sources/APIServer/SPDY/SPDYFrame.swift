import NIOCore

/// What the two sides of a SPDY/3.1 connection say to each other.
enum SPDYFrame: Hashable {
    /// Opens a stream.
    case open(stream: UInt32, headers: [SPDYHeader], isLast: Bool)
    /// Agrees to a stream; `isLast` refuses it.
    case reply(stream: UInt32, headers: [SPDYHeader], isLast: Bool)
    case headers(stream: UInt32, headers: [SPDYHeader], isLast: Bool)
    /// A part of a data frame; `isLast` ends the sender's side of the stream.
    case data(stream: UInt32, ByteBuffer, isLast: Bool)
    case reset(stream: UInt32, status: UInt32)
    case ping(UInt32)
    case goAway(lastStream: UInt32, status: UInt32)
    case windowUpdate(stream: UInt32, delta: UInt32)
    case settings
    /// A control frame of a type that this side need not know.
    case unknown(type: UInt16)
}

/// Names are in lower case.
struct SPDYHeader: Hashable {
    var name: String
    var value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [SPDYHeader] {
    subscript(name: String) -> String? { first { $0.name == name }?.value }
}

/// Numbers of the protocol, from its draft (draft-mbelshe-httpbis-spdy-00 and SPDY/3.1).
enum SPDYCode {
    static let version: UInt16 = 3
    static let synStream: UInt16 = 1
    static let synReply: UInt16 = 2
    static let reset: UInt16 = 3
    static let settings: UInt16 = 4
    static let ping: UInt16 = 6
    static let goAway: UInt16 = 7
    static let headers: UInt16 = 8
    static let windowUpdate: UInt16 = 9
    static let finFlag: UInt8 = 1

    static let protocolError: UInt32 = 1
    static let refusedStream: UInt32 = 3
    static let cancel: UInt32 = 5
}

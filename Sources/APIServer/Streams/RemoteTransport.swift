import JSON
import KubernetesAPI
import NIOCore

/// The streams between a client and a process, numbered as WebSocket channels are.
enum RemoteStream: UInt8, CaseIterable {
    case input = 0
    case output = 1
    case errorOutput = 2
    case status = 3
    case resize = 4
}

/// Who is told what a client sends to a process. All on the connection's event loop.
protocol RemoteListener: AnyObject {
    /// All streams that the client is to open are open.
    func isReady()
    func received(_ bytes: ByteBuffer)
    func inputEnded()
    func resized(columns: UInt16, rows: UInt16)
    func becameWritable()
    /// The last that is told.
    func closed()
}

/// How the streams of a process come to a client. Bound to its connection's event loop.
protocol RemoteTransport: AnyObject {
    var isWritable: Bool { get }
    func start(_ listener: any RemoteListener)
    /// - Parameter stream: `output` or `errorOutput`.
    func send(_ bytes: ByteBuffer, on stream: RemoteStream)
    func flush()
    func pauseReading()
    func resumeReading()
    /// Tells how the process ended, and ends.
    func finish(_ outcome: RemoteOutcome)
}

/// How a process that was run for a client ended.
enum RemoteOutcome: Hashable {
    case exited(Int, command: [String])
    /// It could not be run, or attached to.
    case failed(String)

    /// As clients since the fourth version of the protocol read it.
    var status: JSONValue {
        switch self {
        case .exited(0, _): return ["metadata": [:], "status": "Success"]
        case .exited(let code, let command):
            let reason = Self.description(code, command)
            return [
                "metadata": [:], "status": "Failure", "reason": "NonZeroExitCode",
                "message": .string("command terminated with non-zero exit code: \(reason)"),
                "details": ["causes": [["reason": "ExitCode", "message": .string("\(code)")]]],
            ]
        case .failed(let reason):
            return [
                "metadata": [:], "status": "Failure", "reason": "InternalError", "code": 500,
                "message": .string("Internal error occurred: \(reason)"),
                "details": ["causes": [["message": .string(reason)]]],
            ]
        }
    }

    /// As older ones read it: nothing where all went well.
    var text: String {
        switch self {
        case .exited(0, _): ""
        case .exited(let code, let command):
            "error executing remote command: \(Self.description(code, command))"
        case .failed(let reason): reason
        }
    }

    func bytes(asStatus: Bool) -> ByteBuffer {
        asStatus ? ByteBuffer(bytes: status.serializedBytes()) : ByteBuffer(string: text)
    }

    private static func description(_ code: Int, _ command: [String]) -> String {
        "error executing command [\(command.joined(separator: " "))], exit code \(code)"
    }
}

/// The size that a client sends: `{"Width":80,"Height":25}`, one after the other.
struct ResizeMessages {
    /// Bytes of one.
    private static let limit = 1024

    private var text: [UInt8] = []

    /// - Returns: the sizes whose messages are complete. Those that cannot be read are passed over.
    mutating func append(_ bytes: ByteBuffer) -> [(columns: UInt16, rows: UInt16)] {
        var sizes: [(columns: UInt16, rows: UInt16)] = []
        for byte in bytes.readableBytesView {
            if text.count < Self.limit { text.append(byte) }
            guard byte == UInt8(ascii: "}") else { continue }
            if let value = try? JSONValue(parsing: text),
                let columns = value["Width"]?.integerValue.flatMap(UInt16.init(exactly:)),
                let rows = value["Height"]?.integerValue.flatMap(UInt16.init(exactly:))
            {
                sizes.append((columns, rows))
            }
            text = []
        }
        return sizes
    }
}

import JSON
import NIOCore

/// The messages of exec and attach over WebSocket: each begins with the number of its channel.
/// (k8s.io/apimachinery/pkg/util/remotecommand; KEP-4006 for version 5)
enum RemoteCommandProtocol: String, CaseIterable, Sendable {
    case v5 = "v5.channel.k8s.io"
    /// Without a way to tell the end of the input.
    case v4 = "v4.channel.k8s.io"

    enum Channel: UInt8, Sendable {
        case stdin = 0
        case stdout = 1
        case stderr = 2
        /// How the command ended, as a Status.
        case error = 3
        case resize = 4
        /// Version 5: the number of a channel that ends follows.
        case close = 255
    }

    static func message(_ channel: Channel, _ bytes: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeInteger(channel.rawValue)
        buffer.writeBytes(bytes)
        return buffer
    }

    /// Tells the end of the input; nil where this version cannot.
    var endOfInput: ByteBuffer? {
        self == .v5 ? Self.message(.close, [Channel.stdin.rawValue]) : nil
    }

    static func resize(_ size: RemoteCommandStreams.TerminalSize) -> ByteBuffer {
        let json: JSONValue = [
            "Width": .integer(Int64(size.width)), "Height": .integer(Int64(size.height)),
        ]
        return message(.resize, json.serializedBytes())
    }

    /// The exit code that a Status tells.
    ///
    /// - Throws: `RemoteCommandError.failed` where the command did not run to its end.
    static func exitCode(_ bytes: [UInt8]) throws(RemoteCommandError) -> Int32 {
        guard let status = try? JSONValue(parsing: bytes), status["status"] != nil else {
            let text = String(decoding: bytes, as: UTF8.self)
            throw .failed("the server's report on the command cannot be read: \(text)")
        }
        if status["status"] == "Success" { return 0 }
        let message = status["message"]?.stringValue ?? "the command failed"
        guard status["reason"] == "NonZeroExitCode" else { throw .failed(message) }
        let causes = status.value(at: "details", "causes")?.arrayValue ?? []
        let text = causes.first { $0["reason"] == "ExitCode" }?["message"]?.stringValue
        guard let text, let code = Int32(text) else { throw .failed(message) }
        return code
    }
}

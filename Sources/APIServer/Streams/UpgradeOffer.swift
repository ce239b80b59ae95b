import COpenSSL
import FoundationEssentials
import HTTPTypes
import KubernetesAPI
import KubernetesClient

/// What a client would rather speak than HTTP on its connection.
enum UpgradeOffer: Hashable {
    /// RFC 6455. `protocols`: what it wants to speak inside, the best first.
    case webSocket(key: String, protocols: [String])
    /// `versions`: of the Kubernetes protocol inside, the best first.
    case spdy(versions: [String])

    /// Nil where the request asks for no upgrade that there is.
    ///
    /// - Throws: `StreamRefusal` for one that is not as it has to be.
    init?(method: HTTPRequest.Method, headers: HTTPFields) throws(StreamRefusal) {
        guard Self.tokens(headers, .connection).contains("upgrade") else { return nil }
        let wanted = Self.tokens(headers, .upgrade)
        if wanted.contains("websocket") {
            guard method == .get else {
                throw StreamRefusal(code: 400, "a WebSocket is opened with GET")
            }
            guard headers[.secWebSocketVersion] == "13" else {
                throw StreamRefusal(code: 400, "missing or bad WebSocket version: only 13 is there")
            }
            let key = headers[.secWebSocketKey] ?? ""
            guard Data(base64Encoded: key)?.count == 16 else {
                throw StreamRefusal(code: 400, "missing or bad Sec-WebSocket-Key")
            }
            self = .webSocket(key: key, protocols: Self.list(headers, .secWebSocketProtocol))
        } else if wanted.contains("spdy/3.1") {
            self = .spdy(versions: Self.list(headers, .streamProtocolVersion))
        } else {
            return nil
        }
    }

    /// The answer to a client whose offer is taken, without what is the same in all.
    ///
    /// - Parameter agreed: on which of its protocols; empty for none.
    func answer(_ agreed: String) -> [(name: String, value: String)] {
        switch self {
        case .webSocket(let key, _):
            [
                ("Upgrade", "websocket"), ("Connection", "Upgrade"),
                ("Sec-WebSocket-Accept", Self.accept(key)),
            ] + (agreed.isEmpty ? [] : [("Sec-WebSocket-Protocol", agreed)])
        case .spdy:
            [("Connection", "Upgrade"), ("Upgrade", "SPDY/3.1")]
                + (agreed.isEmpty ? [] : [("X-Stream-Protocol-Version", agreed)])
        }
    }

    /// The first protocol of the client's that is known; empty where it names none.
    ///
    /// - Throws: `StreamRefusal` 403, as kube-apiserver answers.
    func agree(on known: some Collection<String>) throws(StreamRefusal) -> String {
        let wanted =
            switch self {
            case .webSocket(_, let protocols): protocols
            case .spdy(let versions): versions
            }
        if wanted.isEmpty { return "" }
        if let agreed = wanted.first(where: known.contains) { return agreed }
        throw StreamRefusal(
            code: 403,
            "unable to negotiate protocol: client supports [\(wanted.joined(separator: " "))], "
                + "server accepts [\(known.filter { !$0.isEmpty }.joined(separator: " "))]")
    }

    /// RFC 6455, section 4.2.2.
    static func accept(_ key: String) -> String {
        let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        SHA1(text, text.count, &digest)
        return Data(digest).base64EncodedString()
    }

    private static func tokens(_ headers: HTTPFields, _ name: HTTPField.Name) -> [String] {
        list(headers, name).map { $0.lowercased() }
    }

    /// A header that may be sent once or several times.
    private static func list(_ headers: HTTPFields, _ name: HTTPField.Name) -> [String] {
        headers[values: name].flatMap { $0.split(separator: ",") }
            .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
            .filter { !$0.isEmpty }
    }
}

extension HTTPField.Name {
    static let streamProtocolVersion = HTTPField.Name("X-Stream-Protocol-Version")!
}

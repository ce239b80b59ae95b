import HTTPTypes
import HummingbirdCore
import KubernetesAPI
import KubernetesClient
import NIOCore

extension ResourceHandler {
    /// `portforward` of a Pod: over SPDY, over SPDY inside a WebSocket, or with channels of one.
    func portForward(
        _ request: RESTRequest, _ path: ResourcePath, pod: String
    ) async throws -> Response {
        guard let source = streamSource else { throw APIError.noSuchPath }
        let dial = try await source.portForward(namespace: path.namespace ?? "", pod: pod)
        let (offer, slot) = try request.upgrade()
        switch offer {
        case .spdy:
            let agreed = try offer.agree(on: [SPDYPortForward.version])
            slot.plan = Self.portForward(offer.answer(agreed), pod: pod, isTunnel: false, dial)
        case .webSocket(_, let protocols) where protocols.contains(SPDYPortForward.tunnelProtocol):
            slot.plan = Self.portForward(
                offer.answer(SPDYPortForward.tunnelProtocol), pod: pod, isTunnel: true, dial)
        case .webSocket:
            let agreed = try offer.agree(on: WebSocketPortForward.Version.all.keys)
            let ports = try request.query.ports()
            slot.plan = Self.portForward(
                offer.answer(agreed), pod: pod, ports,
                WebSocketPortForward.Version.all[agreed]!, dial)
        }
        return Response(status: .switchingProtocols)
    }

    private static func portForward(
        _ headers: [(name: String, value: String)], pod: String, isTunnel: Bool,
        _ dial: @escaping @Sendable (UInt16) async throws -> Int32
    ) -> UpgradePlan {
        UpgradePlan(headers: headers) { upgrade in
            let session = try await upgrade.begin { line in
                guard isTunnel else {
                    let spdy = try SPDYConnection(line)
                    let session = SPDYPortForward(spdy, pod: pod, dial: dial)
                    spdy.start(session)
                    return (spdy, session)
                }
                let webSocket = WebSocketConnection(line)
                let tunnel = WebSocketTunnel(webSocket, over: line)
                webSocket.start(tunnel)
                let spdy = try SPDYConnection(tunnel)
                tunnel.connection = spdy
                let session = SPDYPortForward(spdy, pod: pod, dial: dial)
                spdy.start(session)
                return (webSocket, session)
            }
            try await upgrade.untilShutdown {
                try await upgrade.eventLoop.flatSubmit { session.value.endFuture }.get()
            }
        }
    }

    private static func portForward(
        _ headers: [(name: String, value: String)], pod: String, _ ports: [UInt16],
        _ version: WebSocketPortForward.Version,
        _ dial: @escaping @Sendable (UInt16) async throws -> Int32
    ) -> UpgradePlan {
        UpgradePlan(headers: headers) { upgrade in
            let session = try await upgrade.begin { line in
                let webSocket = WebSocketConnection(line)
                let session = WebSocketPortForward(webSocket, over: line, version, pod: pod)
                webSocket.start(session)
                session.start(ports, dial: dial)
                return (webSocket, session)
            }
            try await upgrade.untilShutdown {
                try await upgrade.eventLoop.flatSubmit { session.value.endFuture }.get()
            }
        }
    }
}

extension QueryParameters {
    /// `ports`, given once or several times, with commas or without.
    fileprivate func ports() throws(APIError) -> [UInt16] {
        let texts = all("ports").flatMap { $0.split(separator: ",") }
        var ports: [UInt16] = []
        for text in texts {
            guard let port = UInt16(text), port > 0 else {
                throw .badRequest("query parameter ports: \"\(text)\" is not a port")
            }
            ports.append(port)
        }
        guard !ports.isEmpty else { throw .badRequest("query parameter \"ports\" is required") }
        guard ports.count <= WebSocketPortForward.maximumPorts else {
            throw .badRequest("at most \(WebSocketPortForward.maximumPorts) ports may be given")
        }
        return ports
    }
}

import HTTPTypes
import HummingbirdCore
import KubernetesAPI
import KubernetesClient
import NIOCore

extension ResourceHandler {
    /// `exec` and `attach` of a Pod.
    func remoteCommand(
        _ request: RESTRequest, _ path: ResourcePath, pod: String, isExec: Bool
    ) async throws -> Response {
        let streams = try RemoteStreamRequest(request.query)
        let command = isExec ? request.query.all("command") : []
        guard !isExec || !command.isEmpty else {
            throw APIError.badRequest("you must specify a command: the query has no command=")
        }
        guard let source = streamSource else { throw APIError.noSuchPath }
        let start = try await source.remoteCommand(
            namespace: path.namespace ?? "", pod: pod,
            RemoteCommandRequest(
                streams, container: request.query["container"], command: command))
        let (offer, slot) = try request.upgrade()
        let agreed: String
        switch offer {
        case .webSocket: agreed = try offer.agree(on: WebSocketRemoteStreams.Version.all.keys)
        case .spdy: agreed = try offer.agree(on: SPDYRemoteStreams.versions)
        }
        let purpose =
            isExec ? "error executing command in container" : "error attaching to container"
        slot.plan = UpgradePlan(headers: offer.answer(agreed)) { upgrade in
            let session = try await upgrade.begin { line in
                switch offer {
                case .webSocket:
                    let webSocket = WebSocketConnection(line)
                    let transport = WebSocketRemoteStreams(
                        webSocket, over: line, WebSocketRemoteStreams.Version.all[agreed]!, streams)
                    webSocket.start(transport)
                    let session = RemoteSession(transport, on: line.eventLoop)
                    session.start()
                    return (webSocket, session)
                case .spdy:
                    let spdy = try SPDYConnection(line)
                    let transport = SPDYRemoteStreams(spdy, version: agreed, streams)
                    spdy.start(transport)
                    let session = RemoteSession(transport, on: line.eventLoop)
                    session.start()
                    return (spdy, session)
                }
            }
            try await upgrade.untilShutdown {
                try await session.run(on: upgrade.eventLoop, command, purpose, start)
            }
        }
        return Response(status: .switchingProtocols)
    }
}

extension RESTRequest {
    /// What the client offers, and where the plan for its connection goes.
    ///
    /// - Throws: 400 for a request that asks for no upgrade.
    func upgrade() throws -> (UpgradeOffer, UpgradeSlot) {
        guard let slot = upgradeSlot, let offer = try UpgradeOffer(method: method, headers: headers)
        else { throw APIError.badRequest("Upgrade request required") }
        return (offer, slot)
    }
}

extension NIOLoopBound<RemoteSession> {
    /// The life of a session, from the upgrade to its end.
    ///
    /// - Parameters:
    ///   - purpose: goes before what went wrong.
    ///   - start: starts the process.
    func run(
        on eventLoop: any EventLoop, _ command: [String], _ purpose: String,
        _ start: @Sendable () async throws -> any RemoteProcess
    ) async throws {
        do {
            try await eventLoop.flatSubmit { value.isReadyFuture }.get()
        } catch {
            // The client has gone before there was anything to do.
            return
        }
        do {
            let process = try await start()
            try await eventLoop.submit { try value.connect(process) }.get()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let code = try await process.waitForEnd()
                    try await eventLoop.submit { value.end(.exited(code, command: command)) }.get()
                    try await eventLoop.flatSubmit { value.endFuture }.get()
                }
                group.addTask { try await eventLoop.flatSubmit { value.endFuture }.get() }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            try await eventLoop.submit { value.end(.failed("\(purpose): \(error)")) }.get()
        }
        try await eventLoop.flatSubmit { value.endFuture }.get()
    }
}

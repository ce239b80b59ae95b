import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

/// Follows the log of one container through restarts of the container and of the daemon.
struct LogFollower: Sendable {
    let client: KubeconfigClient
    let namespace: String
    let pod: String
    let container: String
    /// What to show; `request.timestamps` says whether with times.
    let request: LogRequest
    /// Whether to wait for a container that has not begun, instead of failing.
    var waitsForStart = false
    /// Receives what is to be shown.
    let show: @Sendable ([UInt8]) async -> Void
    /// Receives remarks on the connection.
    let remark: @Sendable (String) -> Void

    /// Returns when the container has ended for good.
    ///
    /// - Throws: `APIError`, and `ConnectionError` where there is no connection to begin with.
    func run() async throws {
        var position = LogPosition(showsTimestamps: request.timestamps)
        var delays = RetryDelays()
        var isConnected = false
        var hasBegun = false
        while true {
            do {
                let stream = try await client.log(
                    namespace: namespace, pod: pod, request: position.request(request))
                if hasBegun, !isConnected { remark("connected again") }
                (hasBegun, isConnected) = (true, true)
                position.reconnect()
                for try await bytes in stream {
                    delays = RetryDelays()
                    await show(position.receive(bytes))
                }
                if try await isOver() { return }
            } catch let error as ConnectionError where error.isTransient && hasBegun {
                if isConnected { remark("\(error.server) is gone; waiting for it to come back") }
                isConnected = false
            } catch let error as APIError where hasBegun && error.isTemporary {
                // A daemon that just came back may not have found its containers yet.
            } catch let error as APIError where waitsForStart && error.isTemporary {
                if try await isOver() { return }
            } catch let error as APIError where (hasBegun || waitsForStart) && error.code == 404 {
                // The Pod has gone meanwhile.
                return
            }
            try await Task.sleep(for: delays.next())
        }
    }

    /// After the end of the stream: waits until there is more to read, or answers that there never
    /// will be.
    private func isOver() async throws -> Bool {
        let selector = ListOptions(fieldSelector: "metadata.name=\(pod)")
        let list = try await client.list(.pods, namespace: namespace, options: selector)
        guard let object = list.items.first else { return true }
        switch ContainerFate(Pod(json: object), container: container) {
        case .running: return false
        case .over: return true
        case .willStart: break
        }
        var options = selector
        options.resourceVersion = list.resourceVersion
        let events = try await client.watch(.pods, namespace: namespace, options: options)
        for try await event in events where event.kind != .bookmark {
            if event.kind == .deleted { return true }
            switch ContainerFate(Pod(json: event.object), container: container) {
            case .running: return false
            case .over: return true
            case .willStart: continue
            }
        }
        return false
    }
}

extension APIError {
    /// Whether a log that was readable before may be readable again soon.
    fileprivate var isTemporary: Bool { code >= 500 || code == 429 || code == 400 || code == 410 }
}

/// The pauses between attempts to connect: 50 ms, doubling up to 1 s.
struct RetryDelays: Sendable {
    private var upcoming = Duration.milliseconds(50)

    init() {}

    mutating func next() -> Duration {
        defer { upcoming = min(upcoming * 2, .seconds(1)) }
        return upcoming
    }
}

import ContainerRuntime
import JSON
import KubernetesAPI
import KubernetesClient
import LinuxSystem

extension Kubelet: PodLogSource {
    /// The log of a container; with `follow` it goes on across rotations and restarts, also from
    /// before the first start, until the container has ended for good.
    ///
    /// - Throws: `APIError`: 404 for no such Pod, 400 for no such container or no log yet.
    public func log(
        namespace: String, pod: String, request: LogRequest
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        let object = try await services.client.get(.pods, namespace: namespace, name: pod)
        let uid = Pod(json: object).metadata.uid
        let worker = await worker(of: Pod(json: object))
        let snapshot = await worker?.snapshot ?? (pod: Pod(json: object), observed: ObservedPod())
        let choice = try LogSelection.choose(
            request.container, previous: request.previous, follow: request.follow,
            pod: snapshot.pod, observed: snapshot.observed)
        let folder =
            services.configuration.podLogDirectory(namespace: namespace, name: pod, uid: uid)
            + "/\(choice.container)"
        do {
            return try await pieces(choice, request, folder, worker)
        } catch let error as SystemError {
            throw APIError.internalError(error.description)
        }
    }

    private func pieces(
        _ choice: LogSelection.Choice, _ request: LogRequest, _ folder: String, _ worker: PodWorker?
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        let isFollowing = request.follow && worker != nil && !request.previous
        if isFollowing { try PodDirectory.make(folder) }
        let reader = try ContainerLogReader(
            folder: folder, options: try options(choice, request, follow: isFollowing),
            watcher: isFollowing ? try logWatcher() : nil
        ) { [weak worker] in
            guard let worker else { return true }
            return await worker.hasFinished(choice.container)
        }
        if isFollowing { await worker?.register(reader) }
        return reader.pieces
    }

    private func options(
        _ choice: LogSelection.Choice, _ request: LogRequest, follow: Bool
    ) throws(APIError) -> ContainerLogOptions {
        var since: Int64?
        if let seconds = request.sinceSeconds {
            since = services.clock.now() - min(seconds, Int64(Int32.max)) * .second
        } else if let text = request.sinceTime, !text.isEmpty {
            guard let time = Timestamp(checking: .string(text)) else {
                throw .badRequest("sinceTime \"\(text)\" is no time in the form of RFC 3339")
            }
            since = time.nanosecondsSince1970
        }
        return ContainerLogOptions(
            attempt: choice.attempt.map { .number($0) } ?? .latest, follow: follow, since: since,
            tailLines: request.tailLines.map { Int(clamping: max($0, 0)) },
            timestamps: request.timestamps,
            limitBytes: request.limitBytes.map { Int(clamping: max($0, 1)) },
            streams: request.stream.outputs)
    }
}

extension PodWorker {
    /// Whether a container can write nothing more.
    func hasFinished(_ container: String) -> Bool {
        isDone || LogSelection.isFinished(container, pod: pod, observed: observed)
    }

    /// Lets those who read a log have the rest of it, though its files are about to be removed.
    func keepLogs() async {
        let readers = readers.compactMap(\.reader)
        if readers.isEmpty { return }
        try? await blockingCall { for reader in readers { reader.keepRest() } }
    }

    /// Has a reader that follows a log told of each change of the Pod, as long as it is kept.
    func register(_ reader: ContainerLogReader) {
        readers.append(LogReaderReference(reader: reader))
        reader.wake()
    }
}

extension LogStream {
    /// The outputs that it means.
    fileprivate var outputs: Set<ContainerLogOptions.Stream> {
        switch self {
        case .all: Set(ContainerLogOptions.Stream.allCases)
        case .stdout: [.stdout]
        case .stderr: [.stderr]
        }
    }
}

/// A reader that its caller may give up at any time.
struct LogReaderReference {
    weak var reader: ContainerLogReader?
}

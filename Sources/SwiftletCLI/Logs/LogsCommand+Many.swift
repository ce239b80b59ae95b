import KubeconfigClient
import KubernetesAPI
import KubernetesClient

extension LogsCommand {
    /// How long a line waits for earlier ones of other logs.
    private static let patience = Duration.milliseconds(50)

    /// What there is now of what is meant.
    ///
    /// - Throws: `APIError` for a single Pod that is not there, `CommandError` for a container.
    func targets(
        _ selection: LogSelection, _ namespace: String, _ client: KubeconfigClient
    ) async throws -> [LogTarget] {
        if let selector {
            let options = ListOptions(labelSelector: selector)
            let pods = try await client.list(Pod.self, namespace: namespace, options: options)
            return try pods.items.flatMap(selection.targets)
        }
        var targets: [LogTarget] = []
        for name in selection.names {
            do {
                let pod = Pod(json: try await client.get(.pods, namespace: namespace, name: name))
                targets += try selection.targets(of: pod)
                if selection.container == nil, !allContainers, output == .text,
                    let remark = DefaultContainer(pod).remark
                {
                    StandardStreams.printError(remark + "\n")
                }
            } catch let error as APIError where error.code == 404 {
                // Of several Pods some may be yet to come.
                guard follow, selection.names.count > 1 else { throw error }
            }
        }
        return targets
    }

    /// Several logs as they are now, in one.
    func showAll(
        _ targets: [LogTarget], _ style: LogStyle, _ client: KubeconfigClient
    ) async throws {
        let mixer = LogMixer(style: style, patience: nil) { StandardStreams.write($0) }
        var numbered: [(LogTarget, Int)] = []
        for target in targets { numbered.append((target, await mixer.open(target))) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (target, number) in numbered {
                group.addTask {
                    do {
                        try await show(target, number, mixer, client)
                    } catch let error as APIError where ignoreErrors {
                        Self.remark("\(target.pod)/\(target.container): \(error)")
                    }
                    await mixer.close(number)
                }
            }
            try await group.waitForAll()
        }
    }

    private func show(
        _ target: LogTarget, _ number: Int, _ mixer: LogMixer, _ client: KubeconfigClient
    ) async throws {
        var request = request(target.container)
        request.timestamps = true
        let lines = LineAssembler(prefix: "")
        let pieces = try await client.log(
            namespace: target.namespace, pod: target.pod, request: request)
        for try await bytes in pieces {
            await mixer.add(Self.lines(lines.append(bytes)), from: number)
        }
        await mixer.add(Self.lines(lines.finish()), from: number)
    }

    private static func lines(_ bytes: [UInt8]) -> [LogLine] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map {
            LogLine($0)
        }
    }

    // MARK: - Following

    private enum Event: Sendable {
        case pods(ObjectUpdate<Pod>)
        case ended
    }

    /// Several logs in one, as they grow and as more of them come.
    func followAll(
        _ selection: LogSelection, _ targets: [LogTarget], _ style: LogStyle,
        _ namespace: String, _ client: KubeconfigClient
    ) async throws {
        if let maxLogRequests, targets.count > maxLogRequests {
            throw CommandError(
                "you are attempting to follow \(targets.count) log streams, but maximum allowed "
                    + "concurrency is \(maxLogRequests), "
                    + "use --max-log-requests to increase the limit")
        }
        let mixer = LogMixer(style: style, patience: Self.patience) { StandardStreams.write($0) }
        let (events, event) = AsyncStream.makeStream(of: Event.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await mixer.run() }
            group.addTask {
                let updates = client.updates(
                    of: Pod.self, namespace: namespace,
                    options: ListOptions(labelSelector: selector))
                for await update in updates { event.yield(.pods(update)) }
            }
            var logs = FollowedLogs(selection)
            for await next in events {
                switch next {
                case .ended: logs.ended()
                case .pods(let update):
                    for target in logs.begin(update) {
                        let number = await mixer.open(target)
                        group.addTask {
                            await follow(target, number, mixer, client)
                            event.yield(.ended)
                        }
                    }
                }
                if logs.isOver { break }
            }
            group.cancelAll()
        }
    }

    private func follow(
        _ target: LogTarget, _ number: Int, _ mixer: LogMixer, _ client: KubeconfigClient
    ) async {
        var request = request(target.container)
        request.timestamps = true
        let lines = LineAssembler(prefix: "")
        do {
            try await LogFollower(
                client: client, namespace: target.namespace, pod: target.pod,
                container: target.container, request: request, waitsForStart: true,
                show: { await mixer.add(Self.lines(lines.append($0)), from: number) },
                remark: Self.remark
            ).run()
        } catch is CancellationError {
            return
        } catch {
            // One log that cannot be read ends none of the others.
            Self.remark("\(target.pod)/\(target.container): \(error)")
        }
        await mixer.add(Self.lines(lines.finish()), from: number)
        await mixer.close(number)
    }
}

/// Which logs are followed, and whether there can be more.
struct FollowedLogs {
    private let selection: LogSelection
    private var known: Set<LogTarget> = []
    private var seen: Set<String> = []
    private var running = 0

    init(_ selection: LogSelection) {
        self.selection = selection
    }

    /// All Pods that were named have come, and all of their logs have ended.
    var isOver: Bool {
        selection.selector == nil && running == 0 && seen.isSuperset(of: selection.names)
    }

    /// - Returns: the containers to follow besides those that are followed.
    mutating func begin(_ update: ObjectUpdate<Pod>) -> [LogTarget] {
        let pods: [Pod] =
            switch update {
            case .synchronized(let pods): pods
            case .applied(let pod): [pod]
            case .deleted: []
            }
        var new: [LogTarget] = []
        for pod in pods where selection.contains(pod) {
            seen.insert(pod.metadata.name)
            // A Pod without the container that is wanted has nothing to show.
            let targets = (try? selection.targets(of: pod)) ?? []
            new += targets.filter { known.insert($0).inserted }
        }
        running += new.count
        return new
    }

    mutating func ended() { running -= 1 }
}

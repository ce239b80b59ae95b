import KubeconfigClient
import KubernetesAPI
import KubernetesClient

/// What comes after a container for debugging was added: it starts, and a client is connected to it,
/// or is shown its log where it has ended before.
struct DebugSession: Sendable {
    let client: KubeconfigClient
    let namespace: String
    let pod: String
    let container: String
    let streaming: StreamingOptions

    /// - Throws: `CommandError` where it will not run.
    func run() async throws {
        switch try await state() {
        case .running where streaming.stdin: try await attach()
        // The log has all of it, and not only what comes from now on.
        case .running: try await showLog()
        case .ended: try await showLog()
        case .waiting, .lost:
            throw CommandError(
                "container \(container) does not run: the pod \(pod) has ended or is being deleted")
        }
    }

    /// Waits for its start; says what is in the way of that.
    private func state() async throws -> DebugContainerState {
        var told: String?
        let events = try await client.watch(
            .pods, namespace: namespace,
            options: ListOptions(fieldSelector: "metadata.name=\(pod)"))
        for try await event in events where event.kind != .bookmark {
            if event.kind == .deleted { return .lost }
            let state = DebugContainerState(Pod(json: event.object), container: container)
            guard case .waiting(let problem) = state else { return state }
            if let problem, problem != told {
                printWarning("container \(container): \(problem)")
                told = problem
            }
        }
        // The server ended the watch.
        return try await self.state()
    }

    private func attach() async throws {
        let tty = streaming.usesTerminal()
        if tty, !streaming.quiet {
            StandardStreams.printError(
                "If you don't see a command prompt, try pressing enter.\n")
        }
        do {
            let code = try await streaming.run(
                RemoteCommand(
                    namespace: namespace, pod: pod, container: container,
                    stdin: streaming.stdin, tty: tty), client)
            if code == 0 { return }
        } catch let error as RemoteCommandError {
            warn("\(error)")
        } catch let error as APIError {
            warn(error.message)
        }
        try await showLog()
    }

    private func warn(_ problem: String) {
        StandardStreams.printError(
            "warning: couldn't attach to pod/\(pod), falling back to streaming logs: \(problem)\n")
    }

    private func showLog() async throws {
        let pieces = try await client.log(
            namespace: namespace, pod: pod,
            request: LogRequest(container: container, follow: true))
        for try await bytes in pieces { StandardStreams.write(bytes) }
    }
}

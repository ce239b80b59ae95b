import KubernetesAPI

/// Why a hook failed: what a waiting state says, in the kubelet's words.
struct HookFailure: Error, Sendable, Hashable {
    var message: String
}

/// Runs the hooks of one container.
struct HookRunner: Sendable {
    let pod: Pod
    let container: KubernetesAPI.Container
    let containerID: String
    /// The Pod's.
    let address: String
    let commands: any ContainerCommands
    let clock: any WallClock
    let events: PodEvents

    /// - Returns: why it failed; nil where it did not, or the task was cancelled meanwhile.
    func run(_ hook: LifecycleHandler) async -> HookFailure? {
        do {
            if let exec = hook.exec {
                try await run(exec)
            } else if let http = hook.httpGet {
                try await get(http)
            } else if let sleep = hook.sleep {
                try await clock.sleep(until: clock.now() + sleep.seconds.boundedSeconds * .second)
            } else {
                // A TCP connection cannot be a hook, as in Kubernetes.
                throw HookFailure(message: "Cannot run handler: invalid handler")
            }
            return nil
        } catch is CancellationError {
            return nil
        } catch let failure as HookFailure {
            return failure
        } catch {
            return HookFailure(message: String(describing: error))
        }
    }

    private func run(_ exec: ExecAction) async throws {
        let command = exec.command.joined(separator: " ")
        let prefix =
            "Exec lifecycle hook (\(Self.list(exec.command))) for Container \"\(container.name)\" in Pod \"\(PodNames.full(pod))\" failed"
        let result: CommandResult
        do {
            result = try await commands.run(
                exec.command, in: containerID, timeout: nil, outputLimit: HTTPExchange.bodyLimit)
        } catch {
            try Task.checkCancellation()
            throw HookFailure(message: "\(prefix) - error: \(error), message: \"\"")
        }
        guard result.exitCode != 0 else { return }
        let output = String(decoding: result.output, as: UTF8.self)
        throw HookFailure(
            message:
                "\(prefix) - error: command '\(command)' exited with \(result.exitCode): \(output), message: \(GoQuoted.text(result.output))"
        )
    }

    /// What is answered does not count, only that something is.
    private func get(_ action: HTTPGetAction) async throws {
        do {
            let request = try HTTPRequest(
                action, of: container, address: address, agent: "kube-lifecycle")
            do {
                _ = try await HTTPExchange.perform(request, within: nil)
            } catch let error as HTTPExchangeError where error.isPlainServer {
                let plain = request.withoutTLS
                _ = try await HTTPExchange.perform(plain, within: nil)
                events.warning(
                    "LifecycleHTTPFallback",
                    "request to HTTPS lifecycle hook \(plain.authority) got HTTP response, retry with HTTP succeeded"
                )
            } catch let error as HTTPExchangeError {
                throw HookFailure(message: error.describe(request))
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let reason = (error as? HookFailure)?.message ?? String(describing: error)
            throw HookFailure(
                message:
                    "HTTP lifecycle hook (\(action.path)) for Container \"\(container.name)\" in Pod \"\(PodNames.full(pod))\" failed - error: \(reason)"
            )
        }
    }

    /// As Go prints a list of strings.
    private static func list(_ words: [String]) -> String {
        "[\(words.joined(separator: " "))]"
    }
}

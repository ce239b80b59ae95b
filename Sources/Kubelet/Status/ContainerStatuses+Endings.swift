import ContainerRuntime
import KubernetesAPI

/// What is told of containers that have ended or are gone.
extension ContainerStatuses {
    static func ended(
        _ container: RuntimeContainer, _ seen: ObservedContainer
    ) -> KubernetesAPI.ContainerState {
        var state = KubernetesAPI.ContainerState()
        state.terminated = .with {
            $0.containerID = ContainerLabels.statusID(container.id)
            guard case .exited(let startedAt, let exit) = container.state else {
                $0.exitCode = 137
                $0.reason = "ContainerStatusUnknown"
                $0.message = notLocated
                return
            }
            $0.exitCode = Int32(exit.exitCode)
            $0.reason = exit.terminationReason
            $0.message = exit.message ?? seen.terminationMessages[container.id] ?? ""
            $0.startedAt = Timestamp(nanosecondsSince1970: startedAt ?? 0)
            $0.finishedAt = Timestamp(nanosecondsSince1970: exit.finishedAt)
        }
        return state
    }

    static let notLocated = "The container could not be located when the pod was terminated"

    /// A container that was reported running and is not there any more.
    static func lost(_ old: ContainerStatus) -> KubernetesAPI.ContainerState {
        var state = KubernetesAPI.ContainerState()
        state.terminated = .with {
            $0.exitCode = 137
            $0.reason = "ContainerStatusUnknown"
            $0.message = notLocated
            $0.startedAt = old.state.running?.startedAt
            $0.containerID = old.containerID
        }
        return state
    }

    /// An init container that is gone, of a Pod whose app containers were made.
    static var forgotten: KubernetesAPI.ContainerState {
        .with {
            $0.terminated = .with {
                $0.reason = "Completed"
                $0.message =
                    "Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally"
            }
        }
    }

    /// As Go prints durations of whole seconds: `10s`, `2m40s`, `5m0s`, `1h0m0s`.
    static func text(_ nanoseconds: Int64) -> String {
        let seconds = nanoseconds / .second
        if nanoseconds < .second { return "\(nanoseconds / 1_000_000)ms" }
        if seconds < 60 { return "\(seconds)s" }
        let rest = "\(seconds / 60 % 60)m\(seconds % 60)s"
        return seconds < 3600 ? rest : "\(seconds / 3600)h\(rest)"
    }

    // MARK: - All at once

    // A container that is removed with all others is told of so, the one that brought it about
    // included: how it ended is gone with it (KEP-5532).

    static var resetWaiting: ContainerStateWaiting {
        .with {
            $0.reason = resetReason
            $0.message = resetMessage
        }
    }

    static var resetEnd: KubernetesAPI.ContainerState {
        .with {
            $0.terminated = .with {
                $0.exitCode = 137
                $0.reason = resetReason
                $0.message = resetMessage
            }
        }
    }

    private static let resetReason = "RestartingAllContainers"
    private static let resetMessage =
        "The container is removed because RestartAllContainers in place"
}

extension ContainerExit {
    /// The reason that a status and its readers show.
    var terminationReason: String {
        if let reason { return reason }
        if outOfMemory, exitCode != 0 { return "OOMKilled" }
        return exitCode == 0 ? "Completed" : "Error"
    }
}

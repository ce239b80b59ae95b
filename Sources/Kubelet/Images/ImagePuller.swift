import ImageStore
import KubernetesAPI
import OCI

/// Makes the image of a container available by its pull policy, and tells about it in events.
struct ImagePuller: Sendable {
    enum Outcome: Sendable {
        /// `untold` is what to tell when the image comes to be used: it was there already.
        case ready(ImageRecord, untold: String? = nil)
        /// `reason` is that of the container's waiting state.
        case failed(reason: String, message: String)
    }

    let images: any ImageService
    let settings: ImageSettings
    let queue: ImagePullQueue
    let secrets: PullSecrets
    let pod: Pod
    let events: PodEvents
    let clock: any WallClock

    func ensure(
        _ container: KubernetesAPI.Container, place: ContainerPlace
    ) async -> Outcome {
        await ensure(container.image, policy: container.imagePullPolicy, place: place)
    }

    /// - Parameter place: the container that it is for; nil for a volume.
    func ensure(_ name: String, policy: PullPolicy, place: ContainerPlace?) async -> Outcome {
        let reference: Reference
        do throws(Reference.ParseError) {
            reference = try Reference(parsing: name)
        } catch {
            let message = "Failed to apply default image tag \"\(name)\": \(error)"
            events.warning("InspectFailed", message, container: place)
            events.warning("Failed", "Error: InvalidImageName", container: place)
            return .failed(reason: "InvalidImageName", message: message)
        }
        let (keyring, missing) = await secrets.keyring(of: pod)
        if !missing.isEmpty {
            events.warning(
                "FailedToRetrieveImagePullSecret",
                "Unable to retrieve some image pull secrets (\(missing.joined(separator: ", "))); attempting to pull the image may not succeed."
            )
        }
        let present = await images.image(name)
        let mustProve =
            present.map {
                settings.mustPull(
                    $0, repository: reference.name, credentials: keyring.credentials)
            } ?? false
        let step = ImagePullPolicy.step(
            policy, isPresent: present != nil, mustProve: mustProve, isOffline: images.isOffline)
        switch step {
        case .use:
            return .ready(present!, untold: useMessage(name, policy))
        case .refuse:
            let message =
                present == nil
                ? "Container image \"\(name)\" is not present with pull policy of Never"
                : "Container image \"\(name)\" is present, but no pull has proven that this Pod's credentials are good for it, and its pull policy is Never"
            events.warning("ErrImageNeverPull", message, container: place)
            events.warning("Failed", "Error: ErrImageNeverPull", container: place)
            return .failed(reason: "ErrImageNeverPull", message: message)
        case .pull:
            return await pull(
                name, ImagePullOptions(keyring: keyring, provesAccess: mustProve), place)
        }
    }

    private func useMessage(_ name: String, _ policy: PullPolicy) -> String {
        policy.rawValue == "Always"
            ? "Container image \"\(name)\" already present on machine; its registry was not asked, since the daemon runs offline"
            : "Container image \"\(name)\" already present on machine and can be accessed by the pod"
    }

    private func pull(
        _ name: String, _ options: ImagePullOptions, _ place: ContainerPlace?
    ) async -> Outcome {
        events.normal("Pulling", "Pulling image \"\(name)\"", container: place)
        let asked = clock.now()
        do {
            let (pull, begun) = try await queue.run {
                let begun = clock.now()
                let report = PullReport(of: name, clock: clock) {
                    events.normal("Pulling", $0, container: place)
                }
                let pull = try await images.pull(name, options: options) { report.note($0) }
                return (pull, begun)
            }
            let now = clock.now()
            events.normal(
                "Pulled",
                "Successfully pulled image \"\(name)\" in \(Self.text(now - begun)) (\(Self.text(now - asked)) including waiting). Image size: \(pull.image.size) bytes. Source: \(pull.source).",
                container: place)
            return .ready(pull.image)
        } catch {
            let (reason, message) = Self.failure(error, name)
            events.warning(
                "Failed", "Failed to pull image \"\(name)\": \(error)", container: place)
            events.warning("Failed", "Error: \(reason)", container: place)
            return .failed(reason: reason, message: message)
        }
    }

    /// What the waiting state says (evalCRIPullErr in pkg/kubelet/images).
    private static func failure(
        _ error: any Error, _ name: String
    ) -> (reason: String, message: String) {
        guard let error = error as? ImageStoreError else { return ("ErrImagePull", "\(error)") }
        switch error.reason {
        case .invalidName: return ("InvalidImageName", error.description)
        case .registryUnavailable:
            return (
                "RegistryUnavailable",
                "image pull failed for \(name) because the registry is unavailable: \(error)"
            )
        default: return ("ErrImagePull", error.description)
        }
    }

    /// As Go prints durations, to the millisecond: `12ms`, `1.25s`, `1m3.4s`.
    static func text(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        guard milliseconds >= 1000 else { return "\(milliseconds)ms" }
        let minutes = milliseconds / 60_000
        let seconds = milliseconds % 60_000 / 1000
        var fraction = String(milliseconds % 1000 + 1000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        let rest = fraction.isEmpty ? "\(seconds)s" : "\(seconds).\(fraction)s"
        return minutes > 0 ? "\(minutes)m\(rest)" : rest
    }
}

import ImageStore
import KubernetesAPI
import OCI

/// Makes the image of a container available by its pull policy, and tells about it in events.
struct ImagePuller: Sendable {
    enum Outcome: Sendable {
        case ready(ImageRecord)
        /// `reason` is that of the container's waiting state.
        case failed(reason: String, message: String)
    }

    let images: any ImageService
    let events: PodEvents
    let clock: any WallClock

    func ensure(
        _ container: KubernetesAPI.Container, place: ContainerPlace
    ) async -> Outcome {
        await ensure(container.image, policy: container.imagePullPolicy, place: place)
    }

    /// - Parameter place: the container that it is for; nil for a volume.
    func ensure(_ name: String, policy: PullPolicy, place: ContainerPlace?) async -> Outcome {
        do {
            _ = try Reference(parsing: name)
        } catch {
            let message = "Failed to apply default image tag \"\(name)\": \(error)"
            events.warning("InspectFailed", message, container: place)
            events.warning("Failed", "Error: InvalidImageName", container: place)
            return .failed(reason: "InvalidImageName", message: message)
        }
        let present = await images.image(name)
        switch ImagePullPolicy.step(policy, isPresent: present != nil) {
        case .use:
            events.normal(
                "Pulled", "Container image \"\(name)\" already present on machine",
                container: place)
            return .ready(present!)
        case .refuse:
            let message = "Container image \"\(name)\" is not present with pull policy of Never"
            events.warning("ErrImageNeverPull", message, container: place)
            events.warning("Failed", "Error: ErrImageNeverPull", container: place)
            return .failed(reason: "ErrImageNeverPull", message: message)
        case .pull:
            return await pull(name, place)
        }
    }

    private func pull(_ name: String, _ place: ContainerPlace?) async -> Outcome {
        events.normal("Pulling", "Pulling image \"\(name)\"", container: place)
        let start = clock.now()
        do {
            let pull = try await images.pull(name, progress: nil)
            let took = Self.text(clock.now() - start)
            events.normal(
                "Pulled",
                "Successfully pulled image \"\(name)\" in \(took) (\(took) including waiting) from \(pull.source). Image size: \(pull.image.size) bytes.",
                container: place)
            return .ready(pull.image)
        } catch {
            let message = String(describing: error)
            events.warning(
                "Failed", "Failed to pull image \"\(name)\": \(message)", container: place)
            events.warning("Failed", "Error: ErrImagePull", container: place)
            return .failed(reason: "ErrImagePull", message: message)
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

import ImageStore
import KubernetesAPI
import LinuxSystem
import OCI

/// Volumes that are the files of an image.
struct ImageVolumes: Sendable {
    let services: KubeletServices
    let puller: ImagePuller
    let pod: Pod
    /// Whose the files are; nil leaves them to the machine's users.
    var users: PinnedUserNamespace?
    /// Images whose next pull is put off, by name.
    var failures: [String: Failure] = [:]

    /// Adds where the files are; pulls what is missing by the pull policy.
    func add(to contents: inout VolumeContents) async {
        await removeOfOthers()
        for volume in pod.spec.volumes {
            guard let source = volume.image else { continue }
            switch await image(of: source, volume.name) {
            case .success(let image):
                contents.images[volume.name] = image.statusReference
                contents.places[volume.name] = await place(of: image, volume.name)
            case .failure(let error): contents.places[volume.name] = .failure(error)
            }
        }
    }

    /// Takes back what the Pod with this uid had; fine where there is nothing.
    static func remove(of uid: String, from images: any ImageService) async throws {
        let prefix = prefix + uid + "-"
        for id in await images.rootFileSystems() where id.hasPrefix(prefix) {
            try await images.removeRootFileSystem(containerID: id)
        }
    }

    /// Whether a root file system is a volume's and not a container's.
    static func owns(_ id: String) -> Bool { id.hasPrefix(prefix) }

    private static let prefix = "volume-"

    /// A sandbox that takes the place of another one may have other users.
    private var id: String {
        Self.prefix + pod.metadata.uid + "-" + (users.map { "\($0.range.first)-" } ?? "")
    }

    /// Those that were made for users that the Pod has no more. Fine where one is in use: what is
    /// left is removed with the Pod.
    private func removeOfOthers() async {
        guard users != nil else { return }
        for other in await services.images.rootFileSystems()
        where other.hasPrefix(Self.prefix + pod.metadata.uid + "-") && !other.hasPrefix(id) {
            try? await services.images.removeRootFileSystem(containerID: other)
        }
    }

    private func image(
        of source: ImageVolumeSource, _ name: String
    ) async -> Result<ImageRecord, VolumeError> {
        let outcome: ImagePuller.Outcome =
            if let failure = failures[source.reference] {
                .failed(reason: failure.reason, message: failure.message)
            } else {
                await puller.ensure(source.reference, policy: source.pullPolicy, place: nil)
            }
        switch outcome {
        case .failed(let reason, let message):
            return .failure(
                .image(
                    volume: name, image: source.reference, reason: reason, message: message))
        case .ready(let image, let untold):
            if let untold { puller.events.normal("Pulled", untold) }
            return .success(image)
        }
    }

    private func place(
        of image: ImageRecord, _ name: String
    ) async -> Result<String, VolumeError> {
        do {
            return .success(
                try await services.images.prepareRootFileSystem(
                    imageID: image.id, containerID: id + name, users: users))
        } catch {
            return .failure(.failed(volume: name, cause: String(describing: error)))
        }
    }
}

extension ImageRecord {
    /// As statuses name the image: by the digest that was pulled, else by its id.
    var statusReference: String { digests.first ?? id.description }
}

import APIServer
import ContainerRuntime
import ImageStore
import JSON
import KubernetesAPI
import OCI

/// The image store as the API shows it.
struct StoredImages: ImageEndpoint {
    let images: any ImageService
    let runtime: any ContainerRuntime

    func images() async throws -> [JSONValue] {
        await images.images().map(Self.json)
    }

    func pull(
        reference: String, progress: @escaping @Sendable (JSONValue) -> Void
    ) async throws -> JSONValue {
        let pull = try await images.pull(reference) {
            progress([
                "step": .string($0.step), "completedBytes": .integer($0.completedBytes),
                "totalBytes": .integer($0.totalBytes),
            ])
        }
        return [
            "image": Self.json(pull.image), "source": .string(pull.source),
            "bytesFetched": .integer(pull.bytesFetched),
        ]
    }

    func remove(reference: String) async throws -> [String] {
        guard let image = await images.image(reference) else {
            throw APIError(
                code: 404, reason: "NotFound",
                message: "no image \"\(reference)\"; swiftlet images lists those that are there")
        }
        let users = await runtime.containers(sandboxID: nil).filter {
            $0.configuration.imageID == image.id.description
        }
        if let user = users.first {
            let pod = user.configuration.labels["io.kubernetes.pod.name"] ?? user.sandboxID
            throw APIError(
                code: 409, reason: "Conflict",
                message:
                    "image \"\(reference)\" is in use by container \(user.configuration.name) of Pod \(pod); delete that first"
            )
        }
        return try await images.remove(reference)
    }

    private static func json(_ image: ImageRecord) -> JSONValue {
        [
            "id": .string(image.id.description), "tags": .array(image.tags.map { .string($0) }),
            "digests": .array(image.digests.map { .string($0) }), "size": .integer(image.size),
            "createdAt": .string(
                Timestamp(nanosecondsSince1970: image.createdAt).truncatedToSeconds.description),
        ]
    }
}

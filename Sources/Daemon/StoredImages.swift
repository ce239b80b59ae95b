import APIServer
import ContainerRuntime
import ImageStore
import JSON
import KubernetesAPI
import OCI

/// The image store as the API shows it.
struct StoredImages: ImageEndpoint {
    let images: ImageStore
    let runtime: any ContainerRuntime

    func images() async throws -> [JSONValue] {
        let used = await usedImages()
        return await images.images().map { image in
            var json = Self.json(image)
            json["inUse"] = .bool(used.contains(image.id.description))
            return json
        }
    }

    func pull(_ request: JSONValue, progress: @escaping Progress) async throws -> JSONValue {
        let platform = try request["platform"]?.stringValue.map { text throws(APIError) in
            guard let platform = Platform(text) else {
                throw .badRequest("\"\(text)\" is no platform, such as linux/arm64")
            }
            return platform
        }
        let options = ImagePullOptions(
            keyring: Self.keyring(request), recordsAccess: false, platform: platform)
        let pull = try await answering {
            try await images.pull(request["reference"]?.stringValue ?? "", options: options) {
                progress(Self.json($0))
            }
        }
        return [
            "image": Self.json(pull.image), "source": .string(pull.source),
            "bytesFetched": .integer(pull.bytesFetched),
        ]
    }

    func push(_ request: JSONValue, progress: @escaping Progress) async throws -> JSONValue {
        let push = try await answering {
            try await images.push(
                request["reference"]?.stringValue ?? "", as: request["name"]?.stringValue,
                keyring: Self.keyring(request)
            ) { progress(Self.json($0)) }
        }
        return [
            "name": .string(push.name), "digest": .string(push.digest.description),
            "target": .string(push.target), "bytesSent": .integer(push.bytesSent),
        ]
    }

    func verify(progress: @escaping Progress) async throws -> JSONValue {
        let result = try await images.verify { progress(Self.json($0)) }
        return [
            "images": .integer(Int64(result.images)), "layers": .integer(Int64(result.layers)),
            "bytes": .integer(result.bytes),
            "problems": .array(
                result.problems.map { problem in
                    [
                        "images": .array(problem.images.map { .string($0) }),
                        "message": .string(problem.message),
                    ]
                }),
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
        // A name may go as long as another one stays.
        if let user = users.first, await images.isLastName(reference) {
            let pod = user.configuration.labels["io.kubernetes.pod.name"] ?? user.sandboxID
            throw APIError(
                code: 409, reason: "Conflict",
                message:
                    "image \"\(reference)\" is in use by container \(user.configuration.name) of Pod \(pod); delete that first"
            )
        }
        if await images.mountedImages().contains(image.id.description),
            await images.isLastName(reference)
        {
            throw APIError(
                code: 409, reason: "Conflict",
                message: "image \"\(reference)\" is in use by a volume of a Pod; delete that first")
        }
        return try await answering { try await images.remove(reference) }
    }

    func inspect(reference: String) async throws -> JSONValue {
        let details = try await answering { try await images.details(reference) }
        var json = Self.json(details.record)
        json["inUse"] = .bool(await usedImages().contains(details.record.id.description))
        json["source"] = .string(details.source)
        json["lastUsedAt"] = Self.time(details.record.lastUsedAt)
        json["manifestDigest"] = .string(details.manifestDigest.description)
        json["manifest"] = details.manifest
        json["config"] = details.configuration
        json["layers"] = .array(
            details.layers.map { layer in
                [
                    "diffID": .string(layer.diffID.description),
                    "chainID": .string(layer.chainID.description), "size": .integer(layer.size),
                ]
            })
        return json
    }

    func tag(reference: String, as name: String) async throws -> JSONValue {
        ["name": .string(try await answering { try await images.tag(reference, as: name) })]
    }

    func prune(_ request: JSONValue) async throws -> JSONValue {
        let age = request["unusedForSeconds"]?.integerValue ?? 0
        let (lines, bytes) = try await images.prune(
            all: request["all"]?.boolValue ?? false,
            unusedFor: min(max(age, 0), 1_000_000_000) * 1_000_000_000, used: await usedImages())
        return ["removed": .array(lines.map { .string($0) }), "bytes": .integer(bytes)]
    }

    func usage() async throws -> JSONValue {
        let usage = try await images.usage(used: await usedImages())
        let disk = await images.disk()
        return [
            "images": [
                "count": .integer(Int64(usage.images)), "layers": .integer(Int64(usage.layers)),
                "bytes": .integer(usage.imageBytes),
                "reclaimableBytes": .integer(usage.reclaimableBytes),
            ],
            "containers": [
                "count": .integer(Int64(usage.containers)),
                "bytes": .integer(usage.containerBytes),
            ],
            "interruptedDownloads": [
                "count": .integer(Int64(usage.interruptedDownloads)),
                "bytes": .integer(usage.interruptedBytes),
            ],
            "disk": [
                "capacity": .integer(disk?.capacity ?? 0),
                "available": .integer(disk?.available ?? 0),
            ],
        ]
    }

    private func usedImages() async -> Set<String> {
        Set(await runtime.containers(sandboxID: nil).map(\.configuration.imageID))
            .union(await images.mountedImages())
    }
}

// MARK: - JSON

extension StoredImages {
    static func json(_ image: ImageRecord) -> JSONValue {
        [
            "id": .string(image.id.description), "tags": .array(image.tags.map { .string($0) }),
            "digests": .array(image.digests.map { .string($0) }), "size": .integer(image.size),
            "createdAt": time(image.createdAt),
        ]
    }

    private static func time(_ nanoseconds: Int64) -> JSONValue {
        .string(Timestamp(nanosecondsSince1970: nanoseconds).truncatedToSeconds.description)
    }

    static func json(_ progress: ImagePullProgress) -> JSONValue {
        var json: JSONValue = [
            "step": .string(progress.step), "completedBytes": .integer(progress.completedBytes),
            "totalBytes": .integer(progress.totalBytes),
        ]
        if !progress.layers.isEmpty {
            json["layers"] = .array(
                progress.layers.map { layer in
                    [
                        "digest": .string(layer.digest.description),
                        "state": .string(layer.state.rawValue),
                        "completedBytes": .integer(layer.completedBytes),
                        "totalBytes": .integer(layer.totalBytes),
                    ]
                })
        }
        return json
    }

    /// The credentials that a client sends along.
    private static func keyring(_ request: JSONValue) -> RegistryKeyring {
        var keyring = RegistryKeyring()
        for entry in request["credentials"]?.arrayValue ?? [] {
            guard let registry = entry["registry"]?.stringValue else { continue }
            keyring.add(
                registry,
                RegistryCredential(
                    user: entry["username"]?.stringValue ?? "",
                    password: entry["password"]?.stringValue ?? "",
                    identityToken: entry["identityToken"]?.stringValue))
        }
        return keyring
    }

    /// Errors of the store as answers with the code that fits.
    func answering<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as ImageStoreError {
            throw APIError(error)
        }
    }
}

extension APIError {
    init(_ error: ImageStoreError) {
        let (code, reason) =
            switch error.reason {
            case .notFound: (404, "NotFound")
            case .invalidName, .unsupportedManifest: (400, "BadRequest")
            case .unauthorized: (403, "Forbidden")
            case .registryUnavailable: (503, "ServiceUnavailable")
            case .noSpace: (507, "InsufficientStorage")
            default: (500, "InternalError")
            }
        self.init(code: code, reason: reason, message: error.description)
    }
}

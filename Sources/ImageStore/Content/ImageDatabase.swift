import Glibc
import JSON
import LinuxSystem
import Logging
import OCI

/// An image as it is recorded.
struct ImageEntry: Sendable, Hashable {
    /// The digest of the configuration.
    var id: Digest
    /// The manifest of this platform.
    var manifest: Digest
    /// Tagged names, each with the digest its source gave for it when it was pulled.
    var tags: [String: Digest]
    /// Names with a digest.
    var digests: Set<String>
    /// Manifests and indexes that were read on the way, the configuration among them.
    var documents: Set<Digest>
    /// Where it came from.
    var source: String
    /// Nanoseconds since 1970.
    var createdAt: Int64
    /// Who may use it, by the repository it was pulled from.
    var access: [String: ImageAccess] = [:]
    /// Nanoseconds since 1970; what is recorded may be some uses behind.
    var lastUsedAt: Int64 = 0
    /// Read from the configuration, not recorded.
    var configuration: ImageConfiguration
    /// The chain of its layers, lowest first; computed, not recorded.
    var chain: [Digest]

    /// Notes that a person gave it a name. That says something only of an image that Pods have
    /// pulled by others: one that nobody pulled counts as preloaded by any name.
    mutating func nameHere(_ reference: Reference) {
        guard !access.isEmpty, access[reference.name] == nil else { return }
        access[reference.name] = ImageAccess(isNamedHere: true)
    }
}

/// The record of images, `<root>/content/images.json`.
struct ImageDatabase: Sendable {
    let path: String
    let logger: Logger
    var faults: StoreFaults?

    /// What is recorded, and whether the record could be read; one that cannot is set aside.
    func load(content: ContentStore) -> (images: [ImageEntry], isReadable: Bool) {
        do {
            guard File.exists(path) else { return ([], true) }
            let json = try JSONValue(parsing: try File.read(path))
            guard let elements = json["images"]?.arrayValue else {
                throw ImageStoreError(.storage, "there is no list of images")
            }
            return (elements.compactMap { entry($0, content: content) }, true)
        } catch {
            let aside = path + ".unreadable"
            rename(path, aside)
            logger.error(
                "set aside the record of images, which cannot be read; images have to be pulled anew",
                metadata: ["path": "\(aside)", "error": "\(error)"])
            return ([], false)
        }
    }

    /// - Throws: `SystemError`
    func save(_ images: [ImageEntry]) throws {
        try faults?.pass()
        let json: JSONValue = ["version": 1, "images": .array(images.map(Self.json))]
        try File.writeDurably(json.serializedBytes(indent: 1), to: path, mode: 0o600)
    }

    private func entry(_ json: JSONValue, content: ContentStore) -> ImageEntry? {
        func digests(_ value: JSONValue?) -> [Digest] {
            value?.arrayValue?.compactMap(\.stringValue).compactMap(Digest.init) ?? []
        }
        guard let id = json["id"]?.stringValue.flatMap(Digest.init),
            let manifest = json["manifest"]?.stringValue.flatMap(Digest.init),
            let document = content.document(id), let value = try? JSONValue(parsing: document)
        else {
            logger.warning(
                "forgot an image whose configuration is missing or damaged; it has to be pulled anew",
                metadata: ["image": "\(json["id"]?.stringValue ?? "")"])
            return nil
        }
        let configuration = ImageConfiguration(json: value)
        let access = (json["access"]?.objectValue ?? [:]).mapValues(Self.access)
        return ImageEntry(
            id: id, manifest: manifest,
            tags: json["tags"]?.objectValue?.compactMapValues {
                $0.stringValue.flatMap(Digest.init)
            } ?? [:],
            digests: Set(json["digests"]?.arrayValue?.compactMap(\.stringValue) ?? []),
            documents: Set(digests(json["documents"])), source: json["source"]?.stringValue ?? "",
            createdAt: json["createdAt"]?.integerValue ?? 0, access: access,
            lastUsedAt: json["lastUsedAt"]?.integerValue ?? 0, configuration: configuration,
            chain: Layer.chainIDs(of: configuration.diffIDs.compactMap(Digest.init)))
    }

    private static func json(_ entry: ImageEntry) -> JSONValue {
        [
            "id": .string(entry.id.description), "manifest": .string(entry.manifest.description),
            "tags": .object(JSONObject(entry.tags.mapValues { .string($0.description) })),
            "digests": .array(entry.digests.sorted().map { .string($0) }),
            "documents": .array(entry.documents.map(\.description).sorted().map { .string($0) }),
            "source": .string(entry.source), "createdAt": .integer(entry.createdAt),
            "lastUsedAt": .integer(entry.lastUsedAt),
            "access": .object(JSONObject(entry.access.mapValues { json($0) })),
        ]
    }

    private static func json(_ access: ImageAccess) -> JSONValue {
        let secrets = access.secrets.sorted { $0.key.uid < $1.key.uid }
        return [
            "isForAll": .bool(access.isForAll), "isNamedHere": .bool(access.isNamedHere),
            "secrets": .array(
                secrets.map { secret, fingerprint in
                    [
                        "uid": .string(secret.uid), "namespace": .string(secret.namespace),
                        "name": .string(secret.name), "fingerprint": .string(fingerprint),
                    ]
                }),
        ]
    }

    private static func access(_ json: JSONValue) -> ImageAccess {
        var access = ImageAccess(
            isForAll: json["isForAll"]?.boolValue ?? false,
            isNamedHere: json["isNamedHere"]?.boolValue ?? false)
        for secret in json["secrets"]?.arrayValue ?? [] {
            let identity = SecretIdentity(
                uid: secret["uid"]?.stringValue ?? "",
                namespace: secret["namespace"]?.stringValue ?? "",
                name: secret["name"]?.stringValue ?? "")
            access.secrets[identity] = secret["fingerprint"]?.stringValue ?? ""
        }
        return access
    }
}

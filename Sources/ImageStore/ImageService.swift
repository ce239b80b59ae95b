import LinuxSystem
import OCI

/// An image in the local store.
public struct ImageRecord: Sendable, Hashable {
    /// The digest of the image's configuration, `sha256:…`.
    public var id: Digest
    /// Normalised names with a tag, `docker.io/library/busybox:latest`.
    public var tags: [String]
    /// Normalised names with the digest that was pulled, `docker.io/library/busybox@sha256:…`.
    public var digests: [String]
    /// Bytes on disk, unpacked layers included.
    public var size: Int64
    /// Nanoseconds since 1970 of the pull.
    public var createdAt: Int64
    public var configuration: ImageConfiguration
    /// Who may use it, by the repository it was pulled from; empty where it was not pulled.
    public var access: [String: ImageAccess]
    /// Nanoseconds since 1970 of its last use by a container, or of the pull.
    public var lastUsedAt: Int64

    public init(
        id: Digest, tags: [String], digests: [String], size: Int64, createdAt: Int64,
        configuration: ImageConfiguration, access: [String: ImageAccess] = [:],
        lastUsedAt: Int64 = 0
    ) {
        self.access = access
        self.lastUsedAt = lastUsedAt
        self.id = id
        self.tags = tags
        self.digests = digests
        self.size = size
        self.createdAt = createdAt
        self.configuration = configuration
    }
}

/// What a pull did.
public struct ImagePull: Sendable, Hashable {
    public var image: ImageRecord
    /// Where it came from as a person would name it: `http://127.0.0.1:5000`, `oci:/path`,
    /// `https://registry-1.docker.io`.
    public var source: String
    /// Bytes fetched; 0 where everything was there.
    public var bytesFetched: Int64

    public init(image: ImageRecord, source: String, bytesFetched: Int64) {
        self.image = image
        self.source = source
        self.bytesFetched = bytesFetched
    }
}

/// How an image is pulled.
public struct ImagePullOptions: Sendable, Hashable {
    /// Credentials beside the machine's own.
    public var keyring: RegistryKeyring
    /// Whether the registry has to be asked even where the very image is here, to prove that the
    /// credentials are good for it.
    public var provesAccess: Bool
    /// Whether it is recorded what the image was pulled with, as for Pods; what a person pulls counts
    /// as having been here before.
    public var recordsAccess: Bool
    /// Another platform than the machine's.
    public var platform: Platform?

    public init(
        keyring: RegistryKeyring = RegistryKeyring(), provesAccess: Bool = false,
        recordsAccess: Bool = true, platform: Platform? = nil
    ) {
        self.recordsAccess = recordsAccess
        self.keyring = keyring
        self.provesAccess = provesAccess
        self.platform = platform
    }
}

/// How far a pull is.
public struct ImagePullProgress: Sendable, Hashable {
    /// One layer of the image.
    public struct Layer: Sendable, Hashable {
        public enum State: String, Sendable, Hashable {
            /// It was there before.
            case present
            case waiting, downloading, unpacking, done
        }

        public var digest: Digest
        public var state: State
        public var completedBytes: Int64
        public var totalBytes: Int64

        public init(digest: Digest, state: State, completedBytes: Int64, totalBytes: Int64) {
            self.digest = digest
            self.state = state
            self.completedBytes = completedBytes
            self.totalBytes = totalBytes
        }
    }

    /// `resolving`, `layer sha256:abcd…`, `unpacking …`
    public var step: String
    public var completedBytes: Int64
    public var totalBytes: Int64
    /// Lowest first; empty as long as they are not known.
    public var layers: [Layer]

    public init(
        step: String, completedBytes: Int64 = 0, totalBytes: Int64 = 0, layers: [Layer] = []
    ) {
        self.step = step
        self.completedBytes = completedBytes
        self.totalBytes = totalBytes
        self.layers = layers
    }
}

/// The images of this machine: pulled once, shared by every container.
public protocol ImageService: Sendable {
    /// The local image that a reference names (tag, digest or image id), nil where there is none.
    func image(_ reference: String) async -> ImageRecord?
    func images() async -> [ImageRecord]
    /// Fetches what is missing of an image and unpacks it; several callers share one download.
    ///
    /// - Throws: `ImageStoreError`, whose description is one sentence a person can act on.
    func pull(
        _ reference: String, options: ImagePullOptions,
        progress: (@Sendable (ImagePullProgress) -> Void)?
    ) async throws -> ImagePull
    /// Removes a name, and the image with the last of its names.
    ///
    /// - Returns: what went, one line each (`Untagged: …`, `Deleted: …`).
    func remove(_ reference: String) async throws -> [String]
    /// Mounts a root file system of the image's layers with a writable layer of its own.
    ///
    /// - Parameter users: whose files they shall be; nil leaves them to the machine's users.
    /// - Returns: its absolute path.
    func prepareRootFileSystem(
        imageID: Digest, containerID: String, users: PinnedUserNamespace?
    ) async throws -> String
    /// Unmounts it and removes the writable layer; fine where there is none.
    func removeRootFileSystem(containerID: String) async throws
    /// The folder of what a container has written over its image; nil where there is none.
    func writableLayer(containerID: String) async -> String?
    /// The containers that have a root file system, to find those left over.
    func rootFileSystems() async -> [String]
    /// Bytes on disk.
    func diskUsage() async -> Int64
    /// The ids of the images that root file systems are made of, those of volumes included.
    func mountedImages() async -> Set<String>
    /// The disk that the images are on, in bytes; nil where that is not known.
    func disk() async -> (capacity: Int64, available: Int64)?
    /// Whether no registry is asked.
    var isOffline: Bool { get }
}

extension ImageService {
    public var isOffline: Bool { false }

    /// For the machine's users.
    public func prepareRootFileSystem(
        imageID: Digest, containerID: String
    ) async throws -> String {
        try await prepareRootFileSystem(imageID: imageID, containerID: containerID, users: nil)
    }

    public func mountedImages() async -> Set<String> { [] }

    public func disk() async -> (capacity: Int64, available: Int64)? { nil }

    /// Pulls with the machine's own credentials.
    public func pull(
        _ reference: String, progress: (@Sendable (ImagePullProgress) -> Void)? = nil
    ) async throws -> ImagePull {
        try await pull(reference, options: ImagePullOptions(), progress: progress)
    }
}

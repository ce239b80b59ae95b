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

    public init(
        id: Digest, tags: [String], digests: [String], size: Int64, createdAt: Int64,
        configuration: ImageConfiguration
    ) {
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

/// How far a pull is.
public struct ImagePullProgress: Sendable, Hashable {
    /// `resolving`, `layer sha256:abcd…`, `unpacking …`
    public var step: String
    public var completedBytes: Int64
    public var totalBytes: Int64

    public init(step: String, completedBytes: Int64, totalBytes: Int64) {
        self.step = step
        self.completedBytes = completedBytes
        self.totalBytes = totalBytes
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
        _ reference: String, progress: (@Sendable (ImagePullProgress) -> Void)?
    ) async throws -> ImagePull
    /// Removes a name, and the image with the last of its names.
    ///
    /// - Returns: what went, one line each (`Untagged: …`, `Deleted: …`).
    func remove(_ reference: String) async throws -> [String]
    /// Mounts a root file system of the image's layers with a writable layer of its own.
    ///
    /// - Returns: its absolute path.
    func prepareRootFileSystem(imageID: Digest, containerID: String) async throws -> String
    /// Unmounts it and removes the writable layer; fine where there is none.
    func removeRootFileSystem(containerID: String) async throws
    /// The containers that have a root file system, to find those left over.
    func rootFileSystems() async -> [String]
    /// Bytes on disk.
    func diskUsage() async -> Int64
}

import OCI

/// Where images come from: a registry or a layout folder.
protocol ImageSource: Sendable {
    /// As a person would name it: `http://127.0.0.1:5000`, `oci:/path`.
    var name: String { get }
    /// Whether an image that comes from here was pulled, so that it is known who may use it; what is
    /// loaded is for all.
    var provesAccess: Bool { get }
    /// What a reference stands for now; one round trip at most.
    ///
    /// The size is 0 where the source does not tell it.
    func resolve(_ reference: Reference) async throws(ImageStoreError) -> Descriptor
    /// A manifest or an index with its media type; the caller checks the digest.
    func manifest(
        _ descriptor: Descriptor, of reference: Reference
    ) async throws(ImageStoreError) -> (content: [UInt8], mediaType: String)
    /// Hands the blob's bytes to `writer`, which checks the digest; a torn download may begin anew.
    func fetchBlob(
        _ descriptor: Descriptor, of reference: Reference, into writer: BlobWriter
    ) async throws(ImageStoreError)
}

extension ImageSource {
    var provesAccess: Bool { true }
}

/// Bytes of the largest manifest, index or configuration that is read into memory.
let maximumDocumentSize = 8 << 20

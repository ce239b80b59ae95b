import Glibc
import JSON
import LinuxSystem
import OCI

/// An OCI image layout folder (OCI image specification, "image layout").
struct LayoutSource: ImageSource {
    static let nameAnnotation = "org.opencontainers.image.ref.name"
    /// Where containerd puts the whole name.
    static let containerdNameAnnotation = "io.containerd.image.name"

    /// Absolute.
    let path: String

    var name: String { "oci:\(path)" }

    func resolve(_ reference: Reference) async throws(ImageStoreError) -> Descriptor {
        let index = try await index()
        guard let match = Self.match(reference, in: index) else {
            throw ImageStoreError(.notFound, "not found in \(name)")
        }
        return match
    }

    /// By digest, else by an annotation with the whole name, else by one with the tag alone.
    static func match(_ reference: Reference, in index: ImageIndex) -> Descriptor? {
        if let digest = reference.digest {
            return index.manifests.first { $0.digest == digest }
        }
        let byName = index.manifests.first { descriptor in
            [nameAnnotation, containerdNameAnnotation].contains { key in
                guard let name = descriptor.annotations[key], isWholeName(name) else {
                    return false
                }
                return (try? Reference(parsing: name)) == reference
            }
        }
        return byName
            ?? index.manifests.first { $0.annotations[nameAnnotation] == reference.tag }
    }

    /// A tag alone (`1.36`, `latest`) would parse as a name too.
    private static func isWholeName(_ text: String) -> Bool {
        text.contains("/") || text.contains(":")
    }

    private func index() async throws(ImageStoreError) -> ImageIndex {
        let content: [UInt8]
        do {
            let path = path
            content = try await blockingCall { try File.read(path + "/index.json") }
        } catch {
            throw ImageStoreError(
                .registryUnavailable, "\(name) is no OCI image layout folder: \(error)")
        }
        guard let json = try? JSONValue(parsing: content), let index = ImageIndex(json: json) else {
            throw ImageStoreError(
                .registryUnavailable, "\(path)/index.json is no OCI image index")
        }
        return index
    }

    func manifest(
        _ descriptor: Descriptor, of reference: Reference
    ) async throws(ImageStoreError) -> (content: [UInt8], mediaType: String) {
        let blob = blob(descriptor.digest)
        do {
            return (try await blockingCall { try File.read(blob) }, descriptor.mediaType)
        } catch {
            throw ImageStoreError(.notFound, "\(descriptor.digest) is not in \(name): \(error)")
        }
    }

    func fetchBlob(
        _ descriptor: Descriptor, of reference: Reference, into writer: BlobWriter
    ) async throws(ImageStoreError) {
        let blob = blob(descriptor.digest)
        let flag = CancellationFlag()
        do {
            try await withTaskCancellationHandler {
                try await blockingCall {
                    try Self.copy(blob, into: writer, isCancelled: { flag.isSet })
                }
            } onCancel: {
                flag.set()
            }
        } catch let error as SystemError where error.code == ENOENT {
            throw ImageStoreError(.notFound, "\(descriptor.digest) is not in \(name)")
        } catch {
            throw ImageStoreError(error, otherwise: .registryUnavailable)
        }
    }

    /// Goes on after the bytes that an interrupted copy has left.
    private static func copy(
        _ path: String, into writer: BlobWriter, isCancelled: () -> Bool
    ) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemError("open", path) }
        defer { close(file) }
        guard lseek(file, off_t(writer.count), SEEK_SET) >= 0 else {
            throw SystemError("seek", path)
        }
        let buffer = try PageBuffer(512 << 10)
        while true {
            guard !isCancelled() else { throw CancellationError() }
            let count = read(file, buffer.bytes.baseAddress!, buffer.bytes.count)
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError("read", path)
            }
            try writer.append(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count]))
        }
    }

    private func blob(_ digest: Digest) -> String {
        "\(path)/blobs/sha256/\(digest.hexadecimal)"
    }
}

import Glibc
import JSON
import LinuxSystem
import OCI
import Synchronization

/// Where a stream of bytes that becomes images is written to; removed with this object.
public final class ImageUpload: Sendable {
    let folder: String
    let file: Int32
    private let isDiscarded = Atomic<Bool>(false)

    var path: String { folder + "/upload" }

    init(in folder: String) throws {
        try File.makeFolders(folder, mode: 0o700)
        self.folder = folder
        file = open(folder + "/upload", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError("create", folder + "/upload") }
    }

    deinit { try? discard() }

    /// Removes what was written. Blocks.
    ///
    /// - Throws: `SystemError`
    public func discard() throws {
        guard !isDiscarded.exchange(true, ordering: .relaxed) else { return }
        close(file)
        try File.removeTree(folder)
    }

    /// Blocks.
    ///
    /// - Throws: `SystemError`
    public func append(_ bytes: UnsafeRawBufferPointer) throws { try writeAll(bytes, to: file) }

    /// Whoever pipes the output of a command that failed sends nothing.
    ///
    /// - Throws: `ImageStoreError` with `unsupportedManifest`.
    func checkNotEmpty() throws {
        guard try FileStatus(path: path)?.size ?? 0 > 0 else {
            throw ImageStoreError(
                .unsupportedManifest,
                "nothing has come: the file is empty, or the command before the pipe has failed")
        }
    }
}

/// A root file system that becomes an image.
public struct ImageImport: Sendable {
    /// The `config` part of the image's configuration: `Cmd`, `Env`, …
    public var configuration: JSONValue
    /// Nil gives it none.
    public var name: String?
    /// What the history says.
    public var message: String

    public init(configuration: JSONValue = [:], name: String? = nil, message: String = "") {
        self.configuration = configuration
        self.name = name
        self.message = message
    }
}

extension ImageStore {
    /// A file to write to.
    ///
    /// - Throws: `SystemError`
    public nonisolated func makeUpload() async throws -> ImageUpload {
        let folder = content.makeTemporaryPath()
        return try await blockingCall { try ImageUpload(in: folder) }
    }

    /// Hands on an upload, and removes it afterwards.
    public nonisolated func using<Result>(
        _ upload: ImageUpload, _ body: (ImageUpload) async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body(upload)
            try? await blockingCall { try upload.discard() }
            return result
        } catch {
            try? await blockingCall { try upload.discard() }
            throw ImageStoreError(error, otherwise: .storage)
        }
    }

    /// Takes in the images of an archive.
    ///
    /// - Returns: each image with the names it was given.
    /// - Throws: `ImageStoreError`
    public func load(
        _ upload: ImageUpload, progress: (@Sendable (ImagePullProgress) -> Void)? = nil
    ) async throws -> [(image: ImageRecord, names: [String])] {
        let limits = configuration.limits
        let (layout, images) = try await blockingCall {
            try upload.checkNotEmpty()
            let size = try FileStatus(path: upload.path)?.size ?? 0
            let spool = try ArchiveSpool(
                upload.path, into: upload.folder + "/layout", limits: limits
            ) { count in
                progress?(
                    ImagePullProgress(
                        step: "reading the archive", completedBytes: count, totalBytes: size))
            }
            return (LayoutSource(path: spool.folder), try spool.images())
        }
        var loaded: [(image: ImageRecord, names: [String])] = []
        var failures: [ImageStoreError] = []
        for image in images {
            let source = LoadSource(
                layout: layout, descriptor: image.descriptor, name: "the archive")
            let names = image.names.compactMap { try? Reference(parsing: $0) }
            do {
                let record = try await take(source, names: names, progress)
                loaded.append((record, names.compactMap(\.tagged)))
            } catch {
                failures.append(ImageStoreError(error, otherwise: .storage))
            }
        }
        // An index lists images of other platforms and attestations, too.
        if loaded.isEmpty, !failures.isEmpty { throw Self.combine(failures) }
        return loaded
    }

    /// Makes an image of one layer, the archive of a root file system.
    ///
    /// - Throws: `ImageStoreError`
    public func `import`(
        _ upload: ImageUpload, as wanted: ImageImport,
        progress: (@Sendable (ImagePullProgress) -> Void)? = nil
    ) async throws -> ImageRecord {
        let reference: Reference?
        do throws(Reference.ParseError) {
            reference = try wanted.name.map { name throws(Reference.ParseError) in
                try Reference(parsing: name)
            }
        } catch {
            throw ImageStoreError(.invalidName, error.description)
        }
        let platform = configuration.platform
        let limit = configuration.limits.archiveSize
        progress?(ImagePullProgress(step: "reading the archive"))
        let (layout, descriptor) = try await blockingCall {
            try upload.checkNotEmpty()
            let folder = upload.folder + "/layout"
            try File.makeFolders(folder + "/blobs/sha256")
            let descriptor = try OCILayoutWriter.writeImage(
                layer: upload.path, maximumSize: limit, configuration: wanted.configuration,
                platform: platform, message: wanted.message, in: folder)
            return (LayoutSource(path: folder), descriptor)
        }
        let source = LoadSource(layout: layout, descriptor: descriptor, name: "the import")
        do {
            return try await take(source, names: reference.map { [$0] } ?? [], progress)
        } catch let error as ImageStoreError where error.reason == .unpackFailed {
            throw ImageStoreError(
                .unsupportedManifest,
                "this is no archive of a root file system, or it is damaged: \(error)")
        }
    }

    private func take(
        _ source: LoadSource, names: [Reference],
        _ progress: (@Sendable (ImagePullProgress) -> Void)?
    ) async throws -> ImageRecord {
        // Without a name it is found by its id alone.
        let placeholder = try Reference(parsing: "localhost/loaded@\(source.descriptor.digest)")
        let reference = names.first ?? placeholder
        let observer = progress.map { self.progress.add($0, to: reference.description) }
        defer { if let observer { self.progress.remove(observer, from: reference.description) } }
        let pull = try await self.pull(reference, from: source, nil, ImagePullOptions())
        for name in names.dropFirst() where name.digest == nil {
            _ = try await tag(pull.image.id.description, as: name.description)
        }
        return entry(pull.image.id.description).map(record) ?? pull.image
    }
}

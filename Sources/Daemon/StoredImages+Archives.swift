import APIServer
import Glibc
import ImageStore
import JSON
import KubernetesAPI
import LinuxSystem
import OCI

extension StoredImages {
    func save(
        references: [String]
    ) async throws -> (
        size: Int64,
        write: @Sendable (_ write: (ArraySlice<UInt8>) async throws -> Void) async throws -> Void
    ) {
        let size = try await answering { try await images.exportSize(references) }
        return (
            size,
            { [images] write in
                let (reading, writing) = try Self.makePipe()
                // The archive is made as fast as it is read; whoever stops reading ends it.
                async let saving: Void = images.save(references, to: writing)
                do {
                    while let piece = try await Self.read(reading) { try await write(piece[...]) }
                } catch {
                    // Ends a write that waits.
                    close(reading)
                    try? await saving
                    throw error
                }
                close(reading)
                try await saving
            }
        )
    }

    private static func makePipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func read(_ file: Int32) async throws -> [UInt8]? {
        try await blockingCall {
            var buffer = [UInt8](repeating: 0, count: 256 << 10)
            while true {
                let count = Glibc.read(file, &buffer, buffer.count)
                if count > 0 { return Array(buffer[..<count]) }
                if count == 0 { return nil }
                guard errno == EINTR else { throw SystemError("read") }
            }
        }
    }

    func load(
        root: JSONValue?,
        body: (_ take: (ArraySlice<UInt8>) async throws -> Void) async throws -> Void
    ) async throws -> @Sendable (_ progress: @escaping Progress) async throws -> JSONValue {
        let upload = try await images.makeUpload()
        try await answering {
            do {
                try await body { piece in
                    try await blockingCall { try piece.withUnsafeBytes { try upload.append($0) } }
                }
            } catch {
                try? await blockingCall { try upload.discard() }
                throw error
            }
        }
        return { progress in
            try await answering {
                try await images.using(upload) {
                    try await makeImages(of: $0, root: root) { progress(Self.json($0)) }
                }
            }
        }
    }

    private func makeImages(
        of upload: ImageUpload, root: JSONValue?,
        _ progress: @escaping @Sendable (ImagePullProgress) -> Void
    ) async throws -> JSONValue {
        guard let root else {
            let loaded = try await images.load(upload, progress: progress)
            return [
                "images": .array(
                    loaded.map { image, names in
                        [
                            "id": .string(image.id.description),
                            "names": .array(names.map { .string($0) }),
                        ]
                    })
            ]
        }
        let image = try await images.import(
            upload,
            as: ImageImport(
                configuration: root["config"] ?? [:], name: root["name"]?.stringValue,
                message: root["message"]?.stringValue ?? ""), progress: progress)
        return ["image": Self.json(image)]
    }
}

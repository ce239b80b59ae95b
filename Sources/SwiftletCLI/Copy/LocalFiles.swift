import Dispatch
import FileArchive

/// Files of this machine as tar archives; packing and unpacking have a thread of their own.
enum LocalFiles {
    /// Packs a file or folder.
    ///
    /// - Parameters:
    ///   - name: what the members begin with; nil takes the path's last part.
    ///   - send: is given a function with the next bytes of the archive.
    /// - Throws: `ArchiveError`, and what `send` throws.
    static func pack(
        _ path: String, as name: String? = nil,
        _ send: (@escaping @Sendable () async throws -> [UInt8]?) async throws -> Void
    ) async throws -> [String] {
        let channel = PieceChannel()
        let packing = OnThread {
            defer { channel.finish() }
            let writer = ArchiveWriter { (bytes) throws(ArchiveError) in
                guard channel.putBlocking(Array(bytes)) else {
                    throw ArchiveError("the other side took no more")
                }
            }
            try writer.write(path, as: name)
            return writer.remarks
        }
        do {
            try await send {
                if let piece = await channel.take() { return piece }
                // What went wrong here must not end in order there.
                _ = try await packing.value
                return nil
            }
            return try await packing.value
        } catch {
            channel.finish()
            throw error
        }
    }

    /// Unpacks an archive as `cp` copies: into `path` where that is a folder, else as `path`.
    ///
    /// - Parameter next: the archive's next bytes; nil at the end.
    /// - Returns: what was left out, a sentence each.
    /// - Throws: `ArchiveError`, and what `next` throws.
    static func unpack(
        to path: String, keepsPermissions: Bool,
        _ next: () async throws -> [UInt8]?
    ) async throws -> [String] {
        let channel = PieceChannel()
        let unpacking = OnThread {
            defer { channel.finish() }
            var rest: ArraySlice<UInt8> = []
            return try ArchiveExtractor.unpack(
                to: path, keepsPermissions: keepsPermissions, keepsSpecialBits: false
            ) { buffer in
                while rest.isEmpty {
                    guard let piece = channel.takeBlocking() else { return 0 }
                    rest = piece[...]
                }
                let count = min(buffer.count, rest.count)
                buffer.copyBytes(from: rest.prefix(count))
                rest = rest.dropFirst(count)
                return count
            }
        }
        do {
            while let piece = try await next() {
                guard await channel.put(piece) else { break }
            }
            channel.finish()
            return try await unpacking.value
        } catch {
            channel.finish()
            throw error
        }
    }
}

/// Work on a thread of its own, and its outcome.
private final class OnThread<Value: Sendable>: Sendable {
    private let task: Task<Value, any Error>

    init(_ work: @escaping @Sendable () throws -> Value) {
        task = Task {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue(label: "swiftlet.files").async {
                    continuation.resume(with: Result(catching: work))
                }
            }
        }
    }

    var value: Value { get async throws { try await task.value } }
}

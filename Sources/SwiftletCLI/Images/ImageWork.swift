import JSON
import KubeconfigClient
import KubernetesAPI

/// Shows how work of the daemon goes on, and takes its result.
enum ImageWork {
    /// - Parameters:
    ///   - lines: `progress` objects, then a `result` or `error`.
    ///   - what: for the message where the daemon goes away.
    /// - Returns: the result.
    static func result(
        of lines: AsyncThrowingStream<JSONValue, any Error>, what: String, isQuiet: Bool
    ) async throws -> JSONValue {
        var progress = PullProgress(isQuiet ? .nothing : .standard)
        for try await line in lines {
            if let step = line["progress"] {
                StandardStreams.printError(progress.show(step))
            } else if let error = line["error"] {
                StandardStreams.printError(progress.clear())
                throw APIError(status: error, code: 500)
            } else if let result = line["result"] {
                StandardStreams.printError(progress.clear())
                return result
            }
        }
        throw CommandError("the daemon ended before \(what) was done; try again")
    }

    /// Sends an archive and waits until it is taken in.
    ///
    /// - Parameters:
    ///   - path: `archive` for images, `import` for a root file system.
    /// - Returns: the result.
    static func upload(
        _ archive: ArchiveInput, to path: String, query: [(name: String, value: String)] = [],
        isQuiet: Bool = false, _ client: KubeconfigClient
    ) async throws -> JSONValue {
        let progress = TransferProgress(
            "sending the archive", total: archive.size, isQuiet ? .nothing : .standard)
        let pieces = archive.pieces { count in
            StandardStreams.printError(count.map { progress.advance(by: $0) } ?? progress.clear())
        }
        let lines = try await client.uploadImages(path, query: query, pieces)
        return try await result(of: lines, what: "the archive", isQuiet: isQuiet)
    }
}

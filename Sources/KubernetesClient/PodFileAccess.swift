/// A file or folder in a container.
public struct PodFilePath: Sendable, Hashable {
    public var namespace: String
    public var pod: String
    /// Nil takes the Pod's default container.
    public var container: String?
    /// As a process of the container sees it.
    public var path: String

    public init(namespace: String, pod: String, container: String? = nil, path: String) {
        self.namespace = namespace
        self.pod = pod
        self.container = container
        self.path = path
    }
}

/// What copies files out of containers and into them, as a command run there could, but without
/// any program in the container.
public protocol PodFileAccess: Sendable {
    /// A file or folder as a tar archive whose members begin with its name.
    ///
    /// - Throws: `APIError`: 404 for no such Pod, 400 with the reason where it cannot be read. The
    ///   stream throws where that turns out later.
    func readFiles(_ path: PodFilePath) async throws -> AsyncThrowingStream<[UInt8], any Error>

    /// Unpacks a tar archive: into the path where that is a folder, else under its name.
    ///
    /// - Parameters:
    ///   - keepsPermissions: those of the archive, else new files have the usual ones.
    ///   - archive: its next bytes; nil at the end.
    /// - Throws: `APIError`, as above.
    func writeFiles(
        _ path: PodFilePath, keepsPermissions: Bool,
        archive: @escaping @Sendable () async throws -> [UInt8]?
    ) async throws
}

import AsyncHTTPClient
import KubernetesAPI
import KubernetesClient
import NIOCore

/// Files of containers as tar archives, by a path that only a Swiftlet daemon has; others answer 404.
extension KubeconfigClient: PodFileAccess {
    public func readFiles(
        _ path: PodFilePath
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        var call = path.call(.get)
        call.accept = "application/x-tar, application/json"
        return try await stream(call)
    }

    public func writeFiles(
        _ path: PodFilePath, keepsPermissions: Bool,
        archive: @escaping @Sendable () async throws -> [UInt8]?
    ) async throws {
        var call = path.call(.put)
        call.ask("noPreserve", !keepsPermissions)
        call.contentType = "application/x-tar"
        let pieces = AsyncThrowingStream<ByteBuffer, any Error> {
            try await archive().map { ByteBuffer(bytes: $0) }
        }
        _ = try await bytes(call, upload: .stream(pieces, length: .unknown))
    }
}

extension PodFilePath {
    fileprivate func call(_ method: APICall.Method) -> APICall {
        var call = APICall(
            method: method,
            path: ["swiftlet", "v1", "namespaces", namespace, "pods", pod, "files"])
        call.ask("container", container)
        call.ask("path", path)
        return call
    }
}

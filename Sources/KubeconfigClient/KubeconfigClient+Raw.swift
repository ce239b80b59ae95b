import KubernetesAPI
import KubernetesClient

/// Answers as they come, for tools that measure the server and not this client.
extension KubeconfigClient {
    /// How many bytes the list of a collection has.
    ///
    /// - Parameter asTable: whether the server prints it, as `kubectl get` has it.
    package func sizeOfList(_ type: ResourceType, namespace: String?, asTable: Bool)
        async throws -> Int
    {
        var call = APICall(.get, type, namespace: namespace)
        if asTable { call.accept = Self.tableType }
        return try await bytes(call).bytes.count
    }

    /// A watch's bytes, from the moment the server has begun it.
    package func rawWatch(_ type: ResourceType, namespace: String?, after version: String)
        async throws -> AsyncThrowingStream<[UInt8], any Error>
    {
        var call = APICall(.get, type, namespace: namespace)
        call.ask("watch", true)
        call.ask("resourceVersion", version)
        return try await stream(call)
    }
}

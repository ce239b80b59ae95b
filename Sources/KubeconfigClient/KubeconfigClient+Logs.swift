import KubernetesAPI
import KubernetesClient

extension KubeconfigClient: PodLogSource {
    public func log(namespace: String, pod: String, request: LogRequest) async throws
        -> AsyncThrowingStream<[UInt8], any Error>
    {
        var call = APICall(.get, .pods, namespace: namespace, name: pod, subresource: "log")
        call.accept = "application/json, */*"
        call.add(request)
        return try await stream(call)
    }

    /// The body of an answer in pieces, as fast as the consumer takes them.
    func stream(_ call: APICall) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        let reader = ResponseReader(try await open(call), server: server)
        return AsyncThrowingStream { try await reader.nextChunk() }
    }
}

import JSON
import KubernetesAPI
import KubernetesClient

extension KubeconfigClient {
    static let tableType = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"

    /// Objects as the server prints them.
    ///
    /// - Parameters:
    ///   - namespace: nil lists all namespaces.
    ///   - name: nil lists the whole collection.
    /// - Throws: `APIError`, `ConnectionError`
    public func table(
        _ type: ResourceType, namespace: String?, name: String? = nil,
        options: ListOptions = ListOptions()
    ) async throws -> ServerTable {
        var call = APICall(.get, type, namespace: namespace, name: name)
        call.accept = Self.tableType
        if name == nil { call.add(options) }
        guard let table = ServerTable(json: try await json(call)) else {
            throw APIError(
                code: 406, reason: "NotAcceptable",
                message: "the server does not print \(type.qualifiedName) as a table; use -o yaml")
        }
        return table
    }

    /// Changes, each as a table of the rows that changed.
    ///
    /// - Throws: `APIError`, `ConnectionError`
    public func watchTable(_ type: ResourceType, namespace: String?, options: ListOptions)
        async throws -> AsyncThrowingStream<WatchEvent, any Error>
    {
        var call = APICall(.get, type, namespace: namespace)
        call.accept = Self.tableType
        call.add(options)
        return try await watch(call)
    }
}

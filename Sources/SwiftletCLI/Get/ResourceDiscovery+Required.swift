import KubeconfigClient
import KubernetesAPI

extension ResourceDiscovery {
    /// The type called `name`.
    ///
    /// - Throws: `CommandError` where the server has none.
    func required(_ name: String) async throws -> ResourceType {
        guard let type = try await resource(named: name) else {
            throw CommandError("the server doesn't have a resource type \"\(name)\"")
        }
        return type
    }
}

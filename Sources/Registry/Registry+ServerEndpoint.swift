import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore
import Synchronization

extension Registry {
    /// Says where Pods reach the API server: makes or corrects the Service `kubernetes` and its
    /// Endpoints in `default`, and from then on keeps them there.
    ///
    /// - Throws: `APIError`.
    public func publish(_ endpoint: ServerEndpoint) async throws {
        serverEndpoint.withLock { $0 = endpoint }
        try await restoreServerEndpoint()
    }

    func restoreServerEndpoint() async throws {
        guard let endpoint = serverEndpoint.withLock({ $0 }) else { return }
        try await put(endpoint.service, .services, replacing: "spec")
        try await put(endpoint.endpoints, .endpoints, replacing: "subsets")
        try await put(endpoint.endpointSlice, .endpointSlices, replacing: "endpoints", "ports")
    }

    private func put(
        _ object: JSONValue, _ type: ResourceType, replacing members: String...
    ) async throws {
        let key = key(type, ServerEndpoint.namespace, ServerEndpoint.name)
        do {
            guard try await store.get(key) != nil else {
                _ = try await create(
                    type, namespace: key.namespace, object: object, options: WriteOptions())
                return
            }
        } catch let error as APIError where error.reason == "AlreadyExists" {
            // Somebody was faster; it is corrected below.
        }
        do {
            // The address of an earlier start may not be changed, so it makes way as a whole.
            let current = try await stored(type, key.namespace, key.name)
            if members.allSatisfy({ Self.holds(object[$0], in: current.object[$0]) }) { return }
            var changed = current.object
            for member in members { changed[member] = object[member] }
            let strategy = try strategy(of: type)
            strategy.prepareForUpdate(
                &changed, from: ["spec": [:]], now: configuration.now())
            try await store.commit([.update(current, to: changed)])
        } catch let error as APIError where error.code == 404 || error.code == 409 {
            // Changed meanwhile: the next change is noted too.
        }
    }

    /// Whether all that is asked for is so already; defaults are there besides.
    private static func holds(_ wanted: JSONValue?, in present: JSONValue?) -> Bool {
        guard case .object(let members)? = wanted else { return wanted == present }
        return members.allSatisfy { present?[$0.key] == $0.value }
    }
}

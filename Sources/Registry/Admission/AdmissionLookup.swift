import JSON
import KubernetesAPI
import ObjectStore

/// The objects that decide about others: namespaces, quotas and the like. They are few and asked for
/// with each request, so the store keeps them in memory.
struct AdmissionLookup: Sendable {
    /// What is kept in memory.
    static let types: [ResourceType] = [
        .namespaces, .serviceAccounts, .limitRanges, .resourceQuotas, .priorityClasses,
        .runtimeClasses, .podDisruptionBudgets,
    ]

    let store: ObjectStore

    /// - Throws: `APIError` 500.
    func get(
        _ type: ResourceType, in namespace: String = "", _ name: String
    ) async throws -> JSONValue? {
        do throws(ObjectStoreError) {
            let key = ObjectKey(type: type.qualifiedName, namespace: namespace, name: name)
            return try await store.get(key)?.object
        } catch {
            throw APIError(error, type: type)
        }
    }

    /// In the order of names.
    ///
    /// - Throws: `APIError` 500.
    func all(_ type: ResourceType, in namespace: String = "") async throws -> [StoredObject] {
        if let found = store.resident(type.qualifiedName, namespace: namespace) { return found }
        do throws(ObjectStoreError) {
            return try await store.list(type: type.qualifiedName, namespace: namespace).objects
        } catch {
            throw APIError(error, type: type)
        }
    }

    /// Whether a namespace may have objects of a type, as far as that can be told at once.
    func mayHave(_ type: ResourceType, in namespace: String) -> Bool {
        store.resident(type.qualifiedName, namespace: namespace).map { !$0.isEmpty } ?? true
    }

    /// Whether a namespace is being deleted, as far as that can be told at once.
    func isTerminating(_ namespace: String) -> Bool {
        let found = store.resident(ResourceType.namespaces.qualifiedName, name: namespace)
        return found.map { NamespaceStrategy.isTerminating($0.object) } ?? false
    }
}

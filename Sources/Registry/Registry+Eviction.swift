import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    /// Deletes a Pod where its disruption budget has a Pod to spare.
    func evict(
        _ eviction: JSONValue, namespace: String?, name: String, options: WriteOptions
    ) async throws -> JSONValue {
        guard eviction.objectValue != nil else {
            throw APIError.badRequest("the body of the request is not an Eviction")
        }
        guard eviction.name.isEmpty || eviction.name == name else {
            throw APIError.badRequest("name in URL does not match name in Eviction object")
        }
        let asked = try Self.deleteOptions(of: eviction, dryRun: options.dryRun)
        var attempt = 1
        while true {
            let pod = try await stored(.pods, namespace, name)
            let budgets = try await lookup.all(.podDisruptionBudgets, in: pod.key.namespace)
                .filter { DisruptionStatus.selects($0.object, pod.object) }
            let decision = try EvictionDecision.decide(
                pod.object, budgets: budgets.map(\.object), now: configuration.now())
            var options = asked
            do {
                switch decision {
                case .charge(let budget):
                    if let old = budgets.first, !asked.dryRun { try await charge(old, budget) }
                case .delete(let unchanged):
                    if unchanged, asked.preconditionResourceVersion == nil {
                        options.preconditionResourceVersion = String(pod.version)
                    }
                }
                _ = try await delete(.pods, namespace: namespace, name: name, options: options)
                return Self.success
            } catch let error as APIError where error.reason == "Conflict" {
                guard asked.preconditionResourceVersion == nil, asked.preconditionUID == nil,
                    attempt < Self.attemptLimit
                else { throw error }
                attempt += 1
            }
        }
    }

    private func charge(_ old: StoredObject, _ budget: JSONValue) async throws {
        do throws(ObjectStoreError) {
            try await store.commit([.update(old, to: budget)])
        } catch {
            throw APIError(error, type: .podDisruptionBudgets)
        }
    }

    private static func deleteOptions(
        of eviction: JSONValue, dryRun: Bool
    ) throws -> DeleteOptions {
        let asked = eviction["deleteOptions"] ?? .null
        let dryRuns = asked.strings("dryRun")
        guard dryRuns.isEmpty || dryRuns == ["All"] else {
            throw APIError.badRequest("dryRun may only be \"All\"")
        }
        return DeleteOptions(
            gracePeriodSeconds: asked["gracePeriodSeconds"]?.integerValue,
            preconditionUID: asked.value(at: "preconditions", "uid")?.stringValue,
            preconditionResourceVersion:
                asked.value(at: "preconditions", "resourceVersion")?.stringValue,
            propagationPolicy: asked["propagationPolicy"]?.stringValue,
            dryRun: dryRun || !dryRuns.isEmpty)
    }
}

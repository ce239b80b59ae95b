import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    public func delete(
        _ type: ResourceType, namespace: String?, name: String, options: DeleteOptions
    ) async throws -> JSONValue {
        let strategy = try strategy(of: type)
        var attempt = 1
        while true {
            let current = try await stored(type, namespace, name)
            try Self.checkPreconditions(options, current, type)
            try strategy.admitDeletion(current.object)
            let decision = Deletion.decide(
                current.object, asked: options.gracePeriodSeconds,
                ownGrace: strategy.gracePeriod(
                    of: current.object, asked: options.gracePeriodSeconds),
                isHeld: strategy.isHeld(current.object), now: configuration.now())
            if options.dryRun { return current.presented }
            do throws(ObjectStoreError) {
                switch decision {
                case .unchanged: return current.presented
                case .remove: return try await store.delete(current).presented
                case .mark(var object):
                    strategy.prepareForDeletion(&object)
                    return try await store.update(current, to: object).presented
                }
            } catch {
                guard case .conflict = error, attempt < Self.attemptLimit else {
                    throw APIError(error, type: type)
                }
                attempt += 1
            }
        }
    }

    private static func checkPreconditions(
        _ options: DeleteOptions, _ current: StoredObject, _ type: ResourceType
    ) throws {
        let uid = current.object.uid
        if let asked = options.preconditionUID, asked != uid {
            throw APIError.conflict(
                type, name: current.key.name,
                "Precondition failed: UID in precondition: \(asked), UID in object meta: \(uid)")
        }
        if let asked = options.preconditionResourceVersion, asked != String(current.version) {
            throw APIError.conflict(
                type, name: current.key.name,
                "Precondition failed: ResourceVersion in precondition: \(asked), "
                    + "ResourceVersion in object meta: \(current.version)")
        }
    }
}

import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    public func delete(
        _ type: ResourceType, namespace: String?, name: String, options: DeleteOptions
    ) async throws -> JSONValue {
        if type == .eventsV1 {
            return try await eventsView.delete(
                namespace: namespace, name: name, options: options)
        }
        let strategy = try strategy(of: type)
        try Self.checkPolicy(options.propagationPolicy)
        var attempt = 1
        while true {
            let current = try await stored(type, namespace, name)
            try Self.checkPreconditions(options, current, type)
            try strategy.admitDeletion(current.object)
            let object = Self.withFinalizers(current.object, options.propagationPolicy)
            var decision = Deletion.decide(
                object, asked: options.gracePeriodSeconds,
                ownGrace: strategy.gracePeriod(of: object, asked: options.gracePeriodSeconds),
                isHeld: strategy.isHeld(object), now: configuration.now())
            if case .mark(var marked) = decision {
                strategy.prepareForDeletion(&marked)
                decision = .mark(marked)
            }
            if decision == .unchanged, object != current.object { decision = .mark(object) }
            if options.dryRun { return Self.preview(decision, of: current) }
            do throws(ObjectStoreError) {
                switch decision {
                case .unchanged: return current.presented
                case .remove:
                    let last = try await store.delete(current).presented
                    note(current.key, type, from: current.object, to: nil)
                    return last
                case .mark(let marked):
                    let updated = try await store.update(current, to: marked).presented
                    note(current.key, type, from: current.object, to: marked)
                    return updated
                }
            } catch {
                guard case .conflict = error, attempt < Self.attemptLimit else {
                    throw APIError(error, type: type)
                }
                attempt += 1
            }
        }
    }

    /// The object with what keeps it until its dependents are dealt with as the client asks.
    private static func withFinalizers(_ object: JSONValue, _ policy: String?) -> JSONValue {
        let finalizers = GarbageCollection.finalizers(object.finalizers, policy: policy)
        if finalizers == object.finalizers { return object }
        var object = object
        object.set(
            finalizers.isEmpty ? nil : .array(finalizers.map { .string($0) }),
            at: "metadata", "finalizers")
        return object
    }

    private static func preview(_ decision: Deletion, of current: StoredObject) -> JSONValue {
        guard case .mark(let marked) = decision else { return current.presented }
        return StoredObject(key: current.key, version: current.version, object: marked).presented
    }

    private static func checkPolicy(_ policy: String?) throws {
        guard let policy, !["Foreground", "Background", "Orphan"].contains(policy) else { return }
        let cause =
            "Unsupported value: \"\(policy)\": supported values: \"Foreground\", "
            + "\"Background\", \"Orphan\", \"nil\""
        throw APIError(
            code: 422, reason: "Invalid",
            message: "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: \(cause)",
            details: [
                "group": "meta.k8s.io", "kind": "DeleteOptions",
                "causes": [
                    [
                        "reason": "FieldValueNotSupported", "message": .string(cause),
                        "field": "propagationPolicy",
                    ]
                ],
            ])
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

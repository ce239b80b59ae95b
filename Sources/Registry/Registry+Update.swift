import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    public func update(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        if type == .eventsV1, subresource == nil {
            return try await eventsView.update(
                namespace: namespace, name: name, object: object, options: options)
        }
        let subresource = try self.subresource(subresource, of: type)
        var sent = try ObjectReview.admit(object, type: type, options: options)
        try ObjectReview.checkName(sent, name: name)
        try ObjectReview.admitNamespace(&sent, type: type, namespace: namespace)
        let strategy = try strategy(of: type)
        let change = { [self, sent] in
            try await modify(
                type, namespace, name, subresource, manager: options.manager,
                dryRun: options.dryRun
            ) { _ in
                if strategy.requiresVersion, sent.resourceVersion.isEmpty {
                    throw APIError.versionRequired(type, name: name)
                }
                return sent
            }
        }
        let updated =
            if subresource == .main, strategy.createsOnUpdate {
                try await changeOrMake(type, name, change: change) { [sent] in
                    try await make(type, namespace, sent, options)
                }
            } else {
                try await change()
            }
        try warn(of: subresource, type, updated, options)
        return updated
    }

    /// Makes the object of an update that found none. The version that it may name says nothing.
    private func make(
        _ type: ResourceType, _ namespace: String?, _ sent: JSONValue, _ options: WriteOptions
    ) async throws -> JSONValue {
        guard sent.uid.isEmpty else {
            throw APIError.conflict(
                type, name: sent.name,
                "Precondition failed: UID in precondition: \(sent.uid), UID in object meta: ")
        }
        var object = sent
        object.set(nil, at: "metadata", "resourceVersion")
        let created = try await create(
            type, namespace: namespace, object: object, options: options)
        options.onCreate?()
        return created
    }

    public func patch(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?, patch: Patch,
        options: WriteOptions
    ) async throws -> JSONValue {
        if type == .eventsV1, subresource == nil {
            return try await eventsView.patch(
                namespace: namespace, name: name, patch: patch, options: options)
        }
        let subresource = try self.subresource(subresource, of: type)
        if patch.format == .apply {
            let applied = try await apply(type, namespace, name, subresource, patch.body, options)
            try warn(of: subresource, type, applied, options)
            return applied
        }
        let updated = try await modify(
            type, namespace, name, subresource, manager: options.manager, dryRun: options.dryRun
        ) { current in
            let patched = try ObjectPatch.apply(patch, to: current, kind: type.schemaName)
            var object = try ObjectPatch.admit(patched, type: type, options: options)
            try ObjectReview.admitName(&object, name: name)
            try ObjectReview.admitNamespace(&object, type: type, namespace: namespace)
            // A version in the patch is a condition; the one that was there before is not.
            if object.resourceVersion == current.resourceVersion {
                object.set(nil, at: "metadata", "resourceVersion")
            }
            return object
        }
        try warn(of: subresource, type, updated, options)
        return updated
    }

    /// What part of an object a write is about.
    enum Subresource: Sendable, Hashable {
        case main
        case status
        /// The finalizers of a Namespace's spec.
        case finalize
        /// The node of a Pod.
        case binding
        /// Another part of the object that is written on its own: `resize`.
        case part(String)
    }

    /// - Throws: `APIError` 404 for what the type does not have.
    private func subresource(_ name: String?, of type: ResourceType) throws -> Subresource {
        let strategy = try strategy(of: type)
        switch name {
        case nil: return .main
        case "status" where strategy.hasStatus: return .status
        case "finalize" where type == .namespaces: return .finalize
        case let name? where strategy.parts.contains(name): return .part(name)
        default:
            throw APIError(
                code: 404, reason: "NotFound",
                message: "the server could not find the requested resource")
        }
    }

    private func warn(
        of subresource: Subresource, _ type: ResourceType, _ object: JSONValue,
        _ options: WriteOptions
    ) throws {
        guard case .part(let name) = subresource else { return }
        for warning in try strategy(of: type).warnings(ofUpdating: name, of: object) {
            options.onWarning?(warning)
        }
    }

    /// Changes an object, again with the newest one where another write came between.
    ///
    /// - Parameters:
    ///   - manager: who gets to own the changes; nil takes the owners that `transform` gives.
    ///   - transform: makes the new object from the present one, which has its version in it. A
    ///     version in the result must be the present one.
    func modify(
        _ type: ResourceType, _ namespace: String?, _ name: String, _ subresource: Subresource,
        manager: String? = nil, dryRun: Bool = false,
        transform: @Sendable (JSONValue) throws -> JSONValue
    ) async throws -> JSONValue {
        let strategy = try strategy(of: type)
        var attempt = 1
        while true {
            let current = try await stored(type, namespace, name)
            let sent = try transform(current.presented)
            try Self.checkPreconditions(sent, current, type)
            let object = try merged(sent, into: current.object, type, subresource, manager)
            if subresource == .main {
                try configuration.authorizeWrite(type, object, current.object)
            }
            let charges = try await admit(object, from: current.object, type, subresource)
            if dryRun || object == current.object
                || FieldManager.differOnlyInTimes(object, current.object)
            {
                return StoredObject(
                    key: current.key, version: current.version,
                    object: dryRun ? object : current.object
                ).presented
            }
            do throws(ObjectStoreError) {
                return try await write(object, over: current, charges, type, strategy)
            } catch {
                guard case .conflict = error, attempt < Self.attemptLimit else {
                    throw APIError(error, type: type)
                }
                attempt += 1
            }
        }
    }

    private func write(
        _ object: JSONValue, over current: StoredObject, _ charges: [StoreWrite],
        _ type: ResourceType, _ strategy: any ResourceStrategy
    ) async throws(ObjectStoreError) -> JSONValue {
        if Deletion.isFinished(object, isHeld: strategy.isHeld(object)) {
            let last = try await store.delete(current, last: object).presented
            note(current.key, type, from: current.object, to: nil)
            return last
        }
        let updated = try await store.commit([.update(current, to: object)] + charges)[0].presented
        note(current.key, type, from: current.object, to: object)
        if type == .pods, current.object.value(at: "spec", "nodeName") == nil {
            recordAssignment(of: updated)
        }
        return updated
    }

    private static func checkPreconditions(
        _ sent: JSONValue, _ current: StoredObject, _ type: ResourceType
    ) throws {
        if !sent.resourceVersion.isEmpty, sent.resourceVersion != String(current.version) {
            throw APIError.modified(type, name: current.key.name)
        }
        let uid = current.object.uid
        if !sent.uid.isEmpty, sent.uid != uid {
            throw APIError.conflict(
                type, name: current.key.name,
                "Precondition failed: UID in precondition: \(sent.uid), UID in object meta: \(uid)")
        }
    }

    /// What the object becomes: the part that the write is about, the rest as it was.
    private func merged(
        _ sent: JSONValue, into old: JSONValue, _ type: ResourceType, _ subresource: Subresource,
        _ manager: String?
    ) throws -> JSONValue {
        let strategy = try strategy(of: type)
        var object = sent
        strategy.applyDefaults(to: &object)
        Self.keepSystemMetadata(of: &object, from: old)
        try Self.refuseNewFinalizers(object, old)
        let noteOwner = { (object: inout JSONValue) in
            guard let manager else { return }
            self.fieldManager(of: type, strategy, subresource)?
                .update(&object, live: old, manager: manager)
        }
        switch subresource {
        case .main:
            if strategy.hasStatus { object["status"] = old["status"] }
            noteOwner(&object)
            _ = strategy.dropDisabledFields(of: &object, old: old)
            strategy.prepareForUpdate(&object, from: old, now: configuration.now())
            try strategy.validateUpdate(object, from: old)
            Self.countGeneration(of: &object, from: old, strategy)
        case .status:
            object["spec"] = old["spec"]
            object.set(old.metadata("ownerReferences"), at: "metadata", "ownerReferences")
            noteOwner(&object)
            strategy.prepareForStatusUpdate(&object, from: old)
            try strategy.validateStatusUpdate(object, from: old)
        case .finalize:
            object["status"] = old["status"]
            noteOwner(&object)
        case .binding: break
        case .part(let part):
            strategy.prepareForUpdate(of: part, &object, from: old)
            noteOwner(&object)
            try strategy.validateUpdate(of: part, object, from: old)
            Self.countGeneration(of: &object, from: old, strategy)
        }
        return object
    }

    private static func countGeneration(
        of object: inout JSONValue, from old: JSONValue, _ strategy: any ResourceStrategy
    ) {
        guard strategy.countsGenerations, wishes(of: object) != wishes(of: old) else { return }
        object.set(.integer(old.generation + 1), at: "metadata", "generation")
    }

    /// What the client wants of the object: its spec, whatever the member is called.
    private static func wishes(of object: JSONValue) -> JSONValue {
        var object = object
        object["metadata"] = nil
        object["status"] = nil
        return object
    }

    /// The server's own part of the metadata is not the client's to change.
    private static func keepSystemMetadata(of object: inout JSONValue, from old: JSONValue) {
        for member in [
            "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
            "generation", "generateName", "selfLink",
        ] { object.set(old.metadata(member), at: "metadata", member) }
        object.set(nil, at: "metadata", "resourceVersion")
    }

    private static func refuseNewFinalizers(_ object: JSONValue, _ old: JSONValue) throws {
        let added = Set(object.finalizers).subtracting(old.finalizers).sorted()
        guard old.isBeingDeleted, !added.isEmpty else { return }
        throw APIError(
            code: 422, reason: "Invalid",
            message: "metadata.finalizers: Forbidden: no new finalizers can be added if the object "
                + "is being deleted, found new finalizers \(added)")
    }
}

extension APIError {
    /// A kube-apiserver names the resource here where other refusals name the kind.
    fileprivate static func versionRequired(_ type: ResourceType, name: String) -> APIError {
        var named = type
        named.kind = type.plural
        let missing = FieldError.invalid(
            "metadata.resourceVersion", 0, "must be specified for an update")
        return invalid(named, name: name, [missing]) ?? .badRequest("\(missing)")
    }
}

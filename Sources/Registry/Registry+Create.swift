import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    public func create(
        _ type: ResourceType, namespace: String?, object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        if type == .eventsV1 {
            return try await eventsView.create(
                namespace: namespace, object: object, options: options)
        }
        if type == .bindings {
            return try await bind(
                object, namespace: namespace, name: object.name, options: options)
        }
        let strategy = try strategy(of: type)
        var sent = try ObjectReview.admit(object, type: type, options: options)
        strategy.applyDefaults(to: &sent)
        fieldManager(of: type, strategy)?.update(
            &sent, live: nil, manager: options.manager)
        return try await create(type, namespace: namespace, owned: sent, options: options)
    }

    /// Creates an object whose owners are noted already.
    func create(
        _ type: ResourceType, namespace: String?, owned object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        let strategy = try strategy(of: type)
        var sent = object
        try ObjectReview.admitNamespace(&sent, type: type, namespace: namespace)
        guard sent.resourceVersion.isEmpty else {
            throw APIError.badRequest("resourceVersion should not be set on objects to be created")
        }
        let dropped = strategy.dropDisabledFields(of: &sent, old: nil)
        var attempt = 1
        while true {
            let parent = try await parent(for: sent, type)
            var object = identified(sent, strategy)
            if type == .pods { try await podAdmission.complete(&object) }
            strategy.prepareForCreate(&object, now: configuration.now())
            try strategy.validate(object)
            let charges = try await admit(&object, type)
            try configuration.authorizeWrite(type, object, nil)
            for warning in try dropped + strategy.warnings(for: object) {
                options.onWarning?(warning)
            }
            if type == .pods { assign(&object, reserves: !options.dryRun) }
            if options.dryRun {
                try await refuseExisting(object, type)
                return object
            }
            do throws(ObjectStoreError) {
                let change = try await store.change(
                    [.create(key(type, namespace, object.name), object)]
                        + content(of: object, type) + charges,
                    requiring: parent.map { [$0] } ?? [])[0]
                let created = change.presented
                options.onText?(change.text)
                note(key(type, namespace, object.name), type, from: nil, to: object)
                if type == .pods { recordAssignment(of: created) }
                return created
            } catch {
                if type == .pods { assignments.release(uid: object.uid) }
                guard attempt < Self.attemptLimit,
                    Self.mayCreateAgain(
                        after: error, sent, key(type, namespace, object.name))
                else { throw APIError(error, type: type) }
                // A quota that others change meanwhile costs no attempt: each time one gets ahead.
                if case .alreadyExists = error { attempt += 1 }
            }
        }
    }

    /// Whether the next attempt differs: with another name, or with the namespace and the quotas
    /// read anew.
    private static func mayCreateAgain(
        after error: ObjectStoreError, _ sent: JSONValue, _ own: ObjectKey
    ) -> Bool {
        switch error {
        case .alreadyExists: sent.name.isEmpty
        case .conflict(let key, _, _), .notFound(let key): key != own
        default: false
        }
    }

    /// The namespace of a new object.
    ///
    /// - Throws: `APIError` 404 where there is none, 403 where it is being deleted.
    private func parent(for object: JSONValue, _ type: ResourceType) async throws -> StoredObject? {
        guard type.namespaced else { return nil }
        let parent = try await stored(.namespaces, nil, object.namespace)
        guard NamespaceStrategy.isTerminating(parent.object) else { return parent }
        var refusal = APIError.forbidden(
            type, name: object.name,
            "unable to create new content in namespace \(object.namespace) because it is being "
                + "terminated")
        refusal.details?["causes"] = [
            [
                "reason": "NamespaceTerminating",
                "message": "namespace \(object.namespace) is being terminated",
                "field": "metadata.namespace",
            ]
        ]
        throw refusal
    }

    /// Gives an object its name and identity.
    private func identified(_ sent: JSONValue, _ strategy: any ResourceStrategy) -> JSONValue {
        var object = sent
        let prefix = object.metadata("generateName")?.stringValue ?? ""
        if object.name.isEmpty, !prefix.isEmpty {
            object.set(.string(Identity.generatedName(prefix)), at: "metadata", "name")
        }
        for member in [
            "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink",
            "resourceVersion",
        ] { object.set(nil, at: "metadata", member) }
        object.set(.string(Identity.uid()), at: "metadata", "uid")
        object.set(configuration.now().json, at: "metadata", "creationTimestamp")
        if strategy.countsGenerations { object.set(1, at: "metadata", "generation") }
        return object
    }

    private func refuseExisting(_ object: JSONValue, _ type: ResourceType) async throws {
        do throws(ObjectStoreError) {
            let key = key(type, object.namespace, object.name)
            if try await store.get(key) != nil { throw .alreadyExists(key) }
        } catch {
            throw APIError(error, type: type)
        }
    }

    /// Tells the controllers of a write.
    func note(
        _ key: ObjectKey, _ type: ResourceType, from old: JSONValue?, to new: JSONValue?
    ) {
        queues.note(key, type, from: old, to: new, lookup: lookup)
    }
}

import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    var podAdmission: PodAdmission {
        PodAdmission(lookup: lookup, mountsTokens: configuration.mountsServiceAccountTokens)
    }

    /// Asks of a valid new object what depends on others: limits, uniqueness, quotas.
    ///
    /// - Returns: what the quotas count with it, to be written together with the object.
    /// - Throws: `APIError` 403.
    func admit(_ object: inout JSONValue, _ type: ResourceType) async throws -> [StoreWrite] {
        switch type {
        case .pods, .persistentVolumeClaims:
            let limitRanges = try await lookup.all(.limitRanges, in: object.namespace)
            try LimitRanger.enforce(limitRanges.map(\.object), on: object, type: type)
        case .priorityClasses:
            try PriorityAdmission.refuseSecondDefault(
                object, among: try await lookup.all(.priorityClasses).map(\.object))
        case .resourceQuotas:
            object = try await counted(object)
        default: break
        }
        return try await charges(for: object, type)
    }

    /// Asks of a valid change what depends on other objects.
    ///
    /// - Returns: what the quotas count with it, to be written together with the object.
    /// - Throws: `APIError` 403.
    func admit(
        _ object: JSONValue, from old: JSONValue, _ type: ResourceType, _ subresource: Subresource
    ) async throws -> [StoreWrite] {
        guard !object.isBeingDeleted, object != old else { return [] }
        switch (subresource, type) {
        case (.main, _): break
        case (.part(PodPart.resize.rawValue), .pods): break
        default: return []
        }
        switch type {
        case .services: break
        case .pods where subresource != .main:
            let limitRanges = try await lookup.all(.limitRanges, in: object.namespace)
            try LimitRanger.enforce(limitRanges.map(\.object), on: object, type: type)
        case .persistentVolumeClaims:
            let limitRanges = try await lookup.all(.limitRanges, in: object.namespace)
            try LimitRanger.enforce(limitRanges.map(\.object), on: object, type: type)
        case .priorityClasses:
            try PriorityAdmission.refuseSecondDefault(
                object, among: try await lookup.all(.priorityClasses).map(\.object))
            return []
        default: return []
        }
        return try await charges(for: object, type, replacing: old)
    }

    /// What the quotas of an object's namespace count with it.
    ///
    /// - Parameter old: the object before it is changed; nil for a new one.
    /// - Throws: `APIError` 403 where one has too little room.
    func charges(
        for object: JSONValue, _ type: ResourceType, replacing old: JSONValue? = nil
    ) async throws -> [StoreWrite] {
        guard type.namespaced else { return [] }
        return try QuotaCheck.charge(
            object, type, replacing: old,
            quotas: try await lookup.all(.resourceQuotas, in: object.namespace),
            now: configuration.now())
    }

    /// A quota with the figures of what is there.
    func counted(_ quota: JSONValue) async throws -> JSONValue {
        var objects: [(type: ResourceType, objects: [JSONValue])] = []
        for type in QuotaStatus.types(of: quota) {
            do throws(ObjectStoreError) {
                let list = try await store.list(
                    type: type.qualifiedName, namespace: quota.namespace)
                objects.append((type, list.objects.map(\.object)))
            } catch {
                throw APIError(error, type: type)
            }
        }
        let used = QuotaStatus.used(of: quota, by: objects, now: configuration.now())
        return QuotaStatus.set(used: used, on: quota)
    }

    /// What comes into being together with a new object.
    func content(of object: JSONValue, _ type: ResourceType) -> [StoreWrite] {
        guard type == .namespaces else { return [] }
        return NamespaceContent.objects(
            in: object.name, rootCertificates: configuration.rootCertificates
        ).map { content in
            .create(
                key(content.type, object.name, content.object.name), complete(content.object))
        }
    }

    /// Makes what a namespace should have and has not, and corrects certificates that are not those
    /// of the API server.
    func createMissingContent(of namespace: JSONValue) async throws {
        if NamespaceStrategy.isTerminating(namespace) { return }
        let contents = NamespaceContent.objects(
            in: namespace.name, rootCertificates: configuration.rootCertificates)
        for content in contents {
            let key = key(content.type, namespace.name, content.object.name)
            do throws(ObjectStoreError) {
                guard let present = try await store.get(key) else {
                    try await store.commit([.create(key, complete(content.object))])
                    continue
                }
                guard let data = content.object["data"], present.object["data"] != data,
                    !present.object.isBeingDeleted
                else { continue }
                var object = present.object
                object["data"] = data
                try await store.commit([.update(present, to: object)])
            } catch {
                switch error {
                case .alreadyExists, .conflict, .notFound: continue
                default: throw APIError(error, type: content.type)
                }
            }
        }
    }

    private func complete(_ object: JSONValue) -> JSONValue {
        var object = object
        object.set(.string(Identity.uid()), at: "metadata", "uid")
        object.set(configuration.now().json, at: "metadata", "creationTimestamp")
        return object
    }
}

import JSON
import KubernetesAPI
import KubernetesClient

extension Registry {
    /// Server-side apply: merges by ownership, and makes the object where it is not there.
    func apply(
        _ type: ResourceType, _ namespace: String?, _ name: String, _ subresource: Subresource,
        _ configuration: JSONValue, _ options: WriteOptions
    ) async throws -> JSONValue {
        let strategy = try strategy(of: type)
        let manager = options.fieldManager ?? ""
        guard !manager.isEmpty else {
            let missing = FieldError.required("fieldManager", "is required for apply patch")
            throw APIError.invalidOptions("PatchOptions", [missing]) ?? .badRequest("\(missing)")
        }
        guard let fields = fieldManager(of: type, strategy, subresource) else {
            throw APIError.unsupportedApply(type)
        }
        let review: @Sendable (JSONValue) throws -> JSONValue = { applied in
            var object = try ObjectReview.admit(applied, type: type, options: options)
            try ObjectReview.admitName(&object, name: name)
            try ObjectReview.admitNamespace(&object, type: type, namespace: namespace)
            return object
        }
        let change = { [self] in
            try await modify(
                type, namespace, name, subresource, dryRun: options.dryRun
            ) { current in
                var object = try review(
                    fields.apply(
                        configuration, to: current, manager: manager, force: options.force))
                if object.resourceVersion == current.resourceVersion {
                    object.set(nil, at: "metadata", "resourceVersion")
                }
                return object
            }
        }
        guard subresource == .main else { return try await change() }
        return try await changeOrMake(type, name, change: change) {
            var object = try review(
                fields.apply(configuration, to: nil, manager: manager, force: options.force))
            guard object.uid.isEmpty else {
                throw APIError.conflict(
                    type, name: name,
                    "uid mismatch: the provided object specified uid \(object.uid), and no "
                        + "existing object was found")
            }
            strategy.applyDefaults(to: &object)
            let created = try await create(
                type, namespace: namespace, owned: object, options: options)
            options.onCreate?()
            return created
        }
    }

    /// Changes an object, and makes it where it is not there.
    ///
    /// - Parameters:
    ///   - change: throws 404 for the object where it is not there.
    ///   - make: throws 409 `AlreadyExists` where somebody was faster: theirs is changed then.
    func changeOrMake(
        _ type: ResourceType, _ name: String, change: () async throws -> JSONValue,
        make: () async throws -> JSONValue
    ) async throws -> JSONValue {
        var attempt = 1
        while true {
            do {
                return try await change()
            } catch let error as APIError where error == .notFound(type, name: name) {}
            do {
                return try await make()
            } catch let error as APIError where error.reason == "AlreadyExists" {
                guard attempt < Self.attemptLimit else { throw error }
                attempt += 1
            }
        }
    }

    /// Keeps the owners of an object's fields; nil for a type without schema.
    func fieldManager(
        of type: ResourceType, _ strategy: any ResourceStrategy,
        _ subresource: Subresource = .main
    ) -> FieldManager? {
        FieldManager(
            type, subresource: subresource.name,
            unchangeable: subresource.resetFields(of: strategy),
            now: configuration.now())
    }
}

extension Registry.Subresource {
    /// As entries of `metadata.managedFields` name it; nil for the object itself.
    var name: String? {
        switch self {
        case .main: nil
        case .status: "status"
        case .finalize: "finalize"
        case .binding: "binding"
        case .part(let name): name
        }
    }

    /// Fields that writes to this part leave alone.
    fileprivate func resetFields(of strategy: any ResourceStrategy) -> FieldSet {
        switch self {
        case .main: strategy.resetFields
        case .status: ["f:spec", "f:metadata f:deletionTimestamp", "f:metadata f:ownerReferences"]
        case .finalize, .binding, .part: ["f:status"]
        }
    }
}

extension WriteOptions {
    /// Who writes; a part of the daemon that gives no name writes as the daemon.
    var manager: String {
        guard let fieldManager, !fieldManager.isEmpty else { return "swiftlet" }
        return fieldManager
    }
}

extension APIError {
    fileprivate static func unsupportedApply(_ type: ResourceType) -> APIError {
        .internalError("no corresponding type for \(type.apiVersion), Kind=\(type.kind)")
    }
}

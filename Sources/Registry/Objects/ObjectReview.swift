import JSON
import KubernetesAPI
import KubernetesClient

/// Checks of what a client sends, before anything is read from the store.
enum ObjectReview {
    /// Compares `object` with the type it was sent to, fills in kind and version, and handles fields
    /// that the type does not have as `options` say.
    ///
    /// - Throws: `APIError` 400.
    static func admit(
        _ object: JSONValue, type: ResourceType, options: WriteOptions
    ) throws -> JSONValue {
        guard object.objectValue != nil else {
            throw APIError.badRequest("the object provided is not a JSON object")
        }
        var object = object
        try admitKind(&object, type)
        try FieldReview.check(&object, type: type, options: options)
        return object
    }

    private static func admitKind(_ object: inout JSONValue, _ type: ResourceType) throws {
        let kind = object["kind"]?.stringValue ?? ""
        let apiVersion = object["apiVersion"]?.stringValue ?? ""
        if !apiVersion.isEmpty, apiVersion != type.apiVersion {
            throw APIError.badRequest(
                "the API version in the data (\(apiVersion)) does not match the expected API "
                    + "version (\(type.apiVersion))")
        }
        if !kind.isEmpty, kind != type.kind {
            throw APIError.badRequest(
                "\(kind) in version \"\(type.version)\" cannot be handled as a \(type.kind): "
                    + "the kind does not match the path")
        }
        object["kind"] = .string(type.kind)
        object["apiVersion"] = .string(type.apiVersion)
        if object["metadata"]?.objectValue == nil { object["metadata"] = [:] }
    }

    /// Compares the object's namespace with that of the path, and fills it in.
    ///
    /// - Throws: `APIError` 400.
    static func admitNamespace(
        _ object: inout JSONValue, type: ResourceType, namespace: String?
    ) throws {
        guard type.namespaced else {
            object.set(nil, at: "metadata", "namespace")
            return
        }
        guard let namespace, !namespace.isEmpty else {
            throw APIError.badRequest("an empty namespace may not be set during creation")
        }
        guard object.namespace.isEmpty || object.namespace == namespace else {
            throw APIError.badRequest(
                "the namespace of the provided object does not match the namespace sent on the request"
            )
        }
        object.set(.string(namespace), at: "metadata", "namespace")
    }

    /// Compares the name of an object that was sent whole with that of the path.
    ///
    /// - Throws: `APIError` 400.
    static func checkName(_ object: JSONValue, name: String) throws {
        guard !object.name.isEmpty else {
            throw APIError.badRequest(
                "the name of the object (\(name) based on URL) was undeterminable: name must be "
                    + "provided")
        }
        guard object.name == name else { throw APIError.otherName(object.name, name) }
    }

    /// Compares the object's name with that of the path, and fills it in.
    ///
    /// - Throws: `APIError` 400.
    static func admitName(_ object: inout JSONValue, name: String) throws {
        guard object.name.isEmpty || object.name == name else {
            throw APIError.otherName(object.name, name)
        }
        object.set(.string(name), at: "metadata", "name")
    }
}

extension APIError {
    fileprivate static func otherName(_ sent: String, _ asked: String) -> APIError {
        .badRequest(
            "the name of the object (\(sent)) does not match the name on the URL (\(asked))")
    }
}

import JSON
import KubernetesAPI
import KubernetesClient

/// The form in which one request gets its objects.
struct Presentation: Sendable {
    let type: ResourceType
    let representation: Representation
    /// What each row of a table carries besides its cells.
    let includedObject: ResourceTable.IncludedObject

    init(
        type: ResourceType, representation: Representation,
        includedObject: ResourceTable.IncludedObject = .metadata
    ) {
        self.type = type
        self.representation = representation
        self.includedObject = includedObject
    }

    init(_ request: RESTRequest, type: ResourceType) throws(APIError) {
        let include =
            request.query["includeObject"] ?? ResourceTable.IncludedObject.metadata.rawValue
        guard let includedObject = ResourceTable.IncludedObject(rawValue: include) else {
            throw .badRequest(
                "query parameter includeObject: \"\(include)\" is none of None, Metadata, Object")
        }
        self.init(
            type: type, representation: try request.representation(),
            includedObject: includedObject)
    }

    func object(_ object: JSONValue) -> JSONValue {
        switch representation {
        case .object: object
        case .partialMetadata: Self.partialMetadata(object)
        case .table: table([object], metadata: Self.listMetadata(of: object), withColumns: true)
        }
    }

    func list(_ objects: ObjectList) -> JSONValue {
        var metadata: JSONValue = ["resourceVersion": .string(objects.resourceVersion)]
        if let token = objects.continueToken { metadata["continue"] = .string(token) }
        if let count = objects.remainingItemCount {
            metadata["remainingItemCount"] = .integer(Int64(count))
        }
        switch representation {
        case .object:
            return [
                "kind": .string("\(type.kind)List"), "apiVersion": .string(type.apiVersion),
                "metadata": metadata, "items": .array(objects.items),
            ]
        case .partialMetadata:
            return [
                "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1",
                "metadata": metadata, "items": .array(objects.items.map(Self.partialMetadata)),
            ]
        case .table:
            return table(objects.items, metadata: metadata, withColumns: true)
        }
    }

    /// - Parameter isFirst: a watched table names its columns in its first event only.
    func watched(_ object: JSONValue, isFirst: Bool) -> JSONValue {
        guard representation == .table else { return self.object(object) }
        return table([object], metadata: Self.listMetadata(of: object), withColumns: isFirst)
    }

    private func table(
        _ objects: [JSONValue], metadata: JSONValue, withColumns: Bool
    ) -> JSONValue {
        ResourceTable(type, objects: objects, now: .now)
            .json(
                including: includedObject, listMetadata: metadata, includesColumns: withColumns)
    }

    static func partialMetadata(_ object: JSONValue) -> JSONValue {
        [
            "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
            "metadata": object["metadata"] ?? [:],
        ]
    }

    private static func listMetadata(of object: JSONValue) -> JSONValue {
        guard let version = object.value(at: "metadata", "resourceVersion") else { return [:] }
        return ["resourceVersion": version]
    }
}

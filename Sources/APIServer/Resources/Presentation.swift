import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient

/// The form in which one request gets its objects.
struct Presentation: Sendable {
    let type: ResourceType
    let representation: Representation
    var form = ResponseForm()
    /// What each row of a table carries besides its cells.
    let includedObject: ResourceTable.IncludedObject

    init(
        type: ResourceType, representation: Representation, form: ResponseForm = ResponseForm(),
        includedObject: ResourceTable.IncludedObject = .metadata
    ) {
        self.type = type
        self.representation = representation
        self.form = form
        self.includedObject = includedObject
    }

    /// - Parameter isStream: for a watch, whose events are JSON in one line always.
    init(_ request: RESTRequest, type: ResourceType, isStream: Bool = false) throws(APIError) {
        let include =
            request.query["includeObject"] ?? ResourceTable.IncludedObject.metadata.rawValue
        guard let includedObject = ResourceTable.IncludedObject(rawValue: include) else {
            throw .badRequest(
                "query parameter includeObject: \"\(include)\" is none of None, Metadata, Object")
        }
        let accepted = try AcceptedForm(accept: request.headers[.accept], isStream: isStream)
        var form = request.plainForm
        form.notation = accepted.notation
        self.init(
            type: type, representation: accepted.representation, form: form,
            includedObject: includedObject)
    }

    /// Whether objects go out as they are stored.
    var passesTextOn: Bool { representation == .object && form.isPlainJSON }

    func response(object: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        form.response(self.object(object), status: status)
    }

    func response(list: ObjectList) -> Response {
        form.response(self.list(list))
    }

    /// The list made from the texts of its objects, of which no more is read than it shows.
    func response(list: ObjectListText) throws -> Response {
        var metadata: JSONValue = ["resourceVersion": .string(list.resourceVersion)]
        if let token = list.continueToken { metadata["continue"] = .string(token) }
        if let count = list.remainingItemCount {
            metadata["remainingItemCount"] = .integer(Int64(count))
        }
        switch representation {
        case .object:
            return form.response(
                Self.list(type.kind + "List", type.apiVersion, metadata, list.items))
        case .partialMetadata:
            var items: [UInt8] = []
            for range in list.ranges {
                if !items.isEmpty { items.append(UInt8(ascii: ",")) }
                TableText.appendMetadata(of: list.items[range], to: &items)
            }
            return form.response(
                Self.list("PartialObjectMetadataList", "meta.k8s.io/v1", metadata, items))
        case .table:
            var table = TableText(type, including: includedObject, now: .now)
            for range in list.ranges { try table.append(list.items[range]) }
            return form.response(table.text(listMetadata: metadata))
        }
    }

    /// The parts of the text of a list: the objects are the most of it, and not copied once more.
    private static func list(
        _ kind: String, _ apiVersion: String, _ metadata: JSONValue, _ items: [UInt8]
    ) -> [[UInt8]] {
        var head = Array(
            "{\"kind\":\"\(kind)\",\"apiVersion\":\"\(apiVersion)\",\"metadata\":".utf8)
        metadata.serialize(to: &head)
        head += Array(",\"items\":[".utf8)
        return [head, items, Array("]}\n".utf8)]
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

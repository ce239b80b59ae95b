import JSON

/// Keeps `metadata.managedFields` of one kind of object, at one place of the API.
///
/// Its rules are those of kube-apiserver (`apimachinery/pkg/util/managedfields`) over
/// structured-merge-diff. All of it is pure: objects in, objects out.
public struct FieldManager: Sendable {
    let schema: MergeSchema
    let kind: String
    let type: MergeSchema.ValueType
    let apiVersion: String
    /// Empty for the object itself.
    let subresource: String
    /// What a write at this place cannot change, and so nobody gets to own by it.
    let unchangeable: FieldSet
    /// RFC 3339.
    let time: String

    /// - Parameters:
    ///   - subresource: `status`, for example; nil for the object itself.
    ///   - unchangeable: fields that the write leaves as they are, with all below them.
    ///   - now: the clock.
    /// - Returns: nil for a kind that has no schema: its fields have no owners.
    public init?(
        _ type: ResourceType, subresource: String? = nil, unchangeable: FieldSet = FieldSet(),
        now: Timestamp
    ) {
        self.init(
            kind: type.kind, schemaName: type.schemaName, apiVersion: type.apiVersion,
            subresource: subresource, unchangeable: unchangeable, now: now)
    }

    init?(
        kind: String, schemaName: String, apiVersion: String, subresource: String? = nil,
        unchangeable: FieldSet = FieldSet(), now: Timestamp, schema: MergeSchema = .kubernetes
    ) {
        guard let type = schema.type(ofKind: schemaName) else { return nil }
        self.schema = schema
        self.kind = kind
        self.type = type
        self.apiVersion = apiVersion
        self.subresource = subresource ?? ""
        self.unchangeable = unchangeable
        time = now.json.stringValue ?? ""
    }

    /// What nobody owns: the object's identity, and what only the server writes.
    static let neverOwned: FieldSet = [
        "f:apiVersion", "f:kind", "f:metadata", "f:metadata f:name", "f:metadata f:namespace",
        "f:metadata f:creationTimestamp", "f:metadata f:selfLink", "f:metadata f:uid",
        "f:metadata f:clusterName", "f:metadata f:generation", "f:metadata f:managedFields",
        "f:metadata f:resourceVersion",
    ]

    func manager(_ name: String, _ operation: ManagedFields.Operation) -> ManagedFields.Manager {
        ManagedFields.Manager(
            name: name, operation: operation, apiVersion: apiVersion, subresource: subresource)
    }

    /// The longest name of a manager; bytes.
    public static let maximumNameLength = 128

    /// The manager of a client that names none: the product in its User-Agent.
    public static func name(fromUserAgent userAgent: String) -> String {
        var name = ""
        let product = userAgent.split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)[0]
        for scalar in product.unicodeScalars where isPrintable(scalar) {
            if name.utf8.count + String(scalar).utf8.count > maximumNameLength { break }
            name.unicodeScalars.append(scalar)
        }
        return name
    }

    /// What is wrong with a name that a client gives.
    public static func validate(name: String, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if name.utf8.count > maximumNameLength {
            errors.append(.tooLong(field, maximumBytes: maximumNameLength))
        }
        if !name.unicodeScalars.allSatisfy(isPrintable) {
            errors.append(
                .invalid(field, .string(name), "should only contain printable characters"))
        }
        return errors
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == " " { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator,
            .lineSeparator, .paragraphSeparator:
            return false
        default: return true
        }
    }
}

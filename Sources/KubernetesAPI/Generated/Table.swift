// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Table` of meta/v1.
public struct Table: APIType {
    public var kind = "Table"
    public var apiVersion = "meta.k8s.io/v1"
    public var metadata = ListMeta()
    public var columnDefinitions: [TableColumnDefinition] = []
    public var rows: [TableRow] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        columnDefinitions = fields.read("columnDefinitions")
        rows = fields.read("rows")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.put("columnDefinitions", columnDefinitions)
        fields.put("rows", rows)
        return fields.object
    }
}

/// `TableColumnDefinition` of meta/v1.
public struct TableColumnDefinition: APIType {
    public var name = ""
    public var type = ""
    public var format = ""
    public var description = ""
    public var priority: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        type = fields.read("type")
        format = fields.read("format")
        description = fields.read("description")
        priority = fields.read("priority")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.put("name", name)
        fields.put("type", type)
        fields.put("format", format)
        fields.put("description", description)
        fields.put("priority", priority)
        return fields.object
    }
}

/// `TableRow` of meta/v1.
public struct TableRow: APIType {
    public var conditions: [TableRowCondition] = []
    public var object: JSONValue = .null
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        conditions = fields.read("conditions")
        object = fields.read("object")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("conditions", conditions)
        fields.putUnlessZero("object", object)
        return fields.object
    }
}

/// `TableRowCondition` of meta/v1.
public struct TableRowCondition: APIType {
    public var type = RowConditionType()
    public var status = ConditionStatus()
    public var reason = ""
    public var message = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        status = fields.read("status")
        reason = fields.read("reason")
        message = fields.read("message")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("type", type)
        fields.put("status", status)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("message", message)
        return fields.object
    }
}

/// `RowConditionType` of meta/v1.
public struct RowConditionType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let completed = Self(rawValue: "Completed")
}

/// `TableOptions` of meta/v1.
public struct TableOptions: APIType {
    public var kind = ""
    public var apiVersion = ""
    public var includeObject = IncludeObjectPolicy()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        kind = fields.read("kind")
        apiVersion = fields.read("apiVersion")
        includeObject = fields.read("includeObject")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("includeObject", includeObject)
        return fields.object
    }
}

/// `IncludeObjectPolicy` of meta/v1.
public struct IncludeObjectPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let noneValue = Self(rawValue: "None")
    public static let metadata = Self(rawValue: "Metadata")
    public static let object = Self(rawValue: "Object")
}

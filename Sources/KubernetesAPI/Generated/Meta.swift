// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `ObjectMeta` of meta/v1.
public struct ObjectMeta: APIType {
    public var name = ""
    public var generateName = ""
    public var namespace = ""
    public var selfLink = ""
    public var uid = ""
    public var resourceVersion = ""
    public var generation: Int64 = 0
    public var creationTimestamp: Timestamp?
    public var deletionTimestamp: Timestamp?
    public var deletionGracePeriodSeconds: Int64?
    public var labels: [String: String] = [:]
    public var annotations: [String: String] = [:]
    public var ownerReferences: [OwnerReference] = []
    public var finalizers: [String] = []
    public var managedFields: [ManagedFieldsEntry] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        generateName = fields.read("generateName")
        namespace = fields.read("namespace")
        selfLink = fields.read("selfLink")
        uid = fields.read("uid")
        resourceVersion = fields.read("resourceVersion")
        generation = fields.read("generation")
        creationTimestamp = fields.read("creationTimestamp")
        deletionTimestamp = fields.read("deletionTimestamp")
        deletionGracePeriodSeconds = fields.read("deletionGracePeriodSeconds")
        labels = fields.read("labels")
        annotations = fields.read("annotations")
        ownerReferences = fields.read("ownerReferences")
        finalizers = fields.read("finalizers")
        managedFields = fields.read("managedFields")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 15)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("generateName", generateName)
        fields.putUnlessZero("namespace", namespace)
        fields.putUnlessZero("selfLink", selfLink)
        fields.putUnlessZero("uid", uid)
        fields.putUnlessZero("resourceVersion", resourceVersion)
        fields.putUnlessZero("generation", generation)
        fields.putIfSet("creationTimestamp", creationTimestamp)
        fields.putIfSet("deletionTimestamp", deletionTimestamp)
        fields.putIfSet("deletionGracePeriodSeconds", deletionGracePeriodSeconds)
        fields.putUnlessZero("labels", labels)
        fields.putUnlessZero("annotations", annotations)
        fields.putUnlessZero("ownerReferences", ownerReferences)
        fields.putUnlessZero("finalizers", finalizers)
        fields.putUnlessZero("managedFields", managedFields)
        return fields.object
    }
}

/// `OwnerReference` of meta/v1.
public struct OwnerReference: APIType {
    public var apiVersion = ""
    public var kind = ""
    public var name = ""
    public var uid = ""
    public var controller: Bool?
    public var blockOwnerDeletion: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        apiVersion = fields.read("apiVersion")
        kind = fields.read("kind")
        name = fields.read("name")
        uid = fields.read("uid")
        controller = fields.read("controller")
        blockOwnerDeletion = fields.read("blockOwnerDeletion")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.put("apiVersion", apiVersion)
        fields.put("kind", kind)
        fields.put("name", name)
        fields.put("uid", uid)
        fields.putIfSet("controller", controller)
        fields.putIfSet("blockOwnerDeletion", blockOwnerDeletion)
        return fields.object
    }
}

/// `ManagedFieldsEntry` of meta/v1.
public struct ManagedFieldsEntry: APIType {
    public var manager = ""
    public var operation = ManagedFieldsOperationType()
    public var apiVersion = ""
    public var time: Timestamp?
    public var fieldsType = ""
    public var fieldsV1: JSONValue?
    public var subresource = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        manager = fields.read("manager")
        operation = fields.read("operation")
        apiVersion = fields.read("apiVersion")
        time = fields.read("time")
        fieldsType = fields.read("fieldsType")
        fieldsV1 = fields.read("fieldsV1")
        subresource = fields.read("subresource")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 7)
        fields.putUnlessZero("manager", manager)
        fields.putUnlessZero("operation", operation)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putIfSet("time", time)
        fields.putUnlessZero("fieldsType", fieldsType)
        fields.putIfSet("fieldsV1", fieldsV1)
        fields.putUnlessZero("subresource", subresource)
        return fields.object
    }
}

/// `ManagedFieldsOperationType` of meta/v1.
public struct ManagedFieldsOperationType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let apply = Self(rawValue: "Apply")
    public static let update = Self(rawValue: "Update")
}

/// `ListMeta` of meta/v1.
public struct ListMeta: APIType {
    public var selfLink = ""
    public var resourceVersion = ""
    public var `continue` = ""
    public var remainingItemCount: Int64?
    @Boxed public var shardInfo: ShardInfo?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        selfLink = fields.read("selfLink")
        resourceVersion = fields.read("resourceVersion")
        `continue` = fields.read("continue")
        remainingItemCount = fields.read("remainingItemCount")
        shardInfo = fields.read("shardInfo")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("selfLink", selfLink)
        fields.putUnlessZero("resourceVersion", resourceVersion)
        fields.putUnlessZero("continue", `continue`)
        fields.putIfSet("remainingItemCount", remainingItemCount)
        fields.putIfSet("shardInfo", shardInfo)
        return fields.object
    }
}

/// `ShardInfo` of meta/v1.
public struct ShardInfo: APIType {
    public var selector = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        selector = fields.read("selector")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("selector", selector)
        return fields.object
    }
}

/// `LabelSelector` of meta/v1.
public struct LabelSelector: APIType {
    public var matchLabels: [String: String] = [:]
    public var matchExpressions: [LabelSelectorRequirement] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        matchLabels = fields.read("matchLabels")
        matchExpressions = fields.read("matchExpressions")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("matchLabels", matchLabels)
        fields.putUnlessZero("matchExpressions", matchExpressions)
        return fields.object
    }
}

/// `LabelSelectorRequirement` of meta/v1.
public struct LabelSelectorRequirement: APIType {
    public var key = ""
    public var `operator` = LabelSelectorOperator()
    public var values: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        key = fields.read("key")
        `operator` = fields.read("operator")
        values = fields.read("values")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("key", key)
        fields.put("operator", `operator`)
        fields.putUnlessZero("values", values)
        return fields.object
    }
}

/// `LabelSelectorOperator` of meta/v1.
public struct LabelSelectorOperator: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let `in` = Self(rawValue: "In")
    public static let notIn = Self(rawValue: "NotIn")
    public static let exists = Self(rawValue: "Exists")
    public static let doesNotExist = Self(rawValue: "DoesNotExist")
}

/// `Status` of meta/v1.
public struct Status: APIType {
    public var kind = "Status"
    public var apiVersion = "v1"
    public var metadata = ListMeta()
    public var status = ""
    public var message = ""
    public var reason = StatusReason()
    @Boxed public var details: StatusDetails?
    public var code: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        status = fields.read("status")
        message = fields.read("message")
        reason = fields.read("reason")
        details = fields.read("details")
        code = fields.read("code")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 8)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("status", status)
        fields.putUnlessZero("message", message)
        fields.putUnlessZero("reason", reason)
        fields.putIfSet("details", details)
        fields.putUnlessZero("code", code)
        return fields.object
    }
}

/// `StatusReason` of meta/v1.
public struct StatusReason: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let unauthorized = Self(rawValue: "Unauthorized")
    public static let forbidden = Self(rawValue: "Forbidden")
    public static let notFound = Self(rawValue: "NotFound")
    public static let alreadyExists = Self(rawValue: "AlreadyExists")
    public static let conflict = Self(rawValue: "Conflict")
    public static let gone = Self(rawValue: "Gone")
    public static let invalid = Self(rawValue: "Invalid")
    public static let serverTimeout = Self(rawValue: "ServerTimeout")
    public static let storageReadError = Self(rawValue: "StorageReadError")
    public static let timeout = Self(rawValue: "Timeout")
    public static let tooManyRequests = Self(rawValue: "TooManyRequests")
    public static let badRequest = Self(rawValue: "BadRequest")
    public static let methodNotAllowed = Self(rawValue: "MethodNotAllowed")
    public static let notAcceptable = Self(rawValue: "NotAcceptable")
    public static let requestEntityTooLarge = Self(rawValue: "RequestEntityTooLarge")
    public static let unsupportedMediaType = Self(rawValue: "UnsupportedMediaType")
    public static let internalError = Self(rawValue: "InternalError")
    public static let expired = Self(rawValue: "Expired")
    public static let serviceUnavailable = Self(rawValue: "ServiceUnavailable")
}

/// `StatusDetails` of meta/v1.
public struct StatusDetails: APIType {
    public var name = ""
    public var group = ""
    public var kind = ""
    public var uid = ""
    public var causes: [StatusCause] = []
    public var retryAfterSeconds: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        group = fields.read("group")
        kind = fields.read("kind")
        uid = fields.read("uid")
        causes = fields.read("causes")
        retryAfterSeconds = fields.read("retryAfterSeconds")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("group", group)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("uid", uid)
        fields.putUnlessZero("causes", causes)
        fields.putUnlessZero("retryAfterSeconds", retryAfterSeconds)
        return fields.object
    }
}

/// `StatusCause` of meta/v1.
public struct StatusCause: APIType {
    public var reason = CauseType()
    public var message = ""
    public var field = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        reason = fields.read("reason")
        message = fields.read("message")
        field = fields.read("field")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("message", message)
        fields.putUnlessZero("field", field)
        return fields.object
    }
}

/// `CauseType` of meta/v1.
public struct CauseType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let fieldValueNotFound = Self(rawValue: "FieldValueNotFound")
    public static let fieldValueRequired = Self(rawValue: "FieldValueRequired")
    public static let fieldValueDuplicate = Self(rawValue: "FieldValueDuplicate")
    public static let fieldValueInvalid = Self(rawValue: "FieldValueInvalid")
    public static let fieldValueNotSupported = Self(rawValue: "FieldValueNotSupported")
    public static let fieldValueForbidden = Self(rawValue: "FieldValueForbidden")
    public static let fieldValueTooLong = Self(rawValue: "FieldValueTooLong")
    public static let fieldValueTooMany = Self(rawValue: "FieldValueTooMany")
    public static let internalError = Self(rawValue: "InternalError")
    public static let fieldValueTypeInvalid = Self(rawValue: "FieldValueTypeInvalid")
    public static let unexpectedServerResponse = Self(rawValue: "UnexpectedServerResponse")
    public static let fieldManagerConflict = Self(rawValue: "FieldManagerConflict")
    public static let resourceVersionTooLarge = Self(rawValue: "ResourceVersionTooLarge")
}

/// `DeleteOptions` of meta/v1.
public struct MetaDeleteOptions: APIType {
    public var kind = ""
    public var apiVersion = ""
    public var gracePeriodSeconds: Int64?
    @Boxed public var preconditions: Preconditions?
    public var orphanDependents: Bool?
    public var propagationPolicy: DeletionPropagation?
    public var dryRun: [String] = []
    public var ignoreStoreReadErrorWithClusterBreakingPotential: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        kind = fields.read("kind")
        apiVersion = fields.read("apiVersion")
        gracePeriodSeconds = fields.read("gracePeriodSeconds")
        preconditions = fields.read("preconditions")
        orphanDependents = fields.read("orphanDependents")
        propagationPolicy = fields.read("propagationPolicy")
        dryRun = fields.read("dryRun")
        ignoreStoreReadErrorWithClusterBreakingPotential = fields.read("ignoreStoreReadErrorWithClusterBreakingPotential")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 8)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putIfSet("gracePeriodSeconds", gracePeriodSeconds)
        fields.putIfSet("preconditions", preconditions)
        fields.putIfSet("orphanDependents", orphanDependents)
        fields.putIfSet("propagationPolicy", propagationPolicy)
        fields.putUnlessZero("dryRun", dryRun)
        fields.putIfSet("ignoreStoreReadErrorWithClusterBreakingPotential", ignoreStoreReadErrorWithClusterBreakingPotential)
        return fields.object
    }
}

/// `Preconditions` of meta/v1.
public struct Preconditions: APIType {
    public var uid: String?
    public var resourceVersion: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        uid = fields.read("uid")
        resourceVersion = fields.read("resourceVersion")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putIfSet("uid", uid)
        fields.putIfSet("resourceVersion", resourceVersion)
        return fields.object
    }
}

/// `DeletionPropagation` of meta/v1.
public struct DeletionPropagation: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let orphan = Self(rawValue: "Orphan")
    public static let background = Self(rawValue: "Background")
    public static let foreground = Self(rawValue: "Foreground")
}

/// `Condition` of meta/v1.
public struct Condition: APIType {
    public var type = ""
    public var status = ConditionStatus()
    public var observedGeneration: Int64 = 0
    public var lastTransitionTime: Timestamp?
    public var reason = ""
    public var message = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        status = fields.read("status")
        observedGeneration = fields.read("observedGeneration")
        lastTransitionTime = fields.read("lastTransitionTime")
        reason = fields.read("reason")
        message = fields.read("message")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.put("type", type)
        fields.put("status", status)
        fields.putUnlessZero("observedGeneration", observedGeneration)
        fields.put("lastTransitionTime", lastTransitionTime)
        fields.put("reason", reason)
        fields.put("message", message)
        return fields.object
    }
}

/// `ConditionStatus` of meta/v1.
public struct ConditionStatus: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let `true` = Self(rawValue: "True")
    public static let `false` = Self(rawValue: "False")
    public static let unknown = Self(rawValue: "Unknown")
}

/// `PartialObjectMetadata` of meta/v1.
public struct PartialObjectMetadata: APIType {
    public var kind = ""
    public var apiVersion = ""
    public var metadata = ObjectMeta()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        kind = fields.read("kind")
        apiVersion = fields.read("apiVersion")
        metadata = fields.read("metadata")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        return fields.object
    }
}

/// `PartialObjectMetadataList` of meta/v1.
public struct PartialObjectMetadataList: APIType {
    public var kind = ""
    public var apiVersion = ""
    public var metadata = ListMeta()
    public var items: [PartialObjectMetadata] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        kind = fields.read("kind")
        apiVersion = fields.read("apiVersion")
        metadata = fields.read("metadata")
        items = fields.read("items")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.put("items", items)
        return fields.object
    }
}

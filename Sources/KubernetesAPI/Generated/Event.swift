// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Event` of core/v1.
public struct Event: KubernetesObject {
    public static var resourceType: ResourceType { .events }
    public var kind = "Event"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var involvedObject = ObjectReference()
    public var reason = ""
    public var message = ""
    public var source = EventSource()
    public var firstTimestamp: Timestamp?
    public var lastTimestamp: Timestamp?
    public var count: Int32 = 0
    public var type = ""
    public var eventTime: Timestamp?
    @Boxed public var series: EventSeries?
    public var action = ""
    @Boxed public var related: ObjectReference?
    public var reportingComponent = ""
    public var reportingInstance = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        involvedObject = fields.read("involvedObject")
        reason = fields.read("reason")
        message = fields.read("message")
        source = fields.read("source")
        firstTimestamp = fields.read("firstTimestamp")
        lastTimestamp = fields.read("lastTimestamp")
        count = fields.read("count")
        type = fields.read("type")
        eventTime = fields.read("eventTime")
        series = fields.read("series")
        action = fields.read("action")
        related = fields.read("related")
        reportingComponent = fields.read("reportingComponent")
        reportingInstance = fields.read("reportingInstance")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 17)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.put("metadata", metadata)
        fields.put("involvedObject", involvedObject)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("message", message)
        fields.putUnlessZero("source", source)
        fields.putIfSet("firstTimestamp", firstTimestamp)
        fields.putIfSet("lastTimestamp", lastTimestamp)
        fields.putUnlessZero("count", count)
        fields.putUnlessZero("type", type)
        fields.putMicroTime("eventTime", eventTime)
        fields.putIfSet("series", series)
        fields.putUnlessZero("action", action)
        fields.putIfSet("related", related)
        fields.putUnlessZero("reportingComponent", reportingComponent)
        fields.putUnlessZero("reportingInstance", reportingInstance)
        return fields.object
    }
}

/// `EventSource` of core/v1.
public struct EventSource: APIType {
    public var component = ""
    public var host = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        component = fields.read("component")
        host = fields.read("host")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("component", component)
        fields.putUnlessZero("host", host)
        return fields.object
    }
}

/// `EventSeries` of core/v1.
public struct EventSeries: APIType {
    public var count: Int32 = 0
    public var lastObservedTime: Timestamp?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        count = fields.read("count")
        lastObservedTime = fields.read("lastObservedTime")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("count", count)
        fields.putMicroTime("lastObservedTime", lastObservedTime)
        return fields.object
    }
}

/// `EventList` of core/v1.
public struct EventList: APIType {
    public var kind = "EventList"
    public var apiVersion = "v1"
    public var metadata = ListMeta()
    public var items: [Event] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
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

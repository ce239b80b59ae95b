// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `APIVersions` of meta/v1.
public struct APIVersions: APIType {
    public var kind = "APIVersions"
    public var apiVersion = "v1"
    public var versions: [String] = []
    public var serverAddressByClientCIDRs: [ServerAddressByClientCIDR] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        versions = fields.read("versions")
        serverAddressByClientCIDRs = fields.read("serverAddressByClientCIDRs")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.put("versions", versions)
        fields.put("serverAddressByClientCIDRs", serverAddressByClientCIDRs)
        return fields.object
    }
}

/// `ServerAddressByClientCIDR` of meta/v1.
public struct ServerAddressByClientCIDR: APIType {
    public var clientCIDR = ""
    public var serverAddress = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        clientCIDR = fields.read("clientCIDR")
        serverAddress = fields.read("serverAddress")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("clientCIDR", clientCIDR)
        fields.put("serverAddress", serverAddress)
        return fields.object
    }
}

/// `APIGroup` of meta/v1.
public struct APIGroup: APIType {
    public var kind = "APIGroup"
    public var apiVersion = "v1"
    public var name = ""
    public var versions: [GroupVersionForDiscovery] = []
    public var preferredVersion = GroupVersionForDiscovery()
    public var serverAddressByClientCIDRs: [ServerAddressByClientCIDR] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        name = fields.read("name")
        versions = fields.read("versions")
        preferredVersion = fields.read("preferredVersion")
        serverAddressByClientCIDRs = fields.read("serverAddressByClientCIDRs")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.put("name", name)
        fields.put("versions", versions)
        fields.putUnlessZero("preferredVersion", preferredVersion)
        fields.putUnlessZero("serverAddressByClientCIDRs", serverAddressByClientCIDRs)
        return fields.object
    }
}

/// `GroupVersionForDiscovery` of meta/v1.
public struct GroupVersionForDiscovery: APIType {
    public var groupVersion = ""
    public var version = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        groupVersion = fields.read("groupVersion")
        version = fields.read("version")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("groupVersion", groupVersion)
        fields.put("version", version)
        return fields.object
    }
}

/// `APIGroupList` of meta/v1.
public struct APIGroupList: APIType {
    public var kind = "APIGroupList"
    public var apiVersion = "v1"
    public var groups: [APIGroup] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        groups = fields.read("groups")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.put("groups", groups)
        return fields.object
    }
}

/// `APIResourceList` of meta/v1.
public struct APIResourceList: APIType {
    public var kind = "APIResourceList"
    public var apiVersion = "v1"
    public var groupVersion = ""
    public var resources: [APIResource] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        groupVersion = fields.read("groupVersion")
        resources = fields.read("resources")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.put("groupVersion", groupVersion)
        fields.put("resources", resources)
        return fields.object
    }
}

/// `APIResource` of meta/v1.
public struct APIResource: APIType {
    public var name = ""
    public var singularName = ""
    public var namespaced = false
    public var group = ""
    public var version = ""
    public var kind = ""
    public var verbs: [String] = []
    public var shortNames: [String] = []
    public var categories: [String] = []
    public var storageVersionHash = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        singularName = fields.read("singularName")
        namespaced = fields.read("namespaced")
        group = fields.read("group")
        version = fields.read("version")
        kind = fields.read("kind")
        verbs = fields.read("verbs")
        shortNames = fields.read("shortNames")
        categories = fields.read("categories")
        storageVersionHash = fields.read("storageVersionHash")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 10)
        fields.put("name", name)
        fields.put("singularName", singularName)
        fields.put("namespaced", namespaced)
        fields.putUnlessZero("group", group)
        fields.putUnlessZero("version", version)
        fields.put("kind", kind)
        fields.put("verbs", verbs)
        fields.putUnlessZero("shortNames", shortNames)
        fields.putUnlessZero("categories", categories)
        fields.putUnlessZero("storageVersionHash", storageVersionHash)
        return fields.object
    }
}

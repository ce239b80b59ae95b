// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `ConfigMap` of core/v1.
public struct ConfigMap: KubernetesObject {
    public static var resourceType: ResourceType { .configMaps }
    public var kind = "ConfigMap"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var immutable: Bool?
    public var data: [String: String] = [:]
    public var binaryData: [String: [UInt8]] = [:]
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        immutable = fields.read("immutable")
        data = fields.read("data")
        binaryData = fields.readBytesByKey("binaryData")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putIfSet("immutable", immutable)
        fields.putUnlessZero("data", data)
        fields.putBytesByKey("binaryData", binaryData)
        return fields.object
    }
}

/// `ConfigMapList` of core/v1.
public struct ConfigMapList: APIType {
    public var kind = "ConfigMapList"
    public var apiVersion = "v1"
    public var metadata = ListMeta()
    public var items: [ConfigMap] = []
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

/// `Secret` of core/v1.
public struct Secret: KubernetesObject {
    public static var resourceType: ResourceType { .secrets }
    public var kind = "Secret"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var immutable: Bool?
    public var data: [String: [UInt8]] = [:]
    public var stringData: [String: String] = [:]
    public var type = SecretType()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        immutable = fields.read("immutable")
        data = fields.readBytesByKey("data")
        stringData = fields.read("stringData")
        type = fields.read("type")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 7)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putIfSet("immutable", immutable)
        fields.putBytesByKey("data", data)
        fields.putUnlessZero("stringData", stringData)
        fields.putUnlessZero("type", type)
        return fields.object
    }
}

/// `SecretType` of core/v1.
public struct SecretType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let opaque = Self(rawValue: "Opaque")
    public static let kubernetesIoServiceAccountToken = Self(rawValue: "kubernetes.io/service-account-token")
    public static let kubernetesIoDockercfg = Self(rawValue: "kubernetes.io/dockercfg")
    public static let kubernetesIoDockerconfigjson = Self(rawValue: "kubernetes.io/dockerconfigjson")
    public static let kubernetesIoBasicAuth = Self(rawValue: "kubernetes.io/basic-auth")
    public static let kubernetesIoSshAuth = Self(rawValue: "kubernetes.io/ssh-auth")
    public static let kubernetesIoTls = Self(rawValue: "kubernetes.io/tls")
    public static let bootstrapKubernetesIoToken = Self(rawValue: "bootstrap.kubernetes.io/token")
}

/// `SecretList` of core/v1.
public struct SecretList: APIType {
    public var kind = "SecretList"
    public var apiVersion = "v1"
    public var metadata = ListMeta()
    public var items: [Secret] = []
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

/// `ServiceAccount` of core/v1.
public struct ServiceAccount: KubernetesObject {
    public static var resourceType: ResourceType { .serviceAccounts }
    public var kind = "ServiceAccount"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var secrets: [ObjectReference] = []
    public var imagePullSecrets: [LocalObjectReference] = []
    public var automountServiceAccountToken: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        secrets = fields.read("secrets")
        imagePullSecrets = fields.read("imagePullSecrets")
        automountServiceAccountToken = fields.read("automountServiceAccountToken")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("secrets", secrets)
        fields.putUnlessZero("imagePullSecrets", imagePullSecrets)
        fields.putIfSet("automountServiceAccountToken", automountServiceAccountToken)
        return fields.object
    }
}

/// `ServiceAccountList` of core/v1.
public struct ServiceAccountList: APIType {
    public var kind = "ServiceAccountList"
    public var apiVersion = "v1"
    public var metadata = ListMeta()
    public var items: [ServiceAccount] = []
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

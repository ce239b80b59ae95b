// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Volume` of core/v1.
public struct Volume: APIType {
    public var name = ""
    @Boxed public var hostPath: HostPathVolumeSource?
    @Boxed public var emptyDir: EmptyDirVolumeSource?
    public var gcePersistentDisk: JSONValue?
    public var awsElasticBlockStore: JSONValue?
    public var gitRepo: JSONValue?
    @Boxed public var secret: SecretVolumeSource?
    @Boxed public var nfs: NFSVolumeSource?
    public var iscsi: JSONValue?
    public var glusterfs: JSONValue?
    @Boxed public var persistentVolumeClaim: PersistentVolumeClaimVolumeSource?
    public var rbd: JSONValue?
    public var flexVolume: JSONValue?
    public var cinder: JSONValue?
    public var cephfs: JSONValue?
    public var flocker: JSONValue?
    @Boxed public var downwardAPI: DownwardAPIVolumeSource?
    public var fc: JSONValue?
    public var azureFile: JSONValue?
    @Boxed public var configMap: ConfigMapVolumeSource?
    public var vsphereVolume: JSONValue?
    public var quobyte: JSONValue?
    public var azureDisk: JSONValue?
    public var photonPersistentDisk: JSONValue?
    @Boxed public var projected: ProjectedVolumeSource?
    public var portworxVolume: JSONValue?
    public var scaleIO: JSONValue?
    public var storageos: JSONValue?
    public var csi: JSONValue?
    public var ephemeral: JSONValue?
    @Boxed public var image: ImageVolumeSource?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        hostPath = fields.read("hostPath")
        emptyDir = fields.read("emptyDir")
        gcePersistentDisk = fields.read("gcePersistentDisk")
        awsElasticBlockStore = fields.read("awsElasticBlockStore")
        gitRepo = fields.read("gitRepo")
        secret = fields.read("secret")
        nfs = fields.read("nfs")
        iscsi = fields.read("iscsi")
        glusterfs = fields.read("glusterfs")
        persistentVolumeClaim = fields.read("persistentVolumeClaim")
        rbd = fields.read("rbd")
        flexVolume = fields.read("flexVolume")
        cinder = fields.read("cinder")
        cephfs = fields.read("cephfs")
        flocker = fields.read("flocker")
        downwardAPI = fields.read("downwardAPI")
        fc = fields.read("fc")
        azureFile = fields.read("azureFile")
        configMap = fields.read("configMap")
        vsphereVolume = fields.read("vsphereVolume")
        quobyte = fields.read("quobyte")
        azureDisk = fields.read("azureDisk")
        photonPersistentDisk = fields.read("photonPersistentDisk")
        projected = fields.read("projected")
        portworxVolume = fields.read("portworxVolume")
        scaleIO = fields.read("scaleIO")
        storageos = fields.read("storageos")
        csi = fields.read("csi")
        ephemeral = fields.read("ephemeral")
        image = fields.read("image")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 31)
        fields.put("name", name)
        fields.putIfSet("hostPath", hostPath)
        fields.putIfSet("emptyDir", emptyDir)
        fields.putIfSet("gcePersistentDisk", gcePersistentDisk)
        fields.putIfSet("awsElasticBlockStore", awsElasticBlockStore)
        fields.putIfSet("gitRepo", gitRepo)
        fields.putIfSet("secret", secret)
        fields.putIfSet("nfs", nfs)
        fields.putIfSet("iscsi", iscsi)
        fields.putIfSet("glusterfs", glusterfs)
        fields.putIfSet("persistentVolumeClaim", persistentVolumeClaim)
        fields.putIfSet("rbd", rbd)
        fields.putIfSet("flexVolume", flexVolume)
        fields.putIfSet("cinder", cinder)
        fields.putIfSet("cephfs", cephfs)
        fields.putIfSet("flocker", flocker)
        fields.putIfSet("downwardAPI", downwardAPI)
        fields.putIfSet("fc", fc)
        fields.putIfSet("azureFile", azureFile)
        fields.putIfSet("configMap", configMap)
        fields.putIfSet("vsphereVolume", vsphereVolume)
        fields.putIfSet("quobyte", quobyte)
        fields.putIfSet("azureDisk", azureDisk)
        fields.putIfSet("photonPersistentDisk", photonPersistentDisk)
        fields.putIfSet("projected", projected)
        fields.putIfSet("portworxVolume", portworxVolume)
        fields.putIfSet("scaleIO", scaleIO)
        fields.putIfSet("storageos", storageos)
        fields.putIfSet("csi", csi)
        fields.putIfSet("ephemeral", ephemeral)
        fields.putIfSet("image", image)
        return fields.object
    }
}

/// `HostPathVolumeSource` of core/v1.
public struct HostPathVolumeSource: APIType {
    public var path = ""
    public var type: HostPathType?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        path = fields.read("path")
        type = fields.read("type")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("path", path)
        fields.putIfSet("type", type)
        return fields.object
    }
}

/// `HostPathType` of core/v1.
public struct HostPathType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let directoryOrCreate = Self(rawValue: "DirectoryOrCreate")
    public static let directory = Self(rawValue: "Directory")
    public static let fileOrCreate = Self(rawValue: "FileOrCreate")
    public static let file = Self(rawValue: "File")
    public static let socket = Self(rawValue: "Socket")
    public static let charDevice = Self(rawValue: "CharDevice")
    public static let blockDevice = Self(rawValue: "BlockDevice")
}

/// `EmptyDirVolumeSource` of core/v1.
public struct EmptyDirVolumeSource: APIType {
    public var medium = StorageMedium()
    public var sizeLimit: Quantity?
    /// Alpha in Kubernetes 1.37.
    public var mode: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        medium = fields.read("medium")
        sizeLimit = fields.read("sizeLimit")
        mode = fields.read("mode")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("medium", medium)
        fields.putIfSet("sizeLimit", sizeLimit)
        fields.putUnlessZero("mode", mode)
        return fields.object
    }
}

/// `StorageMedium` of core/v1.
public struct StorageMedium: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let memory = Self(rawValue: "Memory")
    public static let hugePages = Self(rawValue: "HugePages")
    public static let hugePagesPrefix = Self(rawValue: "HugePages-")
}

/// `SecretVolumeSource` of core/v1.
public struct SecretVolumeSource: APIType {
    public var secretName = ""
    public var items: [KeyToPath] = []
    public var defaultMode: Int32?
    public var optional: Bool?
    /// Alpha in Kubernetes 1.37.
    public var defaultUser: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        secretName = fields.read("secretName")
        items = fields.read("items")
        defaultMode = fields.read("defaultMode")
        optional = fields.read("optional")
        defaultUser = fields.read("defaultUser")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("secretName", secretName)
        fields.putUnlessZero("items", items)
        fields.putIfSet("defaultMode", defaultMode)
        fields.putIfSet("optional", optional)
        fields.putUnlessZero("defaultUser", defaultUser)
        return fields.object
    }
}

/// `KeyToPath` of core/v1.
public struct KeyToPath: APIType {
    public var key = ""
    public var path = ""
    public var mode: Int32?
    /// Alpha in Kubernetes 1.37.
    public var user: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        key = fields.read("key")
        path = fields.read("path")
        mode = fields.read("mode")
        user = fields.read("user")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("key", key)
        fields.put("path", path)
        fields.putIfSet("mode", mode)
        fields.putUnlessZero("user", user)
        return fields.object
    }
}

/// `NFSVolumeSource` of core/v1.
public struct NFSVolumeSource: APIType {
    public var server = ""
    public var path = ""
    public var readOnly = false
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        server = fields.read("server")
        path = fields.read("path")
        readOnly = fields.read("readOnly")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("server", server)
        fields.put("path", path)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `PersistentVolumeClaimVolumeSource` of core/v1.
public struct PersistentVolumeClaimVolumeSource: APIType {
    public var claimName = ""
    public var readOnly = false
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        claimName = fields.read("claimName")
        readOnly = fields.read("readOnly")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("claimName", claimName)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `DownwardAPIVolumeSource` of core/v1.
public struct DownwardAPIVolumeSource: APIType {
    public var items: [DownwardAPIVolumeFile] = []
    public var defaultMode: Int32?
    /// Alpha in Kubernetes 1.37.
    public var defaultUser: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        items = fields.read("items")
        defaultMode = fields.read("defaultMode")
        defaultUser = fields.read("defaultUser")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("items", items)
        fields.putIfSet("defaultMode", defaultMode)
        fields.putUnlessZero("defaultUser", defaultUser)
        return fields.object
    }
}

/// `DownwardAPIVolumeFile` of core/v1.
public struct DownwardAPIVolumeFile: APIType {
    public var path = ""
    @Boxed public var fieldRef: ObjectFieldSelector?
    @Boxed public var resourceFieldRef: ResourceFieldSelector?
    public var mode: Int32?
    /// Alpha in Kubernetes 1.37.
    public var user: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        path = fields.read("path")
        fieldRef = fields.read("fieldRef")
        resourceFieldRef = fields.read("resourceFieldRef")
        mode = fields.read("mode")
        user = fields.read("user")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.put("path", path)
        fields.putIfSet("fieldRef", fieldRef)
        fields.putIfSet("resourceFieldRef", resourceFieldRef)
        fields.putIfSet("mode", mode)
        fields.putUnlessZero("user", user)
        return fields.object
    }
}

/// `ObjectFieldSelector` of core/v1.
public struct ObjectFieldSelector: APIType {
    public var apiVersion = ""
    public var fieldPath = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        apiVersion = fields.read("apiVersion")
        fieldPath = fields.read("fieldPath")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.put("fieldPath", fieldPath)
        return fields.object
    }
}

/// `ResourceFieldSelector` of core/v1.
public struct ResourceFieldSelector: APIType {
    public var containerName = ""
    public var resource = ""
    public var divisor = Quantity()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        containerName = fields.read("containerName")
        resource = fields.read("resource")
        divisor = fields.read("divisor")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("containerName", containerName)
        fields.put("resource", resource)
        fields.putUnlessZero("divisor", divisor)
        return fields.object
    }
}

/// `ConfigMapVolumeSource` of core/v1.
public struct ConfigMapVolumeSource: APIType {
    public var name = ""
    public var items: [KeyToPath] = []
    public var defaultMode: Int32?
    public var optional: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        items = fields.read("items")
        defaultMode = fields.read("defaultMode")
        optional = fields.read("optional")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("items", items)
        fields.putIfSet("defaultMode", defaultMode)
        fields.putIfSet("optional", optional)
        return fields.object
    }
}

/// `ProjectedVolumeSource` of core/v1.
public struct ProjectedVolumeSource: APIType {
    public var sources: [VolumeProjection] = []
    public var defaultMode: Int32?
    /// Alpha in Kubernetes 1.37.
    public var defaultUser: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        sources = fields.read("sources")
        defaultMode = fields.read("defaultMode")
        defaultUser = fields.read("defaultUser")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("sources", sources)
        fields.putIfSet("defaultMode", defaultMode)
        fields.putUnlessZero("defaultUser", defaultUser)
        return fields.object
    }
}

/// `VolumeProjection` of core/v1.
public struct VolumeProjection: APIType {
    @Boxed public var secret: SecretProjection?
    @Boxed public var downwardAPI: DownwardAPIProjection?
    @Boxed public var configMap: ConfigMapProjection?
    @Boxed public var serviceAccountToken: ServiceAccountTokenProjection?
    public var clusterTrustBundle: JSONValue?
    public var podCertificate: JSONValue?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        secret = fields.read("secret")
        downwardAPI = fields.read("downwardAPI")
        configMap = fields.read("configMap")
        serviceAccountToken = fields.read("serviceAccountToken")
        clusterTrustBundle = fields.read("clusterTrustBundle")
        podCertificate = fields.read("podCertificate")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putIfSet("secret", secret)
        fields.putIfSet("downwardAPI", downwardAPI)
        fields.putIfSet("configMap", configMap)
        fields.putIfSet("serviceAccountToken", serviceAccountToken)
        fields.putIfSet("clusterTrustBundle", clusterTrustBundle)
        fields.putIfSet("podCertificate", podCertificate)
        return fields.object
    }
}

/// `SecretProjection` of core/v1.
public struct SecretProjection: APIType {
    public var name = ""
    public var items: [KeyToPath] = []
    public var optional: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        items = fields.read("items")
        optional = fields.read("optional")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("items", items)
        fields.putIfSet("optional", optional)
        return fields.object
    }
}

/// `DownwardAPIProjection` of core/v1.
public struct DownwardAPIProjection: APIType {
    public var items: [DownwardAPIVolumeFile] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        items = fields.read("items")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("items", items)
        return fields.object
    }
}

/// `ConfigMapProjection` of core/v1.
public struct ConfigMapProjection: APIType {
    public var name = ""
    public var items: [KeyToPath] = []
    public var optional: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        items = fields.read("items")
        optional = fields.read("optional")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("items", items)
        fields.putIfSet("optional", optional)
        return fields.object
    }
}

/// `ServiceAccountTokenProjection` of core/v1.
public struct ServiceAccountTokenProjection: APIType {
    public var audience = ""
    public var expirationSeconds: Int64?
    public var path = ""
    /// Alpha in Kubernetes 1.37.
    public var user: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        audience = fields.read("audience")
        expirationSeconds = fields.read("expirationSeconds")
        path = fields.read("path")
        user = fields.read("user")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("audience", audience)
        fields.putIfSet("expirationSeconds", expirationSeconds)
        fields.put("path", path)
        fields.putUnlessZero("user", user)
        return fields.object
    }
}

/// `ImageVolumeSource` of core/v1.
public struct ImageVolumeSource: APIType {
    public var reference = ""
    public var pullPolicy = PullPolicy()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        reference = fields.read("reference")
        pullPolicy = fields.read("pullPolicy")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("reference", reference)
        fields.putUnlessZero("pullPolicy", pullPolicy)
        return fields.object
    }
}

/// `PullPolicy` of core/v1.
public struct PullPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let always = Self(rawValue: "Always")
    public static let never = Self(rawValue: "Never")
    public static let ifNotPresent = Self(rawValue: "IfNotPresent")
}

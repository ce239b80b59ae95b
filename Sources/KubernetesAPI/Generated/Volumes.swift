// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Volume` of core/v1.
public struct Volume: APIType {
    public var name = ""
    public var hostPath: HostPathVolumeSource?
    public var emptyDir: EmptyDirVolumeSource?
    public var gcePersistentDisk: GCEPersistentDiskVolumeSource?
    public var awsElasticBlockStore: AWSElasticBlockStoreVolumeSource?
    public var gitRepo: GitRepoVolumeSource?
    public var secret: SecretVolumeSource?
    public var nfs: NFSVolumeSource?
    public var iscsi: ISCSIVolumeSource?
    public var glusterfs: GlusterfsVolumeSource?
    public var persistentVolumeClaim: PersistentVolumeClaimVolumeSource?
    public var rbd: RBDVolumeSource?
    public var flexVolume: FlexVolumeSource?
    public var cinder: CinderVolumeSource?
    public var cephfs: CephFSVolumeSource?
    public var flocker: FlockerVolumeSource?
    public var downwardAPI: DownwardAPIVolumeSource?
    public var fc: FCVolumeSource?
    public var azureFile: AzureFileVolumeSource?
    public var configMap: ConfigMapVolumeSource?
    public var vsphereVolume: VsphereVirtualDiskVolumeSource?
    public var quobyte: QuobyteVolumeSource?
    public var azureDisk: AzureDiskVolumeSource?
    public var photonPersistentDisk: PhotonPersistentDiskVolumeSource?
    public var projected: ProjectedVolumeSource?
    public var portworxVolume: PortworxVolumeSource?
    public var scaleIO: ScaleIOVolumeSource?
    public var storageos: StorageOSVolumeSource?
    public var csi: CSIVolumeSource?
    public var ephemeral: EphemeralVolumeSource?
    public var image: ImageVolumeSource?
    public init() {}
    public init(json: JSONValue) {
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
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        path = fields.read("path")
        type = fields.read("type")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        medium = fields.read("medium")
        sizeLimit = fields.read("sizeLimit")
        mode = fields.read("mode")
    }
    public var json: JSONValue {
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

/// `GCEPersistentDiskVolumeSource` of core/v1.
public struct GCEPersistentDiskVolumeSource: APIType {
    public var pdName = ""
    public var fsType = ""
    public var partition: Int32 = 0
    public var readOnly = false
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        pdName = fields.read("pdName")
        fsType = fields.read("fsType")
        partition = fields.read("partition")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("pdName", pdName)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("partition", partition)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `AWSElasticBlockStoreVolumeSource` of core/v1.
public struct AWSElasticBlockStoreVolumeSource: APIType {
    public var volumeID = ""
    public var fsType = ""
    public var partition: Int32 = 0
    public var readOnly = false
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        volumeID = fields.read("volumeID")
        fsType = fields.read("fsType")
        partition = fields.read("partition")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("volumeID", volumeID)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("partition", partition)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `GitRepoVolumeSource` of core/v1.
public struct GitRepoVolumeSource: APIType {
    public var repository = ""
    public var revision = ""
    public var directory = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        repository = fields.read("repository")
        revision = fields.read("revision")
        directory = fields.read("directory")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("repository", repository)
        fields.putUnlessZero("revision", revision)
        fields.putUnlessZero("directory", directory)
        return fields.object
    }
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        secretName = fields.read("secretName")
        items = fields.read("items")
        defaultMode = fields.read("defaultMode")
        optional = fields.read("optional")
        defaultUser = fields.read("defaultUser")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        key = fields.read("key")
        path = fields.read("path")
        mode = fields.read("mode")
        user = fields.read("user")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        server = fields.read("server")
        path = fields.read("path")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("server", server)
        fields.put("path", path)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `ISCSIVolumeSource` of core/v1.
public struct ISCSIVolumeSource: APIType {
    public var targetPortal = ""
    public var iqn = ""
    public var lun: Int32 = 0
    public var iscsiInterface = ""
    public var fsType = ""
    public var readOnly = false
    public var portals: [String] = []
    public var chapAuthDiscovery = false
    public var chapAuthSession = false
    public var secretRef: LocalObjectReference?
    public var initiatorName: String?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        targetPortal = fields.read("targetPortal")
        iqn = fields.read("iqn")
        lun = fields.read("lun")
        iscsiInterface = fields.read("iscsiInterface")
        fsType = fields.read("fsType")
        readOnly = fields.read("readOnly")
        portals = fields.read("portals")
        chapAuthDiscovery = fields.read("chapAuthDiscovery")
        chapAuthSession = fields.read("chapAuthSession")
        secretRef = fields.read("secretRef")
        initiatorName = fields.read("initiatorName")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 11)
        fields.put("targetPortal", targetPortal)
        fields.put("iqn", iqn)
        fields.put("lun", lun)
        fields.putUnlessZero("iscsiInterface", iscsiInterface)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("readOnly", readOnly)
        fields.putUnlessZero("portals", portals)
        fields.putUnlessZero("chapAuthDiscovery", chapAuthDiscovery)
        fields.putUnlessZero("chapAuthSession", chapAuthSession)
        fields.putIfSet("secretRef", secretRef)
        fields.putIfSet("initiatorName", initiatorName)
        return fields.object
    }
}

/// `LocalObjectReference` of core/v1.
public struct LocalObjectReference: APIType {
    public var name = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("name", name)
        return fields.object
    }
}

/// `GlusterfsVolumeSource` of core/v1.
public struct GlusterfsVolumeSource: APIType {
    public var endpoints = ""
    public var path = ""
    public var readOnly = false
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        endpoints = fields.read("endpoints")
        path = fields.read("path")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("endpoints", endpoints)
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        claimName = fields.read("claimName")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("claimName", claimName)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `RBDVolumeSource` of core/v1.
public struct RBDVolumeSource: APIType {
    public var monitors: [String] = []
    public var image = ""
    public var fsType = ""
    public var pool = ""
    public var user = ""
    public var keyring = ""
    public var secretRef: LocalObjectReference?
    public var readOnly = false
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        monitors = fields.read("monitors")
        image = fields.read("image")
        fsType = fields.read("fsType")
        pool = fields.read("pool")
        user = fields.read("user")
        keyring = fields.read("keyring")
        secretRef = fields.read("secretRef")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 8)
        fields.put("monitors", monitors)
        fields.put("image", image)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("pool", pool)
        fields.putUnlessZero("user", user)
        fields.putUnlessZero("keyring", keyring)
        fields.putIfSet("secretRef", secretRef)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `FlexVolumeSource` of core/v1.
public struct FlexVolumeSource: APIType {
    public var driver = ""
    public var fsType = ""
    public var secretRef: LocalObjectReference?
    public var readOnly = false
    public var options: [String: String] = [:]
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        driver = fields.read("driver")
        fsType = fields.read("fsType")
        secretRef = fields.read("secretRef")
        readOnly = fields.read("readOnly")
        options = fields.read("options")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.put("driver", driver)
        fields.putUnlessZero("fsType", fsType)
        fields.putIfSet("secretRef", secretRef)
        fields.putUnlessZero("readOnly", readOnly)
        fields.putUnlessZero("options", options)
        return fields.object
    }
}

/// `CinderVolumeSource` of core/v1.
public struct CinderVolumeSource: APIType {
    public var volumeID = ""
    public var fsType = ""
    public var readOnly = false
    public var secretRef: LocalObjectReference?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        volumeID = fields.read("volumeID")
        fsType = fields.read("fsType")
        readOnly = fields.read("readOnly")
        secretRef = fields.read("secretRef")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("volumeID", volumeID)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("readOnly", readOnly)
        fields.putIfSet("secretRef", secretRef)
        return fields.object
    }
}

/// `CephFSVolumeSource` of core/v1.
public struct CephFSVolumeSource: APIType {
    public var monitors: [String] = []
    public var path = ""
    public var user = ""
    public var secretFile = ""
    public var secretRef: LocalObjectReference?
    public var readOnly = false
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        monitors = fields.read("monitors")
        path = fields.read("path")
        user = fields.read("user")
        secretFile = fields.read("secretFile")
        secretRef = fields.read("secretRef")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.put("monitors", monitors)
        fields.putUnlessZero("path", path)
        fields.putUnlessZero("user", user)
        fields.putUnlessZero("secretFile", secretFile)
        fields.putIfSet("secretRef", secretRef)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `FlockerVolumeSource` of core/v1.
public struct FlockerVolumeSource: APIType {
    public var datasetName = ""
    public var datasetUUID = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        datasetName = fields.read("datasetName")
        datasetUUID = fields.read("datasetUUID")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("datasetName", datasetName)
        fields.putUnlessZero("datasetUUID", datasetUUID)
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        items = fields.read("items")
        defaultMode = fields.read("defaultMode")
        defaultUser = fields.read("defaultUser")
    }
    public var json: JSONValue {
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
    public var fieldRef: ObjectFieldSelector?
    public var resourceFieldRef: ResourceFieldSelector?
    public var mode: Int32?
    /// Alpha in Kubernetes 1.37.
    public var user: Int32 = 0
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        path = fields.read("path")
        fieldRef = fields.read("fieldRef")
        resourceFieldRef = fields.read("resourceFieldRef")
        mode = fields.read("mode")
        user = fields.read("user")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        apiVersion = fields.read("apiVersion")
        fieldPath = fields.read("fieldPath")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        containerName = fields.read("containerName")
        resource = fields.read("resource")
        divisor = fields.read("divisor")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("containerName", containerName)
        fields.put("resource", resource)
        fields.putUnlessZero("divisor", divisor)
        return fields.object
    }
}

/// `FCVolumeSource` of core/v1.
public struct FCVolumeSource: APIType {
    public var targetWWNs: [String] = []
    public var lun: Int32?
    public var fsType = ""
    public var readOnly = false
    public var wwids: [String] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        targetWWNs = fields.read("targetWWNs")
        lun = fields.read("lun")
        fsType = fields.read("fsType")
        readOnly = fields.read("readOnly")
        wwids = fields.read("wwids")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("targetWWNs", targetWWNs)
        fields.putIfSet("lun", lun)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("readOnly", readOnly)
        fields.putUnlessZero("wwids", wwids)
        return fields.object
    }
}

/// `AzureFileVolumeSource` of core/v1.
public struct AzureFileVolumeSource: APIType {
    public var secretName = ""
    public var shareName = ""
    public var readOnly = false
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        secretName = fields.read("secretName")
        shareName = fields.read("shareName")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("secretName", secretName)
        fields.put("shareName", shareName)
        fields.putUnlessZero("readOnly", readOnly)
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        items = fields.read("items")
        defaultMode = fields.read("defaultMode")
        optional = fields.read("optional")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("items", items)
        fields.putIfSet("defaultMode", defaultMode)
        fields.putIfSet("optional", optional)
        return fields.object
    }
}

/// `VsphereVirtualDiskVolumeSource` of core/v1.
public struct VsphereVirtualDiskVolumeSource: APIType {
    public var volumePath = ""
    public var fsType = ""
    public var storagePolicyName = ""
    public var storagePolicyID = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        volumePath = fields.read("volumePath")
        fsType = fields.read("fsType")
        storagePolicyName = fields.read("storagePolicyName")
        storagePolicyID = fields.read("storagePolicyID")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("volumePath", volumePath)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("storagePolicyName", storagePolicyName)
        fields.putUnlessZero("storagePolicyID", storagePolicyID)
        return fields.object
    }
}

/// `QuobyteVolumeSource` of core/v1.
public struct QuobyteVolumeSource: APIType {
    public var registry = ""
    public var volume = ""
    public var readOnly = false
    public var user = ""
    public var group = ""
    public var tenant = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        registry = fields.read("registry")
        volume = fields.read("volume")
        readOnly = fields.read("readOnly")
        user = fields.read("user")
        group = fields.read("group")
        tenant = fields.read("tenant")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.put("registry", registry)
        fields.put("volume", volume)
        fields.putUnlessZero("readOnly", readOnly)
        fields.putUnlessZero("user", user)
        fields.putUnlessZero("group", group)
        fields.putUnlessZero("tenant", tenant)
        return fields.object
    }
}

/// `AzureDiskVolumeSource` of core/v1.
public struct AzureDiskVolumeSource: APIType {
    public var diskName = ""
    public var diskURI = ""
    public var cachingMode: AzureDataDiskCachingMode?
    public var fsType: String?
    public var readOnly: Bool?
    public var kind: AzureDataDiskKind?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        diskName = fields.read("diskName")
        diskURI = fields.read("diskURI")
        cachingMode = fields.read("cachingMode")
        fsType = fields.read("fsType")
        readOnly = fields.read("readOnly")
        kind = fields.read("kind")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.put("diskName", diskName)
        fields.put("diskURI", diskURI)
        fields.putIfSet("cachingMode", cachingMode)
        fields.putIfSet("fsType", fsType)
        fields.putIfSet("readOnly", readOnly)
        fields.putIfSet("kind", kind)
        return fields.object
    }
}

/// `AzureDataDiskCachingMode` of core/v1.
public struct AzureDataDiskCachingMode: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let noneValue = Self(rawValue: "None")
    public static let readOnly = Self(rawValue: "ReadOnly")
    public static let readWrite = Self(rawValue: "ReadWrite")
}

/// `AzureDataDiskKind` of core/v1.
public struct AzureDataDiskKind: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let shared = Self(rawValue: "Shared")
    public static let dedicated = Self(rawValue: "Dedicated")
    public static let managed = Self(rawValue: "Managed")
}

/// `PhotonPersistentDiskVolumeSource` of core/v1.
public struct PhotonPersistentDiskVolumeSource: APIType {
    public var pdID = ""
    public var fsType = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        pdID = fields.read("pdID")
        fsType = fields.read("fsType")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("pdID", pdID)
        fields.putUnlessZero("fsType", fsType)
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        sources = fields.read("sources")
        defaultMode = fields.read("defaultMode")
        defaultUser = fields.read("defaultUser")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("sources", sources)
        fields.putIfSet("defaultMode", defaultMode)
        fields.putUnlessZero("defaultUser", defaultUser)
        return fields.object
    }
}

/// `VolumeProjection` of core/v1.
public struct VolumeProjection: APIType {
    public var secret: SecretProjection?
    public var downwardAPI: DownwardAPIProjection?
    public var configMap: ConfigMapProjection?
    public var serviceAccountToken: ServiceAccountTokenProjection?
    public var clusterTrustBundle: ClusterTrustBundleProjection?
    public var podCertificate: PodCertificateProjection?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        secret = fields.read("secret")
        downwardAPI = fields.read("downwardAPI")
        configMap = fields.read("configMap")
        serviceAccountToken = fields.read("serviceAccountToken")
        clusterTrustBundle = fields.read("clusterTrustBundle")
        podCertificate = fields.read("podCertificate")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        items = fields.read("items")
        optional = fields.read("optional")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        items = fields.read("items")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        items = fields.read("items")
        optional = fields.read("optional")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        audience = fields.read("audience")
        expirationSeconds = fields.read("expirationSeconds")
        path = fields.read("path")
        user = fields.read("user")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("audience", audience)
        fields.putIfSet("expirationSeconds", expirationSeconds)
        fields.put("path", path)
        fields.putUnlessZero("user", user)
        return fields.object
    }
}

/// `ClusterTrustBundleProjection` of core/v1.
public struct ClusterTrustBundleProjection: APIType {
    public var name: String?
    public var signerName: String?
    public var labelSelector: LabelSelector?
    public var optional: Bool?
    public var path = ""
    /// Alpha in Kubernetes 1.37.
    public var user: Int32 = 0
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        signerName = fields.read("signerName")
        labelSelector = fields.read("labelSelector")
        optional = fields.read("optional")
        path = fields.read("path")
        user = fields.read("user")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putIfSet("name", name)
        fields.putIfSet("signerName", signerName)
        fields.putIfSet("labelSelector", labelSelector)
        fields.putIfSet("optional", optional)
        fields.put("path", path)
        fields.putUnlessZero("user", user)
        return fields.object
    }
}

/// `PodCertificateProjection` of core/v1.
public struct PodCertificateProjection: APIType {
    public var signerName = ""
    public var keyType = ""
    public var maxExpirationSeconds: Int32?
    public var credentialBundlePath = ""
    public var keyPath = ""
    public var certificateChainPath = ""
    public var userAnnotations: [String: String] = [:]
    /// Alpha in Kubernetes 1.37.
    public var user: Int32 = 0
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        signerName = fields.read("signerName")
        keyType = fields.read("keyType")
        maxExpirationSeconds = fields.read("maxExpirationSeconds")
        credentialBundlePath = fields.read("credentialBundlePath")
        keyPath = fields.read("keyPath")
        certificateChainPath = fields.read("certificateChainPath")
        userAnnotations = fields.read("userAnnotations")
        user = fields.read("user")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 8)
        fields.putUnlessZero("signerName", signerName)
        fields.putUnlessZero("keyType", keyType)
        fields.putIfSet("maxExpirationSeconds", maxExpirationSeconds)
        fields.putUnlessZero("credentialBundlePath", credentialBundlePath)
        fields.putUnlessZero("keyPath", keyPath)
        fields.putUnlessZero("certificateChainPath", certificateChainPath)
        fields.putUnlessZero("userAnnotations", userAnnotations)
        fields.putUnlessZero("user", user)
        return fields.object
    }
}

/// `PortworxVolumeSource` of core/v1.
public struct PortworxVolumeSource: APIType {
    public var volumeID = ""
    public var fsType = ""
    public var readOnly = false
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        volumeID = fields.read("volumeID")
        fsType = fields.read("fsType")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("volumeID", volumeID)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `ScaleIOVolumeSource` of core/v1.
public struct ScaleIOVolumeSource: APIType {
    public var gateway = ""
    public var system = ""
    public var secretRef: LocalObjectReference?
    public var sslEnabled = false
    public var protectionDomain = ""
    public var storagePool = ""
    public var storageMode = ""
    public var volumeName = ""
    public var fsType = ""
    public var readOnly = false
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        gateway = fields.read("gateway")
        system = fields.read("system")
        secretRef = fields.read("secretRef")
        sslEnabled = fields.read("sslEnabled")
        protectionDomain = fields.read("protectionDomain")
        storagePool = fields.read("storagePool")
        storageMode = fields.read("storageMode")
        volumeName = fields.read("volumeName")
        fsType = fields.read("fsType")
        readOnly = fields.read("readOnly")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 10)
        fields.put("gateway", gateway)
        fields.put("system", system)
        fields.put("secretRef", secretRef)
        fields.putUnlessZero("sslEnabled", sslEnabled)
        fields.putUnlessZero("protectionDomain", protectionDomain)
        fields.putUnlessZero("storagePool", storagePool)
        fields.putUnlessZero("storageMode", storageMode)
        fields.putUnlessZero("volumeName", volumeName)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("readOnly", readOnly)
        return fields.object
    }
}

/// `StorageOSVolumeSource` of core/v1.
public struct StorageOSVolumeSource: APIType {
    public var volumeName = ""
    public var volumeNamespace = ""
    public var fsType = ""
    public var readOnly = false
    public var secretRef: LocalObjectReference?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        volumeName = fields.read("volumeName")
        volumeNamespace = fields.read("volumeNamespace")
        fsType = fields.read("fsType")
        readOnly = fields.read("readOnly")
        secretRef = fields.read("secretRef")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("volumeName", volumeName)
        fields.putUnlessZero("volumeNamespace", volumeNamespace)
        fields.putUnlessZero("fsType", fsType)
        fields.putUnlessZero("readOnly", readOnly)
        fields.putIfSet("secretRef", secretRef)
        return fields.object
    }
}

/// `CSIVolumeSource` of core/v1.
public struct CSIVolumeSource: APIType {
    public var driver = ""
    public var readOnly: Bool?
    public var fsType: String?
    public var volumeAttributes: [String: String] = [:]
    public var nodePublishSecretRef: LocalObjectReference?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        driver = fields.read("driver")
        readOnly = fields.read("readOnly")
        fsType = fields.read("fsType")
        volumeAttributes = fields.read("volumeAttributes")
        nodePublishSecretRef = fields.read("nodePublishSecretRef")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.put("driver", driver)
        fields.putIfSet("readOnly", readOnly)
        fields.putIfSet("fsType", fsType)
        fields.putUnlessZero("volumeAttributes", volumeAttributes)
        fields.putIfSet("nodePublishSecretRef", nodePublishSecretRef)
        return fields.object
    }
}

/// `EphemeralVolumeSource` of core/v1.
public struct EphemeralVolumeSource: APIType {
    public var volumeClaimTemplate: PersistentVolumeClaimTemplate?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        volumeClaimTemplate = fields.read("volumeClaimTemplate")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("volumeClaimTemplate", volumeClaimTemplate)
        return fields.object
    }
}

/// `PersistentVolumeClaimTemplate` of core/v1.
public struct PersistentVolumeClaimTemplate: APIType {
    public var metadata = ObjectMeta()
    public var spec = PersistentVolumeClaimSpec()
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("metadata", metadata)
        fields.put("spec", spec)
        return fields.object
    }
}

/// `PersistentVolumeClaimSpec` of core/v1.
public struct PersistentVolumeClaimSpec: APIType {
    public var accessModes: [PersistentVolumeAccessMode] = []
    public var selector: LabelSelector?
    public var resources = VolumeResourceRequirements()
    public var volumeName = ""
    public var storageClassName: String?
    public var volumeMode: PersistentVolumeMode?
    public var dataSource: TypedLocalObjectReference?
    public var dataSourceRef: TypedObjectReference?
    public var volumeAttributesClassName: String?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        accessModes = fields.read("accessModes")
        selector = fields.read("selector")
        resources = fields.read("resources")
        volumeName = fields.read("volumeName")
        storageClassName = fields.read("storageClassName")
        volumeMode = fields.read("volumeMode")
        dataSource = fields.read("dataSource")
        dataSourceRef = fields.read("dataSourceRef")
        volumeAttributesClassName = fields.read("volumeAttributesClassName")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 9)
        fields.putUnlessZero("accessModes", accessModes)
        fields.putIfSet("selector", selector)
        fields.putUnlessZero("resources", resources)
        fields.putUnlessZero("volumeName", volumeName)
        fields.putIfSet("storageClassName", storageClassName)
        fields.putIfSet("volumeMode", volumeMode)
        fields.putIfSet("dataSource", dataSource)
        fields.putIfSet("dataSourceRef", dataSourceRef)
        fields.putIfSet("volumeAttributesClassName", volumeAttributesClassName)
        return fields.object
    }
}

/// `PersistentVolumeAccessMode` of core/v1.
public struct PersistentVolumeAccessMode: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let readWriteOnce = Self(rawValue: "ReadWriteOnce")
    public static let readOnlyMany = Self(rawValue: "ReadOnlyMany")
    public static let readWriteMany = Self(rawValue: "ReadWriteMany")
    public static let readWriteOncePod = Self(rawValue: "ReadWriteOncePod")
}

/// `VolumeResourceRequirements` of core/v1.
public struct VolumeResourceRequirements: APIType {
    public var limits: [String: Quantity] = [:]
    public var requests: [String: Quantity] = [:]
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        limits = fields.read("limits")
        requests = fields.read("requests")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("limits", limits)
        fields.putUnlessZero("requests", requests)
        return fields.object
    }
}

/// `PersistentVolumeMode` of core/v1.
public struct PersistentVolumeMode: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let block = Self(rawValue: "Block")
    public static let filesystem = Self(rawValue: "Filesystem")
}

/// `TypedLocalObjectReference` of core/v1.
public struct TypedLocalObjectReference: APIType {
    public var apiGroup: String?
    public var kind = ""
    public var name = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        apiGroup = fields.read("apiGroup")
        kind = fields.read("kind")
        name = fields.read("name")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putIfSet("apiGroup", apiGroup)
        fields.put("kind", kind)
        fields.put("name", name)
        return fields.object
    }
}

/// `TypedObjectReference` of core/v1.
public struct TypedObjectReference: APIType {
    public var apiGroup: String?
    public var kind = ""
    public var name = ""
    public var namespace: String?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        apiGroup = fields.read("apiGroup")
        kind = fields.read("kind")
        name = fields.read("name")
        namespace = fields.read("namespace")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putIfSet("apiGroup", apiGroup)
        fields.put("kind", kind)
        fields.put("name", name)
        fields.putIfSet("namespace", namespace)
        return fields.object
    }
}

/// `ImageVolumeSource` of core/v1.
public struct ImageVolumeSource: APIType {
    public var reference = ""
    public var pullPolicy = PullPolicy()
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        reference = fields.read("reference")
        pullPolicy = fields.read("pullPolicy")
    }
    public var json: JSONValue {
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

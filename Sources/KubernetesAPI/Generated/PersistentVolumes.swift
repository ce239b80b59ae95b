// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `PersistentVolume` of core/v1.
public struct PersistentVolume: KubernetesObject {
    public static var resourceType: ResourceType { .persistentVolumes }
    public var kind = "PersistentVolume"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var spec = PersistentVolumeSpec()
    public var status = PersistentVolumeStatus()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
        status = fields.read("status")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("spec", spec)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}

/// `PersistentVolumeSpec` of core/v1.
public struct PersistentVolumeSpec: APIType {
    public var capacity: [String: Quantity] = [:]
    public var gcePersistentDisk: JSONValue?
    public var awsElasticBlockStore: JSONValue?
    @Boxed public var hostPath: HostPathVolumeSource?
    public var glusterfs: JSONValue?
    @Boxed public var nfs: NFSVolumeSource?
    public var rbd: JSONValue?
    public var iscsi: JSONValue?
    public var cinder: JSONValue?
    public var cephfs: JSONValue?
    public var fc: JSONValue?
    public var flocker: JSONValue?
    public var flexVolume: JSONValue?
    public var azureFile: JSONValue?
    public var vsphereVolume: JSONValue?
    public var quobyte: JSONValue?
    public var azureDisk: JSONValue?
    public var photonPersistentDisk: JSONValue?
    public var portworxVolume: JSONValue?
    public var scaleIO: JSONValue?
    @Boxed public var local: LocalVolumeSource?
    public var storageos: JSONValue?
    public var csi: JSONValue?
    public var accessModes: [PersistentVolumeAccessMode] = []
    @Boxed public var claimRef: ObjectReference?
    public var persistentVolumeReclaimPolicy = PersistentVolumeReclaimPolicy()
    public var storageClassName = ""
    public var mountOptions: [String] = []
    public var volumeMode: PersistentVolumeMode?
    public var nodeAffinity: JSONValue?
    public var volumeAttributesClassName: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        capacity = fields.read("capacity")
        gcePersistentDisk = fields.read("gcePersistentDisk")
        awsElasticBlockStore = fields.read("awsElasticBlockStore")
        hostPath = fields.read("hostPath")
        glusterfs = fields.read("glusterfs")
        nfs = fields.read("nfs")
        rbd = fields.read("rbd")
        iscsi = fields.read("iscsi")
        cinder = fields.read("cinder")
        cephfs = fields.read("cephfs")
        fc = fields.read("fc")
        flocker = fields.read("flocker")
        flexVolume = fields.read("flexVolume")
        azureFile = fields.read("azureFile")
        vsphereVolume = fields.read("vsphereVolume")
        quobyte = fields.read("quobyte")
        azureDisk = fields.read("azureDisk")
        photonPersistentDisk = fields.read("photonPersistentDisk")
        portworxVolume = fields.read("portworxVolume")
        scaleIO = fields.read("scaleIO")
        local = fields.read("local")
        storageos = fields.read("storageos")
        csi = fields.read("csi")
        accessModes = fields.read("accessModes")
        claimRef = fields.read("claimRef")
        persistentVolumeReclaimPolicy = fields.read("persistentVolumeReclaimPolicy")
        storageClassName = fields.read("storageClassName")
        mountOptions = fields.read("mountOptions")
        volumeMode = fields.read("volumeMode")
        nodeAffinity = fields.read("nodeAffinity")
        volumeAttributesClassName = fields.read("volumeAttributesClassName")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 31)
        fields.putUnlessZero("capacity", capacity)
        fields.putIfSet("gcePersistentDisk", gcePersistentDisk)
        fields.putIfSet("awsElasticBlockStore", awsElasticBlockStore)
        fields.putIfSet("hostPath", hostPath)
        fields.putIfSet("glusterfs", glusterfs)
        fields.putIfSet("nfs", nfs)
        fields.putIfSet("rbd", rbd)
        fields.putIfSet("iscsi", iscsi)
        fields.putIfSet("cinder", cinder)
        fields.putIfSet("cephfs", cephfs)
        fields.putIfSet("fc", fc)
        fields.putIfSet("flocker", flocker)
        fields.putIfSet("flexVolume", flexVolume)
        fields.putIfSet("azureFile", azureFile)
        fields.putIfSet("vsphereVolume", vsphereVolume)
        fields.putIfSet("quobyte", quobyte)
        fields.putIfSet("azureDisk", azureDisk)
        fields.putIfSet("photonPersistentDisk", photonPersistentDisk)
        fields.putIfSet("portworxVolume", portworxVolume)
        fields.putIfSet("scaleIO", scaleIO)
        fields.putIfSet("local", local)
        fields.putIfSet("storageos", storageos)
        fields.putIfSet("csi", csi)
        fields.putUnlessZero("accessModes", accessModes)
        fields.putIfSet("claimRef", claimRef)
        fields.putUnlessZero("persistentVolumeReclaimPolicy", persistentVolumeReclaimPolicy)
        fields.putUnlessZero("storageClassName", storageClassName)
        fields.putUnlessZero("mountOptions", mountOptions)
        fields.putIfSet("volumeMode", volumeMode)
        fields.putIfSet("nodeAffinity", nodeAffinity)
        fields.putIfSet("volumeAttributesClassName", volumeAttributesClassName)
        return fields.object
    }
}

/// `LocalVolumeSource` of core/v1.
public struct LocalVolumeSource: APIType {
    public var path = ""
    public var fsType: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        path = fields.read("path")
        fsType = fields.read("fsType")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("path", path)
        fields.putIfSet("fsType", fsType)
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

/// `PersistentVolumeReclaimPolicy` of core/v1.
public struct PersistentVolumeReclaimPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let recycle = Self(rawValue: "Recycle")
    public static let delete = Self(rawValue: "Delete")
    public static let retain = Self(rawValue: "Retain")
}

/// `PersistentVolumeMode` of core/v1.
public struct PersistentVolumeMode: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let block = Self(rawValue: "Block")
    public static let filesystem = Self(rawValue: "Filesystem")
}

/// `PersistentVolumeStatus` of core/v1.
public struct PersistentVolumeStatus: APIType {
    public var phase = PersistentVolumePhase()
    public var message = ""
    public var reason = ""
    public var lastPhaseTransitionTime: Timestamp?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        phase = fields.read("phase")
        message = fields.read("message")
        reason = fields.read("reason")
        lastPhaseTransitionTime = fields.read("lastPhaseTransitionTime")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("phase", phase)
        fields.putUnlessZero("message", message)
        fields.putUnlessZero("reason", reason)
        fields.putIfSet("lastPhaseTransitionTime", lastPhaseTransitionTime)
        return fields.object
    }
}

/// `PersistentVolumePhase` of core/v1.
public struct PersistentVolumePhase: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let pending = Self(rawValue: "Pending")
    public static let available = Self(rawValue: "Available")
    public static let bound = Self(rawValue: "Bound")
    public static let released = Self(rawValue: "Released")
    public static let failed = Self(rawValue: "Failed")
}

/// `PersistentVolumeClaim` of core/v1.
public struct PersistentVolumeClaim: KubernetesObject {
    public static var resourceType: ResourceType { .persistentVolumeClaims }
    public var kind = "PersistentVolumeClaim"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var spec = PersistentVolumeClaimSpec()
    public var status = PersistentVolumeClaimStatus()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
        status = fields.read("status")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("spec", spec)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}

/// `PersistentVolumeClaimSpec` of core/v1.
public struct PersistentVolumeClaimSpec: APIType {
    public var accessModes: [PersistentVolumeAccessMode] = []
    @Boxed public var selector: LabelSelector?
    public var resources = VolumeResourceRequirements()
    public var volumeName = ""
    public var storageClassName: String?
    public var volumeMode: PersistentVolumeMode?
    @Boxed public var dataSource: TypedLocalObjectReference?
    @Boxed public var dataSourceRef: TypedObjectReference?
    public var volumeAttributesClassName: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
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
    @_optimize(none) public var json: JSONValue {
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

/// `VolumeResourceRequirements` of core/v1.
public struct VolumeResourceRequirements: APIType {
    public var limits: [String: Quantity] = [:]
    public var requests: [String: Quantity] = [:]
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        limits = fields.read("limits")
        requests = fields.read("requests")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("limits", limits)
        fields.putUnlessZero("requests", requests)
        return fields.object
    }
}

/// `TypedLocalObjectReference` of core/v1.
public struct TypedLocalObjectReference: APIType {
    public var apiGroup: String?
    public var kind = ""
    public var name = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        apiGroup = fields.read("apiGroup")
        kind = fields.read("kind")
        name = fields.read("name")
    }
    @_optimize(none) public var json: JSONValue {
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
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        apiGroup = fields.read("apiGroup")
        kind = fields.read("kind")
        name = fields.read("name")
        namespace = fields.read("namespace")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putIfSet("apiGroup", apiGroup)
        fields.put("kind", kind)
        fields.put("name", name)
        fields.putIfSet("namespace", namespace)
        return fields.object
    }
}

/// `PersistentVolumeClaimStatus` of core/v1.
public struct PersistentVolumeClaimStatus: APIType {
    public var phase = PersistentVolumeClaimPhase()
    public var accessModes: [PersistentVolumeAccessMode] = []
    public var capacity: [String: Quantity] = [:]
    public var conditions: [PersistentVolumeClaimCondition] = []
    public var allocatedResources: [String: Quantity] = [:]
    public var allocatedResourceStatuses: [String: ClaimResourceStatus] = [:]
    public var currentVolumeAttributesClassName: String?
    public var modifyVolumeStatus: JSONValue?
    /// Alpha in Kubernetes 1.37.
    public var healthStatus = VolumeHealthStatus()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        phase = fields.read("phase")
        accessModes = fields.read("accessModes")
        capacity = fields.read("capacity")
        conditions = fields.read("conditions")
        allocatedResources = fields.read("allocatedResources")
        allocatedResourceStatuses = fields.read("allocatedResourceStatuses")
        currentVolumeAttributesClassName = fields.read("currentVolumeAttributesClassName")
        modifyVolumeStatus = fields.read("modifyVolumeStatus")
        healthStatus = fields.read("healthStatus")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 9)
        fields.putUnlessZero("phase", phase)
        fields.putUnlessZero("accessModes", accessModes)
        fields.putUnlessZero("capacity", capacity)
        fields.putUnlessZero("conditions", conditions)
        fields.putUnlessZero("allocatedResources", allocatedResources)
        fields.putUnlessZero("allocatedResourceStatuses", allocatedResourceStatuses)
        fields.putIfSet("currentVolumeAttributesClassName", currentVolumeAttributesClassName)
        fields.putIfSet("modifyVolumeStatus", modifyVolumeStatus)
        fields.putUnlessZero("healthStatus", healthStatus)
        return fields.object
    }
}

/// `PersistentVolumeClaimPhase` of core/v1.
public struct PersistentVolumeClaimPhase: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let pending = Self(rawValue: "Pending")
    public static let bound = Self(rawValue: "Bound")
    public static let lost = Self(rawValue: "Lost")
}

/// `PersistentVolumeClaimCondition` of core/v1.
public struct PersistentVolumeClaimCondition: APIType {
    public var type = PersistentVolumeClaimConditionType()
    public var status = ConditionStatus()
    public var lastProbeTime: Timestamp?
    public var lastTransitionTime: Timestamp?
    public var reason = ""
    public var message = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        status = fields.read("status")
        lastProbeTime = fields.read("lastProbeTime")
        lastTransitionTime = fields.read("lastTransitionTime")
        reason = fields.read("reason")
        message = fields.read("message")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.put("type", type)
        fields.put("status", status)
        fields.putIfSet("lastProbeTime", lastProbeTime)
        fields.putIfSet("lastTransitionTime", lastTransitionTime)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("message", message)
        return fields.object
    }
}

/// `PersistentVolumeClaimConditionType` of core/v1.
public struct PersistentVolumeClaimConditionType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let resizing = Self(rawValue: "Resizing")
    public static let fileSystemResizePending = Self(rawValue: "FileSystemResizePending")
    public static let controllerResizeError = Self(rawValue: "ControllerResizeError")
    public static let nodeResizeError = Self(rawValue: "NodeResizeError")
    public static let modifyVolumeError = Self(rawValue: "ModifyVolumeError")
    public static let modifyingVolume = Self(rawValue: "ModifyingVolume")
    public static let unused = Self(rawValue: "Unused")
}

/// `ClaimResourceStatus` of core/v1.
public struct ClaimResourceStatus: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let controllerResizeInProgress = Self(rawValue: "ControllerResizeInProgress")
    public static let controllerResizeInfeasible = Self(rawValue: "ControllerResizeInfeasible")
    public static let nodeResizePending = Self(rawValue: "NodeResizePending")
    public static let nodeResizeInProgress = Self(rawValue: "NodeResizeInProgress")
    public static let nodeResizeInfeasible = Self(rawValue: "NodeResizeInfeasible")
}

/// `VolumeHealthStatus` of core/v1.
public struct VolumeHealthStatus: APIType {
    public var healthConditions: [VolumeHealthCondition] = []
    public var lastTransitionTime = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        healthConditions = fields.read("healthConditions")
        lastTransitionTime = fields.read("lastTransitionTime")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("healthConditions", healthConditions)
        fields.putUnlessZero("lastTransitionTime", lastTransitionTime)
        return fields.object
    }
}

/// `VolumeHealthCondition` of core/v1.
public struct VolumeHealthCondition: APIType {
    public var message = ""
    public var reason = ""
    public var status = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        message = fields.read("message")
        reason = fields.read("reason")
        status = fields.read("status")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("message", message)
        fields.put("reason", reason)
        fields.put("status", status)
        return fields.object
    }
}

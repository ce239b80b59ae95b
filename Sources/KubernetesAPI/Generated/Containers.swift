// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Container` of core/v1.
public struct Container: APIType {
    public var name = ""
    public var image = ""
    public var command: [String] = []
    public var args: [String] = []
    public var workingDir = ""
    public var ports: [ContainerPort] = []
    public var envFrom: [EnvFromSource] = []
    public var env: [EnvVar] = []
    public var resources = ResourceRequirements()
    public var resizePolicy: [ContainerResizePolicy] = []
    public var restartPolicy: ContainerRestartPolicy?
    public var restartPolicyRules: [ContainerRestartRule] = []
    public var volumeMounts: [VolumeMount] = []
    public var volumeDevices: [VolumeDevice] = []
    @Boxed public var livenessProbe: Probe?
    @Boxed public var readinessProbe: Probe?
    @Boxed public var startupProbe: Probe?
    @Boxed public var lifecycle: Lifecycle?
    public var terminationMessagePath = ""
    public var terminationMessagePolicy = TerminationMessagePolicy()
    public var imagePullPolicy = PullPolicy()
    @Boxed public var securityContext: SecurityContext?
    public var stdin = false
    public var stdinOnce = false
    public var tty = false
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        image = fields.read("image")
        command = fields.read("command")
        args = fields.read("args")
        workingDir = fields.read("workingDir")
        ports = fields.read("ports")
        envFrom = fields.read("envFrom")
        env = fields.read("env")
        resources = fields.read("resources")
        resizePolicy = fields.read("resizePolicy")
        restartPolicy = fields.read("restartPolicy")
        restartPolicyRules = fields.read("restartPolicyRules")
        volumeMounts = fields.read("volumeMounts")
        volumeDevices = fields.read("volumeDevices")
        livenessProbe = fields.read("livenessProbe")
        readinessProbe = fields.read("readinessProbe")
        startupProbe = fields.read("startupProbe")
        lifecycle = fields.read("lifecycle")
        terminationMessagePath = fields.read("terminationMessagePath")
        terminationMessagePolicy = fields.read("terminationMessagePolicy")
        imagePullPolicy = fields.read("imagePullPolicy")
        securityContext = fields.read("securityContext")
        stdin = fields.read("stdin")
        stdinOnce = fields.read("stdinOnce")
        tty = fields.read("tty")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 25)
        fields.put("name", name)
        fields.putUnlessZero("image", image)
        fields.putUnlessZero("command", command)
        fields.putUnlessZero("args", args)
        fields.putUnlessZero("workingDir", workingDir)
        fields.putUnlessZero("ports", ports)
        fields.putUnlessZero("envFrom", envFrom)
        fields.putUnlessZero("env", env)
        fields.putUnlessZero("resources", resources)
        fields.putUnlessZero("resizePolicy", resizePolicy)
        fields.putIfSet("restartPolicy", restartPolicy)
        fields.putUnlessZero("restartPolicyRules", restartPolicyRules)
        fields.putUnlessZero("volumeMounts", volumeMounts)
        fields.putUnlessZero("volumeDevices", volumeDevices)
        fields.putIfSet("livenessProbe", livenessProbe)
        fields.putIfSet("readinessProbe", readinessProbe)
        fields.putIfSet("startupProbe", startupProbe)
        fields.putIfSet("lifecycle", lifecycle)
        fields.putUnlessZero("terminationMessagePath", terminationMessagePath)
        fields.putUnlessZero("terminationMessagePolicy", terminationMessagePolicy)
        fields.putUnlessZero("imagePullPolicy", imagePullPolicy)
        fields.putIfSet("securityContext", securityContext)
        fields.putUnlessZero("stdin", stdin)
        fields.putUnlessZero("stdinOnce", stdinOnce)
        fields.putUnlessZero("tty", tty)
        return fields.object
    }
}

/// `ContainerPort` of core/v1.
public struct ContainerPort: APIType {
    public var name = ""
    public var hostPort: Int32 = 0
    public var containerPort: Int32 = 0
    public var `protocol` = NetworkProtocol()
    public var hostIP = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        hostPort = fields.read("hostPort")
        containerPort = fields.read("containerPort")
        `protocol` = fields.read("protocol")
        hostIP = fields.read("hostIP")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("hostPort", hostPort)
        fields.put("containerPort", containerPort)
        fields.putUnlessZero("protocol", `protocol`)
        fields.putUnlessZero("hostIP", hostIP)
        return fields.object
    }
}

/// `Protocol` of core/v1.
public struct NetworkProtocol: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let tcp = Self(rawValue: "TCP")
    public static let udp = Self(rawValue: "UDP")
    public static let sctp = Self(rawValue: "SCTP")
}

/// `EnvFromSource` of core/v1.
public struct EnvFromSource: APIType {
    public var prefix = ""
    @Boxed public var configMapRef: ConfigMapEnvSource?
    @Boxed public var secretRef: SecretEnvSource?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        prefix = fields.read("prefix")
        configMapRef = fields.read("configMapRef")
        secretRef = fields.read("secretRef")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("prefix", prefix)
        fields.putIfSet("configMapRef", configMapRef)
        fields.putIfSet("secretRef", secretRef)
        return fields.object
    }
}

/// `ConfigMapEnvSource` of core/v1.
public struct ConfigMapEnvSource: APIType {
    public var name = ""
    public var optional: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        optional = fields.read("optional")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("name", name)
        fields.putIfSet("optional", optional)
        return fields.object
    }
}

/// `SecretEnvSource` of core/v1.
public struct SecretEnvSource: APIType {
    public var name = ""
    public var optional: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        optional = fields.read("optional")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("name", name)
        fields.putIfSet("optional", optional)
        return fields.object
    }
}

/// `EnvVar` of core/v1.
public struct EnvVar: APIType {
    public var name = ""
    public var value = ""
    @Boxed public var valueFrom: EnvVarSource?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        value = fields.read("value")
        valueFrom = fields.read("valueFrom")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("name", name)
        fields.putUnlessZero("value", value)
        fields.putIfSet("valueFrom", valueFrom)
        return fields.object
    }
}

/// `EnvVarSource` of core/v1.
public struct EnvVarSource: APIType {
    @Boxed public var fieldRef: ObjectFieldSelector?
    @Boxed public var resourceFieldRef: ResourceFieldSelector?
    @Boxed public var configMapKeyRef: ConfigMapKeySelector?
    @Boxed public var secretKeyRef: SecretKeySelector?
    @Boxed public var fileKeyRef: FileKeySelector?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fieldRef = fields.read("fieldRef")
        resourceFieldRef = fields.read("resourceFieldRef")
        configMapKeyRef = fields.read("configMapKeyRef")
        secretKeyRef = fields.read("secretKeyRef")
        fileKeyRef = fields.read("fileKeyRef")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putIfSet("fieldRef", fieldRef)
        fields.putIfSet("resourceFieldRef", resourceFieldRef)
        fields.putIfSet("configMapKeyRef", configMapKeyRef)
        fields.putIfSet("secretKeyRef", secretKeyRef)
        fields.putIfSet("fileKeyRef", fileKeyRef)
        return fields.object
    }
}

/// `ConfigMapKeySelector` of core/v1.
public struct ConfigMapKeySelector: APIType {
    public var name = ""
    public var key = ""
    public var optional: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        key = fields.read("key")
        optional = fields.read("optional")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("name", name)
        fields.put("key", key)
        fields.putIfSet("optional", optional)
        return fields.object
    }
}

/// `SecretKeySelector` of core/v1.
public struct SecretKeySelector: APIType {
    public var name = ""
    public var key = ""
    public var optional: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        key = fields.read("key")
        optional = fields.read("optional")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("name", name)
        fields.put("key", key)
        fields.putIfSet("optional", optional)
        return fields.object
    }
}

/// `FileKeySelector` of core/v1.
public struct FileKeySelector: APIType {
    public var volumeName = ""
    public var path = ""
    public var key = ""
    public var optional: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        volumeName = fields.read("volumeName")
        path = fields.read("path")
        key = fields.read("key")
        optional = fields.read("optional")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("volumeName", volumeName)
        fields.put("path", path)
        fields.put("key", key)
        fields.putIfSet("optional", optional)
        return fields.object
    }
}

/// `ResourceRequirements` of core/v1.
public struct ResourceRequirements: APIType {
    public var limits: [String: Quantity] = [:]
    public var requests: [String: Quantity] = [:]
    public var claims: [ResourceClaim] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        limits = fields.read("limits")
        requests = fields.read("requests")
        claims = fields.read("claims")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("limits", limits)
        fields.putUnlessZero("requests", requests)
        fields.putUnlessZero("claims", claims)
        return fields.object
    }
}

/// `ResourceClaim` of core/v1.
public struct ResourceClaim: APIType {
    public var name = ""
    public var request = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        request = fields.read("request")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("name", name)
        fields.putUnlessZero("request", request)
        return fields.object
    }
}

/// `ContainerResizePolicy` of core/v1.
public struct ContainerResizePolicy: APIType {
    public var resourceName = ResourceName()
    public var restartPolicy = ResourceResizeRestartPolicy()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        resourceName = fields.read("resourceName")
        restartPolicy = fields.read("restartPolicy")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("resourceName", resourceName)
        fields.put("restartPolicy", restartPolicy)
        return fields.object
    }
}

/// `ResourceName` of core/v1.
public struct ResourceName: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let cpu = Self(rawValue: "cpu")
    public static let memory = Self(rawValue: "memory")
    public static let storage = Self(rawValue: "storage")
    public static let ephemeralStorage = Self(rawValue: "ephemeral-storage")
    public static let pods = Self(rawValue: "pods")
    public static let services = Self(rawValue: "services")
    public static let replicationcontrollers = Self(rawValue: "replicationcontrollers")
    public static let resourcequotas = Self(rawValue: "resourcequotas")
    public static let secrets = Self(rawValue: "secrets")
    public static let configmaps = Self(rawValue: "configmaps")
    public static let persistentvolumeclaims = Self(rawValue: "persistentvolumeclaims")
    public static let servicesNodeports = Self(rawValue: "services.nodeports")
    public static let servicesLoadbalancers = Self(rawValue: "services.loadbalancers")
    public static let requestsCpu = Self(rawValue: "requests.cpu")
    public static let requestsMemory = Self(rawValue: "requests.memory")
    public static let requestsStorage = Self(rawValue: "requests.storage")
    public static let requestsEphemeralStorage = Self(rawValue: "requests.ephemeral-storage")
    public static let limitsCpu = Self(rawValue: "limits.cpu")
    public static let limitsMemory = Self(rawValue: "limits.memory")
    public static let limitsEphemeralStorage = Self(rawValue: "limits.ephemeral-storage")
}

/// `ResourceResizeRestartPolicy` of core/v1.
public struct ResourceResizeRestartPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let notRequired = Self(rawValue: "NotRequired")
    public static let restartContainer = Self(rawValue: "RestartContainer")
}

/// `ContainerRestartPolicy` of core/v1.
public struct ContainerRestartPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let always = Self(rawValue: "Always")
    public static let never = Self(rawValue: "Never")
    public static let onFailure = Self(rawValue: "OnFailure")
}

/// `ContainerRestartRule` of core/v1.
public struct ContainerRestartRule: APIType {
    public var action = ContainerRestartRuleAction()
    @Boxed public var exitCodes: ContainerRestartRuleOnExitCodes?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        action = fields.read("action")
        exitCodes = fields.read("exitCodes")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("action", action)
        fields.putIfSet("exitCodes", exitCodes)
        return fields.object
    }
}

/// `ContainerRestartRuleAction` of core/v1.
public struct ContainerRestartRuleAction: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let restart = Self(rawValue: "Restart")
    public static let restartAllContainers = Self(rawValue: "RestartAllContainers")
}

/// `ContainerRestartRuleOnExitCodes` of core/v1.
public struct ContainerRestartRuleOnExitCodes: APIType {
    public var `operator` = ContainerRestartRuleOnExitCodesOperator()
    public var values: [Int32] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        `operator` = fields.read("operator")
        values = fields.read("values")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("operator", `operator`)
        fields.putUnlessZero("values", values)
        return fields.object
    }
}

/// `ContainerRestartRuleOnExitCodesOperator` of core/v1.
public struct ContainerRestartRuleOnExitCodesOperator: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let `in` = Self(rawValue: "In")
    public static let notIn = Self(rawValue: "NotIn")
}

/// `VolumeMount` of core/v1.
public struct VolumeMount: APIType {
    public var name = ""
    public var readOnly = false
    public var recursiveReadOnly: RecursiveReadOnlyMode?
    public var mountPath = ""
    public var subPath = ""
    public var mountPropagation: MountPropagationMode?
    public var subPathExpr = ""
    /// Alpha in Kubernetes 1.37.
    public var bindMountOptions: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        readOnly = fields.read("readOnly")
        recursiveReadOnly = fields.read("recursiveReadOnly")
        mountPath = fields.read("mountPath")
        subPath = fields.read("subPath")
        mountPropagation = fields.read("mountPropagation")
        subPathExpr = fields.read("subPathExpr")
        bindMountOptions = fields.read("bindMountOptions")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 8)
        fields.put("name", name)
        fields.putUnlessZero("readOnly", readOnly)
        fields.putIfSet("recursiveReadOnly", recursiveReadOnly)
        fields.put("mountPath", mountPath)
        fields.putUnlessZero("subPath", subPath)
        fields.putIfSet("mountPropagation", mountPropagation)
        fields.putUnlessZero("subPathExpr", subPathExpr)
        fields.putUnlessZero("bindMountOptions", bindMountOptions)
        return fields.object
    }
}

/// `RecursiveReadOnlyMode` of core/v1.
public struct RecursiveReadOnlyMode: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let disabled = Self(rawValue: "Disabled")
    public static let ifPossible = Self(rawValue: "IfPossible")
    public static let enabled = Self(rawValue: "Enabled")
}

/// `MountPropagationMode` of core/v1.
public struct MountPropagationMode: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let noneValue = Self(rawValue: "None")
    public static let hostToContainer = Self(rawValue: "HostToContainer")
    public static let bidirectional = Self(rawValue: "Bidirectional")
}

/// `VolumeDevice` of core/v1.
public struct VolumeDevice: APIType {
    public var name = ""
    public var devicePath = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        devicePath = fields.read("devicePath")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("name", name)
        fields.put("devicePath", devicePath)
        return fields.object
    }
}

/// `Probe` of core/v1.
public struct Probe: APIType {
    @Boxed public var exec: ExecAction?
    @Boxed public var httpGet: HTTPGetAction?
    @Boxed public var tcpSocket: TCPSocketAction?
    @Boxed public var grpc: GRPCAction?
    public var initialDelaySeconds: Int32 = 0
    public var timeoutSeconds: Int32 = 0
    public var periodSeconds: Int32 = 0
    public var successThreshold: Int32 = 0
    public var failureThreshold: Int32 = 0
    public var terminationGracePeriodSeconds: Int64?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        exec = fields.read("exec")
        httpGet = fields.read("httpGet")
        tcpSocket = fields.read("tcpSocket")
        grpc = fields.read("grpc")
        initialDelaySeconds = fields.read("initialDelaySeconds")
        timeoutSeconds = fields.read("timeoutSeconds")
        periodSeconds = fields.read("periodSeconds")
        successThreshold = fields.read("successThreshold")
        failureThreshold = fields.read("failureThreshold")
        terminationGracePeriodSeconds = fields.read("terminationGracePeriodSeconds")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 10)
        fields.putIfSet("exec", exec)
        fields.putIfSet("httpGet", httpGet)
        fields.putIfSet("tcpSocket", tcpSocket)
        fields.putIfSet("grpc", grpc)
        fields.putUnlessZero("initialDelaySeconds", initialDelaySeconds)
        fields.putUnlessZero("timeoutSeconds", timeoutSeconds)
        fields.putUnlessZero("periodSeconds", periodSeconds)
        fields.putUnlessZero("successThreshold", successThreshold)
        fields.putUnlessZero("failureThreshold", failureThreshold)
        fields.putIfSet("terminationGracePeriodSeconds", terminationGracePeriodSeconds)
        return fields.object
    }
}

/// `ExecAction` of core/v1.
public struct ExecAction: APIType {
    public var command: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        command = fields.read("command")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("command", command)
        return fields.object
    }
}

/// `HTTPGetAction` of core/v1.
public struct HTTPGetAction: APIType {
    public var path = ""
    public var port = IntOrString()
    public var host = ""
    public var scheme = URIScheme()
    public var httpHeaders: [HTTPHeader] = []
    /// Alpha in Kubernetes 1.37.
    public var `protocol` = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        path = fields.read("path")
        port = fields.read("port")
        host = fields.read("host")
        scheme = fields.read("scheme")
        httpHeaders = fields.read("httpHeaders")
        `protocol` = fields.read("protocol")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putUnlessZero("path", path)
        fields.put("port", port)
        fields.putUnlessZero("host", host)
        fields.putUnlessZero("scheme", scheme)
        fields.putUnlessZero("httpHeaders", httpHeaders)
        fields.putUnlessZero("protocol", `protocol`)
        return fields.object
    }
}

/// `URIScheme` of core/v1.
public struct URIScheme: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let http = Self(rawValue: "HTTP")
    public static let https = Self(rawValue: "HTTPS")
}

/// `HTTPHeader` of core/v1.
public struct HTTPHeader: APIType {
    public var name = ""
    public var value = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        value = fields.read("value")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("name", name)
        fields.put("value", value)
        return fields.object
    }
}

/// `TCPSocketAction` of core/v1.
public struct TCPSocketAction: APIType {
    public var port = IntOrString()
    public var host = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        port = fields.read("port")
        host = fields.read("host")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("port", port)
        fields.putUnlessZero("host", host)
        return fields.object
    }
}

/// `GRPCAction` of core/v1.
public struct GRPCAction: APIType {
    public var port: Int32 = 0
    public var service: String?
    /// Alpha in Kubernetes 1.37.
    public var mode = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        port = fields.read("port")
        service = fields.read("service")
        mode = fields.read("mode")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("port", port)
        fields.putIfSet("service", service)
        fields.putUnlessZero("mode", mode)
        return fields.object
    }
}

/// `Lifecycle` of core/v1.
public struct Lifecycle: APIType {
    @Boxed public var postStart: LifecycleHandler?
    @Boxed public var preStop: LifecycleHandler?
    public var stopSignal: Signal?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        postStart = fields.read("postStart")
        preStop = fields.read("preStop")
        stopSignal = fields.read("stopSignal")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putIfSet("postStart", postStart)
        fields.putIfSet("preStop", preStop)
        fields.putIfSet("stopSignal", stopSignal)
        return fields.object
    }
}

/// `LifecycleHandler` of core/v1.
public struct LifecycleHandler: APIType {
    @Boxed public var exec: ExecAction?
    @Boxed public var httpGet: HTTPGetAction?
    @Boxed public var tcpSocket: TCPSocketAction?
    @Boxed public var sleep: SleepAction?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        exec = fields.read("exec")
        httpGet = fields.read("httpGet")
        tcpSocket = fields.read("tcpSocket")
        sleep = fields.read("sleep")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putIfSet("exec", exec)
        fields.putIfSet("httpGet", httpGet)
        fields.putIfSet("tcpSocket", tcpSocket)
        fields.putIfSet("sleep", sleep)
        return fields.object
    }
}

/// `SleepAction` of core/v1.
public struct SleepAction: APIType {
    public var seconds: Int64 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        seconds = fields.read("seconds")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("seconds", seconds)
        return fields.object
    }
}

/// `Signal` of core/v1.
public struct Signal: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let sigabrt = Self(rawValue: "SIGABRT")
    public static let sigalrm = Self(rawValue: "SIGALRM")
    public static let sigbus = Self(rawValue: "SIGBUS")
    public static let sigchld = Self(rawValue: "SIGCHLD")
    public static let sigcld = Self(rawValue: "SIGCLD")
    public static let sigcont = Self(rawValue: "SIGCONT")
    public static let sigfpe = Self(rawValue: "SIGFPE")
    public static let sighup = Self(rawValue: "SIGHUP")
    public static let sigill = Self(rawValue: "SIGILL")
    public static let sigint = Self(rawValue: "SIGINT")
    public static let sigio = Self(rawValue: "SIGIO")
    public static let sigiot = Self(rawValue: "SIGIOT")
    public static let sigkill = Self(rawValue: "SIGKILL")
    public static let sigpipe = Self(rawValue: "SIGPIPE")
    public static let sigpoll = Self(rawValue: "SIGPOLL")
    public static let sigprof = Self(rawValue: "SIGPROF")
    public static let sigpwr = Self(rawValue: "SIGPWR")
    public static let sigquit = Self(rawValue: "SIGQUIT")
    public static let sigsegv = Self(rawValue: "SIGSEGV")
    public static let sigstkflt = Self(rawValue: "SIGSTKFLT")
    public static let sigstop = Self(rawValue: "SIGSTOP")
    public static let sigsys = Self(rawValue: "SIGSYS")
    public static let sigterm = Self(rawValue: "SIGTERM")
    public static let sigtrap = Self(rawValue: "SIGTRAP")
    public static let sigtstp = Self(rawValue: "SIGTSTP")
    public static let sigttin = Self(rawValue: "SIGTTIN")
    public static let sigttou = Self(rawValue: "SIGTTOU")
    public static let sigurg = Self(rawValue: "SIGURG")
    public static let sigusr1 = Self(rawValue: "SIGUSR1")
    public static let sigusr2 = Self(rawValue: "SIGUSR2")
    public static let sigvtalrm = Self(rawValue: "SIGVTALRM")
    public static let sigwinch = Self(rawValue: "SIGWINCH")
    public static let sigxcpu = Self(rawValue: "SIGXCPU")
    public static let sigxfsz = Self(rawValue: "SIGXFSZ")
    public static let sigrtmin = Self(rawValue: "SIGRTMIN")
    public static let sigrtminPlus1 = Self(rawValue: "SIGRTMIN+1")
    public static let sigrtminPlus2 = Self(rawValue: "SIGRTMIN+2")
    public static let sigrtminPlus3 = Self(rawValue: "SIGRTMIN+3")
    public static let sigrtminPlus4 = Self(rawValue: "SIGRTMIN+4")
    public static let sigrtminPlus5 = Self(rawValue: "SIGRTMIN+5")
    public static let sigrtminPlus6 = Self(rawValue: "SIGRTMIN+6")
    public static let sigrtminPlus7 = Self(rawValue: "SIGRTMIN+7")
    public static let sigrtminPlus8 = Self(rawValue: "SIGRTMIN+8")
    public static let sigrtminPlus9 = Self(rawValue: "SIGRTMIN+9")
    public static let sigrtminPlus10 = Self(rawValue: "SIGRTMIN+10")
    public static let sigrtminPlus11 = Self(rawValue: "SIGRTMIN+11")
    public static let sigrtminPlus12 = Self(rawValue: "SIGRTMIN+12")
    public static let sigrtminPlus13 = Self(rawValue: "SIGRTMIN+13")
    public static let sigrtminPlus14 = Self(rawValue: "SIGRTMIN+14")
    public static let sigrtminPlus15 = Self(rawValue: "SIGRTMIN+15")
    public static let sigrtmaxMinus14 = Self(rawValue: "SIGRTMAX-14")
    public static let sigrtmaxMinus13 = Self(rawValue: "SIGRTMAX-13")
    public static let sigrtmaxMinus12 = Self(rawValue: "SIGRTMAX-12")
    public static let sigrtmaxMinus11 = Self(rawValue: "SIGRTMAX-11")
    public static let sigrtmaxMinus10 = Self(rawValue: "SIGRTMAX-10")
    public static let sigrtmaxMinus9 = Self(rawValue: "SIGRTMAX-9")
    public static let sigrtmaxMinus8 = Self(rawValue: "SIGRTMAX-8")
    public static let sigrtmaxMinus7 = Self(rawValue: "SIGRTMAX-7")
    public static let sigrtmaxMinus6 = Self(rawValue: "SIGRTMAX-6")
    public static let sigrtmaxMinus5 = Self(rawValue: "SIGRTMAX-5")
    public static let sigrtmaxMinus4 = Self(rawValue: "SIGRTMAX-4")
    public static let sigrtmaxMinus3 = Self(rawValue: "SIGRTMAX-3")
    public static let sigrtmaxMinus2 = Self(rawValue: "SIGRTMAX-2")
    public static let sigrtmaxMinus1 = Self(rawValue: "SIGRTMAX-1")
    public static let sigrtmax = Self(rawValue: "SIGRTMAX")
}

/// `TerminationMessagePolicy` of core/v1.
public struct TerminationMessagePolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let file = Self(rawValue: "File")
    public static let fallbackToLogsOnError = Self(rawValue: "FallbackToLogsOnError")
}

/// `SecurityContext` of core/v1.
public struct SecurityContext: APIType {
    @Boxed public var capabilities: Capabilities?
    public var privileged: Bool?
    @Boxed public var seLinuxOptions: SELinuxOptions?
    public var windowsOptions: JSONValue?
    public var runAsUser: Int64?
    public var runAsGroup: Int64?
    public var runAsNonRoot: Bool?
    public var readOnlyRootFilesystem: Bool?
    public var allowPrivilegeEscalation: Bool?
    public var procMount: ProcMountType?
    @Boxed public var seccompProfile: SeccompProfile?
    @Boxed public var appArmorProfile: AppArmorProfile?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        capabilities = fields.read("capabilities")
        privileged = fields.read("privileged")
        seLinuxOptions = fields.read("seLinuxOptions")
        windowsOptions = fields.read("windowsOptions")
        runAsUser = fields.read("runAsUser")
        runAsGroup = fields.read("runAsGroup")
        runAsNonRoot = fields.read("runAsNonRoot")
        readOnlyRootFilesystem = fields.read("readOnlyRootFilesystem")
        allowPrivilegeEscalation = fields.read("allowPrivilegeEscalation")
        procMount = fields.read("procMount")
        seccompProfile = fields.read("seccompProfile")
        appArmorProfile = fields.read("appArmorProfile")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 12)
        fields.putIfSet("capabilities", capabilities)
        fields.putIfSet("privileged", privileged)
        fields.putIfSet("seLinuxOptions", seLinuxOptions)
        fields.putIfSet("windowsOptions", windowsOptions)
        fields.putIfSet("runAsUser", runAsUser)
        fields.putIfSet("runAsGroup", runAsGroup)
        fields.putIfSet("runAsNonRoot", runAsNonRoot)
        fields.putIfSet("readOnlyRootFilesystem", readOnlyRootFilesystem)
        fields.putIfSet("allowPrivilegeEscalation", allowPrivilegeEscalation)
        fields.putIfSet("procMount", procMount)
        fields.putIfSet("seccompProfile", seccompProfile)
        fields.putIfSet("appArmorProfile", appArmorProfile)
        return fields.object
    }
}

/// `Capabilities` of core/v1.
public struct Capabilities: APIType {
    public var add: [String] = []
    public var drop: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        add = fields.read("add")
        drop = fields.read("drop")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("add", add)
        fields.putUnlessZero("drop", drop)
        return fields.object
    }
}

/// `SELinuxOptions` of core/v1.
public struct SELinuxOptions: APIType {
    public var user = ""
    public var role = ""
    public var type = ""
    public var level = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        user = fields.read("user")
        role = fields.read("role")
        type = fields.read("type")
        level = fields.read("level")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("user", user)
        fields.putUnlessZero("role", role)
        fields.putUnlessZero("type", type)
        fields.putUnlessZero("level", level)
        return fields.object
    }
}

/// `ProcMountType` of core/v1.
public struct ProcMountType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let `default` = Self(rawValue: "Default")
    public static let unmasked = Self(rawValue: "Unmasked")
}

/// `SeccompProfile` of core/v1.
public struct SeccompProfile: APIType {
    public var type = SeccompProfileType()
    public var localhostProfile: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        localhostProfile = fields.read("localhostProfile")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("type", type)
        fields.putIfSet("localhostProfile", localhostProfile)
        return fields.object
    }
}

/// `SeccompProfileType` of core/v1.
public struct SeccompProfileType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let unconfined = Self(rawValue: "Unconfined")
    public static let runtimeDefault = Self(rawValue: "RuntimeDefault")
    public static let localhost = Self(rawValue: "Localhost")
}

/// `AppArmorProfile` of core/v1.
public struct AppArmorProfile: APIType {
    public var type = AppArmorProfileType()
    public var localhostProfile: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        localhostProfile = fields.read("localhostProfile")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("type", type)
        fields.putIfSet("localhostProfile", localhostProfile)
        return fields.object
    }
}

/// `AppArmorProfileType` of core/v1.
public struct AppArmorProfileType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let unconfined = Self(rawValue: "Unconfined")
    public static let runtimeDefault = Self(rawValue: "RuntimeDefault")
    public static let localhost = Self(rawValue: "Localhost")
}

/// `EphemeralContainer` of core/v1.
public struct EphemeralContainer: APIType {
    public var name = ""
    public var image = ""
    public var command: [String] = []
    public var args: [String] = []
    public var workingDir = ""
    public var ports: [ContainerPort] = []
    public var envFrom: [EnvFromSource] = []
    public var env: [EnvVar] = []
    public var resources = ResourceRequirements()
    public var resizePolicy: [ContainerResizePolicy] = []
    public var restartPolicy: ContainerRestartPolicy?
    public var restartPolicyRules: [ContainerRestartRule] = []
    public var volumeMounts: [VolumeMount] = []
    public var volumeDevices: [VolumeDevice] = []
    @Boxed public var livenessProbe: Probe?
    @Boxed public var readinessProbe: Probe?
    @Boxed public var startupProbe: Probe?
    @Boxed public var lifecycle: Lifecycle?
    public var terminationMessagePath = ""
    public var terminationMessagePolicy = TerminationMessagePolicy()
    public var imagePullPolicy = PullPolicy()
    @Boxed public var securityContext: SecurityContext?
    public var stdin = false
    public var stdinOnce = false
    public var tty = false
    public var targetContainerName = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        image = fields.read("image")
        command = fields.read("command")
        args = fields.read("args")
        workingDir = fields.read("workingDir")
        ports = fields.read("ports")
        envFrom = fields.read("envFrom")
        env = fields.read("env")
        resources = fields.read("resources")
        resizePolicy = fields.read("resizePolicy")
        restartPolicy = fields.read("restartPolicy")
        restartPolicyRules = fields.read("restartPolicyRules")
        volumeMounts = fields.read("volumeMounts")
        volumeDevices = fields.read("volumeDevices")
        livenessProbe = fields.read("livenessProbe")
        readinessProbe = fields.read("readinessProbe")
        startupProbe = fields.read("startupProbe")
        lifecycle = fields.read("lifecycle")
        terminationMessagePath = fields.read("terminationMessagePath")
        terminationMessagePolicy = fields.read("terminationMessagePolicy")
        imagePullPolicy = fields.read("imagePullPolicy")
        securityContext = fields.read("securityContext")
        stdin = fields.read("stdin")
        stdinOnce = fields.read("stdinOnce")
        tty = fields.read("tty")
        targetContainerName = fields.read("targetContainerName")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 26)
        fields.put("name", name)
        fields.putUnlessZero("image", image)
        fields.putUnlessZero("command", command)
        fields.putUnlessZero("args", args)
        fields.putUnlessZero("workingDir", workingDir)
        fields.putUnlessZero("ports", ports)
        fields.putUnlessZero("envFrom", envFrom)
        fields.putUnlessZero("env", env)
        fields.putUnlessZero("resources", resources)
        fields.putUnlessZero("resizePolicy", resizePolicy)
        fields.putIfSet("restartPolicy", restartPolicy)
        fields.putUnlessZero("restartPolicyRules", restartPolicyRules)
        fields.putUnlessZero("volumeMounts", volumeMounts)
        fields.putUnlessZero("volumeDevices", volumeDevices)
        fields.putIfSet("livenessProbe", livenessProbe)
        fields.putIfSet("readinessProbe", readinessProbe)
        fields.putIfSet("startupProbe", startupProbe)
        fields.putIfSet("lifecycle", lifecycle)
        fields.putUnlessZero("terminationMessagePath", terminationMessagePath)
        fields.putUnlessZero("terminationMessagePolicy", terminationMessagePolicy)
        fields.putUnlessZero("imagePullPolicy", imagePullPolicy)
        fields.putIfSet("securityContext", securityContext)
        fields.putUnlessZero("stdin", stdin)
        fields.putUnlessZero("stdinOnce", stdinOnce)
        fields.putUnlessZero("tty", tty)
        fields.putUnlessZero("targetContainerName", targetContainerName)
        return fields.object
    }
}

import JSON
import KubernetesAPI
import OCI
import Testing

@testable import Kubelet

@Suite struct EnvironmentTests {
    @Test(
        "references to variables",
        arguments: [
            ("plain", "plain"), ("$(A)", "1"), ("x$(A)y$(B)z", "x1y2z"), ("$(NOPE)", "$(NOPE)"),
            ("$$(A)", "$(A)"), ("$$$(A)", "$1"), ("$A", "$A"), ("$(A", "$(A"), ("100$", "100$"),
            ("$$", "$"), ("é$(A)", "é1"),
        ])
    func expansion(text: String, expected: String) {
        #expect(VariableExpansion.expand(text) { ["A": "1", "B": "2"][$0] } == expected)
    }

    private static func image(_ config: JSONValue) -> ImageConfiguration {
        ImageConfiguration(json: ["config": config])
    }

    @Test(
        "command and args over entrypoint and command",
        arguments: [
            ([], [], ["entry", "cmd"]), (["c"], [], ["c"]), ([], ["a"], ["entry", "a"]),
            (["c"], ["a"], ["c", "a"]),
        ] as [([String], [String], [String])])
    func command(command: [String], args: [String], expected: [String]) throws {
        let container = KubernetesAPI.Container.named("main") {
            $0.command = command
            $0.args = args
        }
        let image = Self.image(["Entrypoint": ["entry"], "Cmd": ["cmd"]])
        #expect(
            try ContainerCommand.arguments(of: container, image: image, environment: [:])
                == expected)
    }

    @Test("an image without a command needs one from the Pod")
    func noCommand() {
        let container = KubernetesAPI.Container.named("main") { $0.command = [] }
        #expect(throws: ContainerConfigurationError.noCommand(container: "main")) {
            try ContainerCommand.arguments(
                of: container, image: Self.image([:]), environment: [:])
        }
    }

    private func environment(
        _ variables: [EnvVar], from sources: [EnvFromSource] = [],
        _ configurations: Configurations = Configurations(), services: [String: String] = [:],
        others: [KubernetesAPI.Container] = [], podLimits: [String: Quantity]? = nil
    ) throws -> ContainerEnvironment {
        let container = KubernetesAPI.Container.named("main") {
            $0.env = variables
            $0.envFrom = sources
            $0.resources.limits = ["cpu": Quantity(milliValue: 1500)]
            $0.resources.requests = ["memory": Quantity(value: 16 << 20)]
        }
        var pod = Pod.bound(named: "web", [container])
        pod.metadata.labels = ["app.kubernetes.io/name": "shop"]
        pod.spec.resources = podLimits.map { limits in .with { $0.limits = limits } }
        return try ContainerEnvironment(
            of: container,
            ContainerEnvironment.Sources(
                fields: FieldReference(
                    pod: pod, ipAddresses: ["10.0.0.2"], hostIPs: ["192.0.2.1"]),
                resources: Self.resources.within(pod.spec), configurations: configurations,
                services: services, siblings: [container] + others))
    }

    private static let resources = ResourceReference(allocatable: [
        "cpu": Quantity(milliValue: 2000), "memory": Quantity(value: 8 << 30),
        "ephemeral-storage": Quantity(value: 100 << 30),
    ])

    private func field(_ path: String) -> EnvVar {
        .with {
            $0.name = "X"
            $0.valueFrom = .with { $0.fieldRef = .with { $0.fieldPath = path } }
        }
    }

    @Test(
        "fields of the Pod",
        arguments: [
            ("metadata.name", "web"), ("metadata.namespace", "default"),
            ("metadata.uid", "uid-web"), ("metadata.labels['app.kubernetes.io/name']", "shop"),
            ("metadata.annotations['none']", ""), ("spec.nodeName", "node"),
            ("status.podIP", "10.0.0.2"), ("status.hostIP", "192.0.2.1"),
        ])
    func fields(path: String, expected: String) throws {
        #expect(try environment([field(path)]).variables["X"] == expected)
    }

    @Test("an unknown field path is told")
    func unknownField() {
        #expect(throws: ContainerConfigurationError.unknownField(path: "spec.nope")) {
            try environment([field("spec.nope")])
        }
    }

    @Test(
        "requests and limits, rounded up",
        arguments: [
            ("limits.cpu", nil, "2"), ("limits.cpu", "1m", "1500"),
            ("requests.memory", nil, "16777216"), ("requests.memory", "1Mi", "16"),
            ("requests.memory", "15Mi", "2"), ("limits.memory", "1Gi", "8"),
            ("requests.cpu", nil, "0"), ("limits.ephemeral-storage", "1Gi", "100"),
            ("requests.ephemeral-storage", nil, "0"),
        ])
    func resources(resource: String, divisor: String?, expected: String) throws {
        let variable = Self.resource(resource, divisor: divisor)
        #expect(try environment([variable]).variables["X"] == expected)
    }

    private static func resource(
        _ resource: String, of container: String = "", divisor: String? = nil
    ) -> EnvVar {
        .with {
            $0.name = "X"
            $0.valueFrom = .with {
                $0.resourceFieldRef = .with {
                    $0.containerName = container
                    $0.resource = resource
                    if let divisor { $0.divisor = Quantity(json: .string(divisor)) }
                }
            }
        }
    }

    @Test("a container without limits has those of its Pod, else all that Pods may have")
    func podLimits() throws {
        let limits = ["memory": Quantity(value: 1 << 30), "cpu": Quantity(milliValue: 700)]
        let memory = Self.resource("limits.memory")
        #expect(try environment([memory], podLimits: limits).variables["X"] == String(1 << 30))
        // Its own limit stays its own.
        let cpu = Self.resource("limits.cpu", divisor: "1m")
        #expect(try environment([cpu], podLimits: limits).variables["X"] == "1500")
        let none = KubernetesAPI.Container.named("none") {
            $0.resources.limits = ["cpu": Quantity(value: 0)]
        }
        let other = Self.resource("limits.cpu", of: "none", divisor: "1m")
        #expect(try environment([other], others: [none]).variables["X"] == "2000")
    }

    @Test("resources of a container that the Pod does not have")
    func unknownContainer() {
        #expect(throws: ContainerConfigurationError.unknownContainer("nope")) {
            try environment([Self.resource("limits.cpu", of: "nope")])
        }
    }

    @Test("later variables see earlier ones, the Pod's win over the image's")
    func list() throws {
        let variables = [("A", "1"), ("B", "$(A)2"), ("C", "$(D)"), ("PATH", "/own")].map { pair in
            EnvVar.with { ($0.name, $0.value) = pair }
        }
        let image = Self.image(["Env": ["PATH=/bin", "LANG=C"]])
        #expect(
            try environment(variables).list(image: image, hostname: "web")
                == ["LANG=C", "HOSTNAME=web", "A=1", "B=12", "C=$(D)", "PATH=/own"])
    }

    private static func plain(_ name: String, _ value: String) -> EnvVar {
        .with { ($0.name, $0.value) = (name, value) }
    }

    private static func key(
        _ kind: ConfigurationReference.Kind, _ key: String, of name: String, optional: Bool? = nil
    ) -> EnvVar {
        .with {
            $0.name = "X"
            $0.valueFrom = .with { source in
                switch kind {
                case .configMap:
                    source.configMapKeyRef = .with {
                        ($0.name, $0.key, $0.optional) = (name, key, optional)
                    }
                case .secret, .claim:
                    source.secretKeyRef = .with {
                        ($0.name, $0.key, $0.optional) = (name, key, optional)
                    }
                }
            }
        }
    }

    private static func from(
        _ name: String, prefix: String = "", optional: Bool? = nil
    ) -> EnvFromSource {
        .with {
            $0.prefix = prefix
            $0.configMapRef = .with { ($0.name, $0.optional) = (name, optional) }
        }
    }

    private static let configurations: Configurations = {
        var settings = ConfigurationData()
        settings.data = ["COLOR": Array("red".utf8), "log.level": Array("debug".utf8)]
        settings.binaryData = ["blob": [0xFF]]
        var login = ConfigurationData()
        login.data = ["password": Array("hunter2".utf8)]
        return Configurations([
            ConfigurationReference(kind: .configMap, namespace: "default", name: "settings"):
                .success(settings),
            ConfigurationReference(kind: .secret, namespace: "default", name: "login"):
                .success(login),
        ])
    }()

    @Test("keys of ConfigMaps and Secrets")
    func keys() throws {
        let map = try environment(
            [Self.key(.configMap, "COLOR", of: "settings")], from: [], Self.configurations)
        #expect(map.variables == ["X": "red"])
        let secret = try environment(
            [Self.key(.secret, "password", of: "login"), Self.plain("Y", "-$(X)-")],
            from: [], Self.configurations)
        #expect(secret.variables == ["X": "hunter2", "Y": "-hunter2-"])
    }

    @Test(
        "what is missing is named as the kubelet names it, unless it is optional",
        arguments: [
            (.configMap, "COLOR", "nope", "configmap \"nope\" not found"),
            (.secret, "password", "nope", "secret \"nope\" not found"),
            (
                .configMap, "SIZE", "settings",
                "couldn't find key SIZE in ConfigMap default/settings"
            ),
            (
                .configMap, "blob", "settings",
                "couldn't find key blob in ConfigMap default/settings"
            ),
            (.secret, "user", "login", "couldn't find key user in Secret default/login"),
        ] as [(ConfigurationReference.Kind, String, String, String)])
    func missing(
        kind: ConfigurationReference.Kind, key: String, name: String, message: String
    ) throws {
        let error = #expect(throws: (any Error).self) {
            try environment([Self.key(kind, key, of: name)], from: [], Self.configurations)
        }
        #expect(error.map { String(describing: $0) } == message)
        let optional = try environment(
            [Self.key(kind, key, of: name, optional: true)], from: [], Self.configurations)
        #expect(optional.variables.isEmpty)
    }

    @Test("all keys of a ConfigMap, with a prefix; env wins over envFrom, both over services")
    func allKeys() throws {
        let environment = try environment(
            [Self.plain("COLOR", "blue"), Self.plain("HOST", "$(P_COLOR)$(DB_SERVICE_HOST)")],
            from: [Self.from("settings"), Self.from("settings", prefix: "P_")],
            Self.configurations, services: ["DB_SERVICE_HOST": "10.0.0.9", "COLOR": "none"])
        #expect(
            environment.variables == [
                "COLOR": "blue", "log.level": "debug", "P_COLOR": "red", "P_log.level": "debug",
                "HOST": "red10.0.0.9", "DB_SERVICE_HOST": "10.0.0.9",
            ])
        #expect(environment.skipped.isEmpty)
    }

    @Test("names that no variable can have are skipped and told")
    func skippedNames() throws {
        let environment = try environment(
            [], from: [Self.from("settings", prefix: "a=")], Self.configurations)
        #expect(environment.variables.isEmpty)
        #expect(
            environment.skipped.map(\.message) == [
                "Keys [a=COLOR, a=log.level] from the EnvFrom configMap default/settings were skipped since they are considered invalid environment variable names."
            ])
    }

    @Test("a ConfigMap that is missing as a whole")
    func missingSource() throws {
        #expect(throws: ConfigurationReferenceError.self) {
            try environment([], from: [Self.from("nope")], Self.configurations)
        }
        #expect(
            try environment([], from: [Self.from("nope", optional: true)], Self.configurations)
                .variables.isEmpty)
    }
}

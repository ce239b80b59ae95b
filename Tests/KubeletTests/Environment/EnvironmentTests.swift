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

    private func environment(_ variables: [EnvVar]) throws -> ContainerEnvironment {
        let container = KubernetesAPI.Container.named("main") {
            $0.env = variables
            $0.resources.limits = ["cpu": Quantity(milliValue: 1500)]
            $0.resources.requests = ["memory": Quantity(value: 16 << 20)]
        }
        var pod = Pod.bound(named: "web", [container])
        pod.metadata.labels = ["app.kubernetes.io/name": "shop"]
        return try ContainerEnvironment(
            of: container,
            fields: FieldReference(pod: pod, ipAddresses: ["10.0.0.2"], hostIPs: ["192.0.2.1"]),
            resources: ResourceReference(nodeMilliCPU: 2000, nodeMemory: 8 << 30))
    }

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
            ("requests.cpu", nil, "0"),
        ])
    func resources(resource: String, divisor: String?, expected: String) throws {
        let variable = EnvVar.with {
            $0.name = "X"
            $0.valueFrom = .with {
                $0.resourceFieldRef = .with {
                    $0.resource = resource
                    if let divisor { $0.divisor = Quantity(json: .string(divisor)) }
                }
            }
        }
        #expect(try environment([variable]).variables["X"] == expected)
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

    @Test("references to what is not served are refused, unless optional")
    func references() throws {
        func variable(optional: Bool) -> EnvVar {
            .with {
                $0.name = "X"
                $0.valueFrom = .with {
                    $0.configMapKeyRef = .with {
                        $0.name = "settings"
                        $0.key = "x"
                        $0.optional = optional
                    }
                }
            }
        }
        #expect(try environment([variable(optional: true)]).variables.isEmpty)
        #expect(
            throws: ContainerConfigurationError.unservedReference(variable: "X", kind: "ConfigMap")
        ) { try environment([variable(optional: false)]) }
    }
}

import JSON
import KubernetesAPI
import Testing

@Suite struct PodValidationTests {
    /// A Pod that is right, with some members of its spec and first container set.
    private static func pod(spec: JSONValue = [:], container: JSONValue = [:]) -> Pod {
        var first: JSONValue = ["name": "a", "image": "busybox:1"]
        first = MergePatch.apply(container, to: first)
        var json: JSONValue = [
            "metadata": ["name": "p", "namespace": "ns"], "spec": ["containers": [first]],
        ]
        json["spec"] = MergePatch.apply(spec, to: json["spec"]!)
        PodDefaults.apply(to: &json)
        return Pod(json: json)
    }

    private static func messages(_ pod: Pod) -> [String] {
        PodValidation.validate(pod).map(\.description)
    }

    @Test func acceptsTheExamples() throws {
        for name in try Repository.files("examples", suffix: ".yaml") {
            for var document in try YAMLReader.documents(Repository.text("examples/\(name)")) {
                document.set("default", at: "metadata", "namespace")
                PodDefaults.apply(to: &document)
                #expect(PodValidation.validate(Pod(json: document)).isEmpty, "\(name)")
            }
        }
    }

    @Test(
        arguments: [
            (["containers": []], "spec.containers: Required value"),
            (
                ["containers": [["name": "a", "image": "x"], ["name": "a", "image": "x"]]],
                "spec.containers[1].name: Duplicate value: \"a\""
            ),
            (
                ["initContainers": [["name": "a", "image": "x"]]],
                "spec.initContainers[0].name: Duplicate value: \"a\""
            ),
            (
                [
                    "initContainers": [
                        ["name": "i", "image": "x", "livenessProbe": ["exec": ["command": ["x"]]]]
                    ]
                ],
                "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always"
            ),
            (
                ["restartPolicy": "Maybe"],
                "spec.restartPolicy: Unsupported value: \"Maybe\": supported values: \"Always\", \"Never\", \"OnFailure\""
            ),
            (
                ["dnsPolicy": "None"],
                "spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None"
            ),
            (
                ["activeDeadlineSeconds": 0],
                "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"
            ),
            (
                ["terminationGracePeriodSeconds": -1],
                "spec.terminationGracePeriodSeconds: Invalid value: -1: must be greater than or equal to 0"
            ),
            (
                ["volumes": [["name": "v"], ["name": "v"]]],
                "spec.volumes[1].name: Duplicate value: \"v\""
            ),
            (
                ["volumes": [["name": "v", "emptyDir": [:], "hostPath": ["path": "/"]]]],
                "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"
            ),
            (
                ["volumes": [["name": "v", "hostPath": ["path": "/a/../b"]]]],
                "spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'"
            ),
            (
                ["volumes": [["name": "v", "hostPath": ["path": "/a", "type": "Door"]]]],
                "spec.volumes[0].hostPath.type: Unsupported value: \"Door\": supported values: \"BlockDevice\", \"CharDevice\", \"Directory\", \"DirectoryOrCreate\", \"File\", \"FileOrCreate\", \"Socket\""
            ),
            (
                ["volumes": [["name": "v", "configMap": ["name": "c", "defaultMode": 512]]]],
                "spec.volumes[0].configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive"
            ),
            (
                ["hostAliases": [["ip": "x", "hostnames": ["a"]]]],
                "spec.hostAliases[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
            ),
            (
                ["nodeSelector": ["a": "b c"]],
                "spec.nodeSelector: Invalid value: \"b c\": a valid label must be"
            ),
            (
                ["securityContext": ["runAsUser": -1]],
                "spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive"
            ),
            (
                ["shareProcessNamespace": true, "hostPID": true],
                "spec.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled"
            ),
            (
                ["tolerations": [["key": "a", "operator": "Exists", "value": "x"]]],
                "spec.tolerations[0].operator: Invalid value: \"x\": value must be empty when `operator` is 'Exists'"
            ),
            (
                ["ephemeralContainers": [["name": "e"]]],
                "spec.ephemeralContainers: Forbidden: cannot be set on create"
            ),
        ] as [(JSONValue, String)])
    func refusesSpecs(_ spec: JSONValue, _ expected: String) {
        let messages = Self.messages(Self.pod(spec: spec))
        #expect(messages.contains { $0.hasPrefix(expected) }, "\(messages)")
        #expect(messages.count == 1, "\(messages)")
    }

    @Test(
        arguments: [
            (["name": .null], "name: Required value"),
            (["name": "A_B"], "name: Invalid value: \"A_B\": a lowercase RFC 1123 label must"),
            (["image": .null], "image: Required value"),
            (
                ["image": " x"],
                "image: Invalid value: \" x\": must not have leading or trailing whitespace"
            ),
            (
                ["imagePullPolicy": "Now"],
                "imagePullPolicy: Unsupported value: \"Now\": supported values: \"Always\", \"IfNotPresent\", \"Never\""
            ),
            (
                ["ports": [["name": "A", "containerPort": 80]]],
                "ports[0].name: Invalid value: \"A\": must"
            ),
            (["ports": [["name": "x"]]], "ports[0].containerPort: Required value"),
            (
                ["ports": [["containerPort": 70000]]],
                "ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"
            ),
            (
                ["ports": [["containerPort": 1, "protocol": "ICMP"]]],
                "ports[0].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\""
            ),
            (
                [
                    "ports": [
                        ["containerPort": 1, "hostPort": 9], ["containerPort": 2, "hostPort": 9],
                    ]
                ],
                "ports[1].hostPort: Duplicate value: \"TCP//9\""
            ),
            (
                ["env": [["name": "A=B"]]],
                "env[0].name: Invalid value: \"A=B\": a valid environment"
            ),
            (
                [
                    "env": [
                        [
                            "name": "A", "value": "x",
                            "valueFrom": ["fieldRef": ["fieldPath": "metadata.name"]],
                        ]
                    ]
                ],
                "env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty"
            ),
            (
                ["env": [["name": "A", "valueFrom": ["fieldRef": ["fieldPath": "spec.x"]]]]],
                "env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"spec.x\": supported values: \"metadata.name\""
            ),
            (
                ["envFrom": [["prefix": "X"]]],
                "envFrom[0]: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`"
            ),
            (
                ["volumeMounts": [["name": "v", "mountPath": "/x"]]],
                "volumeMounts[0].name: Not found: \"v\""
            ),
            (
                ["resources": ["requests": ["cpu": "2"], "limits": ["cpu": "1"]]],
                "resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1"
            ),
            (
                ["resources": ["limits": ["memory": "-1"]]],
                "resources.limits[memory]: Invalid value: \"-1\": must be greater than or equal to 0"
            ),
            (
                ["resources": ["limits": ["gpu": "1"]]],
                "resources.limits: Invalid value: \"gpu\": must be a standard resource for containers"
            ),
            (
                ["livenessProbe": ["periodSeconds": 1]],
                "livenessProbe: Required value: must specify a handler type"
            ),
            (
                ["livenessProbe": ["exec": ["command": ["a"]], "successThreshold": 2]],
                "livenessProbe.successThreshold: Invalid value: 2: must be 1"
            ),
            (
                ["readinessProbe": ["exec": ["command": ["a"]], "tcpSocket": ["port": 1]]],
                "readinessProbe: Forbidden: may not specify more than 1 handler type"
            ),
            (
                ["readinessProbe": ["httpGet": ["port": 0]]],
                "readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive"
            ),
            (
                ["startupProbe": ["tcpSocket": ["port": "a--b"]]],
                "startupProbe.tcpSocket.port: Invalid value: \"a--b\": must not contain consecutive hyphens"
            ),
            (
                ["lifecycle": ["preStop": ["exec": [:]]]],
                "lifecycle.preStop.exec.command: Required value"
            ),
            (
                ["securityContext": ["allowPrivilegeEscalation": false, "privileged": true]],
                "securityContext: Invalid value: {\"allowPrivilegeEscalation\":false,\"privileged\":true}: cannot set"
            ),
            (
                ["securityContext": ["seccompProfile": ["type": "Localhost"]]],
                "securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost"
            ),
        ] as [(JSONValue, String)])
    func refusesContainers(_ container: JSONValue, _ expected: String) {
        let messages = Self.messages(Self.pod(container: container))
        #expect(messages.contains { $0.hasPrefix("spec.containers[0].\(expected)") }, "\(messages)")
    }

    @Test func reportsAllAtOnce() throws {
        var pod = Self.pod(spec: ["restartPolicy": "X"], container: ["image": .null])
        pod.metadata.name = "x_y"
        let error = try #require(
            APIError.invalid(.pods, name: "x_y", PodValidation.validate(pod)))
        #expect(error.code == 422)
        #expect(error.reason == "Invalid")
        #expect(
            error.message.hasPrefix(
                "Pod \"x_y\" is invalid: [metadata.name: Invalid value: \"x_y\": "))
        #expect(error.message.contains(", spec.containers[0].image: Required value, "))
        #expect(error.details?["causes"]?.arrayValue?.count == 3)
        #expect(
            error.details?["causes"]?[1] == [
                "reason": "FieldValueRequired", "message": "Required value",
                "field": "spec.containers[0].image",
            ])
        #expect(APIError.invalid(.pods, name: "x", []) == nil)
    }

    @Test func sidecarsMayHaveProbes() {
        let spec: JSONValue = [
            "initContainers": [
                [
                    "name": "s", "image": "x:1", "restartPolicy": "Always",
                    "startupProbe": ["exec": ["command": ["x"]]],
                ]
            ]
        ]
        #expect(Self.messages(Self.pod(spec: spec)).isEmpty)
    }

    @Test func someFieldsMayChange() {
        var new = Self.pod(spec: ["activeDeadlineSeconds": 10])
        var old = new
        old.spec.activeDeadlineSeconds = 20
        new.spec.containers[0].image = "other"
        new.metadata.labels = ["a": "b"]
        new.spec.tolerations[0].tolerationSeconds = 1
        new.spec.tolerations.append(.with { $0.operator = .exists })
        #expect(PodValidation.validateUpdate(new, from: old).isEmpty)
        old.spec.schedulingGates = [.with { $0.name = "g" }]
        #expect(PodValidation.validateUpdate(new, from: old).isEmpty)
    }

    private static let refusedChanges: [(String, @Sendable (inout Pod) -> Void)] = [
        (
            "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`",
            { $0.spec.containers[0].command = ["x"] }
        ),
        (
            "spec.containers: Forbidden: pod updates may not add or remove containers",
            {
                $0.spec.containers.append(
                    .with {
                        $0.name = "n"; $0.image = "x"
                    })
            }
        ),
        (
            "spec.activeDeadlineSeconds: Invalid value: 30: must be less than or equal to previous value",
            { $0.spec.activeDeadlineSeconds = 30 }
        ),
        (
            "spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive",
            { $0.spec.activeDeadlineSeconds = nil }
        ),
        (
            "spec.tolerations: Forbidden: existing toleration can not be modified",
            { $0.spec.tolerations = [] }
        ),
        (
            "spec.schedulingGates: Forbidden: only deletion is allowed, but found new scheduling gate 'g'",
            { $0.spec.schedulingGates = [.with { $0.name = "g" }] }
        ),
        ("metadata.name: Invalid value: \"q\": field is immutable", { $0.metadata.name = "q" }),
        ("spec.containers[0].image: Required value", { $0.spec.containers[0].image = "" }),
    ]

    @Test(arguments: refusedChanges)
    func othersMayNot(_ expected: String, _ change: @Sendable (inout Pod) -> Void) {
        let old = Self.pod(spec: ["activeDeadlineSeconds": 20])
        var new = old
        change(&new)
        let messages = PodValidation.validateUpdate(new, from: old).map(\.description)
        #expect(messages.count == 1 && messages[0].hasPrefix(expected), "\(messages)")
    }

    @Test func namesTheFieldsThatChanged() {
        let old = Self.pod()
        var new = old
        new.spec.containers[0].command = ["x"]
        new.spec.hostname = "h"
        let message = PodValidation.validateUpdate(new, from: old).first?.description ?? ""
        #expect(
            message.hasSuffix("changed: spec.containers[0].command, spec.hostname"), "\(message)")
    }
}

import JSON
import KubernetesAPI
import Testing

@Suite struct PodDefaultsTests {
    private func defaulted(_ spec: JSONValue) -> JSONValue {
        var pod: JSONValue = ["spec": spec]
        PodDefaults.apply(to: &pod)
        return pod["spec"]!
    }

    private func container(_ container: JSONValue) -> JSONValue {
        defaulted(["containers": [container]]).value(at: "containers")![0]!
    }

    private func volume(_ volume: JSONValue) -> JSONValue {
        defaulted(["volumes": [volume]]).value(at: "volumes")![0]!
    }

    @Test func fillsAMinimalPod() {
        #expect(
            defaulted(["containers": [["name": "a", "image": "busybox"]]]) == [
                "containers": [
                    [
                        "name": "a", "image": "busybox", "imagePullPolicy": "Always",
                        "resources": [:], "terminationMessagePath": "/dev/termination-log",
                        "terminationMessagePolicy": "File",
                    ]
                ],
                "restartPolicy": "Always", "dnsPolicy": "ClusterFirst", "enableServiceLinks": true,
                "schedulerName": "default-scheduler", "terminationGracePeriodSeconds": 30,
                "securityContext": [:],
            ])
    }

    @Test func leavesWhatIsSet() {
        let spec: JSONValue = [
            "restartPolicy": "Never", "dnsPolicy": "None", "terminationGracePeriodSeconds": 0,
            "enableServiceLinks": false, "schedulerName": "mine", "priority": 7,
            "tolerations": [["operator": "Exists"]], "unknown": ["kept": true],
            "serviceAccount": "sa",
        ]
        let result = defaulted(spec)
        for (key, value) in spec.objectValue! { #expect(result[key] == value, "\(key)") }
        #expect(result["serviceAccountName"] == "sa")
    }

    @Test func isIdempotent() throws {
        let text = try Repository.text("examples/sidecar-pod.yaml")
        var once = try #require(try YAMLReader.documents(text).first)
        PodDefaults.apply(to: &once)
        var twice = once
        PodDefaults.apply(to: &twice)
        #expect(once == twice)
        #expect(SchemaValidator.check(once, kind: "Pod").isClean)
    }

    @Test(arguments: [
        ("busybox", "Always"), ("busybox:latest", "Always"), ("busybox:1.36", "IfNotPresent"),
        ("localhost:5000/busybox", "Always"), ("localhost:5000/a/b:1", "IfNotPresent"),
        ("busybox@sha256:aa", "IfNotPresent"), ("busybox:latest@sha256:aa", "IfNotPresent"),
    ])
    func pullPolicy(_ image: String, _ expected: String) {
        #expect(container(["image": .string(image)])["imagePullPolicy"] == .string(expected))
    }

    @Test func requestsFollowLimits() {
        let result = container([
            "resources": ["limits": ["cpu": "20m", "memory": "32Mi"], "requests": ["cpu": "10m"]]
        ])
        #expect(result.value(at: "resources", "requests") == ["cpu": "10m", "memory": "32Mi"])
    }

    @Test func fillsProbesAndPorts() {
        let result = container([
            "ports": [["containerPort": 80], ["containerPort": 53, "protocol": "UDP"]],
            "livenessProbe": ["httpGet": ["port": 80]],
            "readinessProbe": ["grpc": ["port": 1], "periodSeconds": 2],
            "lifecycle": ["preStop": ["httpGet": ["port": "x", "path": "/bye"]]],
            "env": [["name": "A", "valueFrom": ["fieldRef": ["fieldPath": "metadata.name"]]]],
        ])
        #expect(result["ports"]?[0]?["protocol"] == "TCP")
        #expect(result["ports"]?[1]?["protocol"] == "UDP")
        #expect(
            result["livenessProbe"] == [
                "httpGet": ["port": 80, "path": "/", "scheme": "HTTP"], "timeoutSeconds": 1,
                "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3,
            ])
        #expect(result.value(at: "readinessProbe", "grpc", "service") == "")
        #expect(result.value(at: "readinessProbe", "periodSeconds") == 2)
        #expect(result.value(at: "lifecycle", "preStop", "httpGet", "scheme") == "HTTP")
        #expect(
            result["env"]?[0]?.value(at: "valueFrom", "fieldRef", "apiVersion") == "v1")
    }

    @Test func hostNetworkTakesHostPorts() {
        let spec = defaulted([
            "hostNetwork": true, "containers": [["ports": [["containerPort": 80]]]],
        ])
        #expect(spec["containers"]?[0]?["ports"]?[0]?["hostPort"] == 80)
    }

    @Test func fillsVolumes() {
        #expect(volume(["name": "a"]) == ["name": "a", "emptyDir": [:]])
        #expect(volume(["emptyDir": ["medium": "Memory"]]) == ["emptyDir": ["medium": "Memory"]])
        #expect(volume(["hostPath": ["path": "/x"]]) == ["hostPath": ["path": "/x", "type": ""]])
        #expect(
            volume(["secret": ["secretName": "s"]]).value(at: "secret", "defaultMode") == 420)
        #expect(
            volume(["configMap": ["name": "s", "defaultMode": 0]])
                .value(at: "configMap", "defaultMode") == 0)
        #expect(
            volume(["image": ["reference": "a:1"]]).value(at: "image", "pullPolicy")
                == "IfNotPresent")
        let projected = volume(["projected": ["sources": [["serviceAccountToken": ["path": "t"]]]]])
        #expect(
            projected.value(at: "projected", "sources")?[0]?
                .value(at: "serviceAccountToken", "expirationSeconds") == 3600)
    }

    @Test func fillsNamespaces() {
        var namespace: JSONValue = ["metadata": ["name": "lab", "labels": ["a": "b"]]]
        NamespaceDefaults.apply(to: &namespace)
        #expect(
            namespace == [
                "metadata": [
                    "name": "lab", "labels": ["a": "b", "kubernetes.io/metadata.name": "lab"],
                ], "spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"],
            ])
    }
}

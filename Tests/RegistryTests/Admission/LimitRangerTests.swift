import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite(.timeLimit(.minutes(1))) struct LimitRangerTests {
    private func registry(_ item: JSONValue) async throws -> TestRegistry {
        let test = try await TestRegistry()
        try await test.create(
            ["metadata": ["name": "limits"], "spec": ["limits": [item]]], type: .limitRanges)
        return test
    }

    private func pod(_ name: String, _ resources: JSONValue) -> JSONValue {
        var pod = podManifest(name)
        pod["spec"] = [
            "containers": [["name": "main", "image": "busybox", "resources": resources]]
        ]
        return pod
    }

    @Test func containersGetWhatTheyLeaveOut() async throws {
        let test = try await registry([
            "type": "Container", "default": ["cpu": "200m", "memory": "64Mi"],
            "defaultRequest": ["cpu": "100m"],
        ])
        let pod = try await test.create(pod("a", ["limits": ["memory": "32Mi"]]))
        let resources = try #require(pod.value(at: "spec", "containers")?[0]?["resources"])
        #expect(resources["limits"] == ["cpu": "200m", "memory": "32Mi"])
        #expect(resources["requests"] == ["cpu": "100m", "memory": "32Mi"])
        #expect(
            pod.text("metadata", "annotations", "kubernetes.io/limit-ranger")
                == "LimitRanger plugin set: cpu request for container main; cpu limit for "
                + "container main")
    }

    @Test(
        arguments: [
            (
                ["requests": ["cpu": "50m"], "limits": ["cpu": "200m"]],
                "minimum cpu usage per Container is 100m, but request is 50m"
            ),
            (
                ["requests": ["cpu": "400m"], "limits": ["cpu": "600m"]],
                "maximum cpu usage per Container is 500m, but limit is 600m"
            ),
            (
                ["requests": ["cpu": "100m"], "limits": ["cpu": "500m"]],
                "cpu max limit to request ratio per Container is 4, but provided ratio is 5.000000"
            ),
        ] as [(JSONValue, String)])
    func boundsAreEnforced(_ resources: JSONValue, _ message: String) async throws {
        let test = try await registry([
            "type": "Container", "min": ["cpu": "100m"], "max": ["cpu": "500m"],
            "maxLimitRequestRatio": ["cpu": "4"],
        ])
        let refused = await refusal { try await test.create(pod("a", resources)) }
        #expect(refused?.code == 403)
        #expect(refused?.message == "pods \"a\" is forbidden: \(message)")
    }

    @Test func aPodIsMeasuredAsAWhole() async throws {
        let test = try await registry(["type": "Pod", "max": ["memory": "1Gi"]])
        #expect(
            await refusal { try await test.create(pod("a", [:])) }?.message
                == "pods \"a\" is forbidden: maximum memory usage per Pod is 1Gi.  No limit is "
                + "specified")
        try await test.create(pod("b", ["limits": ["memory": "1Gi"]]))
    }

    @Test func claimsAreMeasured() async throws {
        let test = try await registry([
            "type": "PersistentVolumeClaim", "max": ["storage": "1Gi"],
        ])
        let claim: JSONValue = [
            "metadata": ["name": "c"],
            "spec": [
                "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "2Gi"]],
            ],
        ]
        #expect(
            await refusal { try await test.create(claim, type: .persistentVolumeClaims) }?.message
                == "persistentvolumeclaims \"c\" is forbidden: maximum storage usage per "
                + "PersistentVolumeClaim is 1Gi, but request is 2Gi")
    }
}

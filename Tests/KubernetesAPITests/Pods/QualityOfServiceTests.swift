import JSON
import KubernetesAPI
import Testing

@Suite struct QualityOfServiceTests {
    private static func container(
        requests: JSONObject = [:], limits: JSONObject = [:]
    ) -> JSONValue {
        ["resources": ["requests": .object(requests), "limits": .object(limits)]]
    }

    private static let full = container(
        requests: ["cpu": "1", "memory": "1Gi"], limits: ["cpu": "1000m", "memory": "1Gi"])

    struct Case: CustomTestStringConvertible {
        var name: String
        var spec: JSONValue
        var expected: PodQOSClass
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "nothing", spec: ["containers": [container()]], expected: .bestEffort),
        Case(
            name: "zero is nothing",
            spec: ["containers": [container(requests: ["cpu": "0"], limits: ["memory": "0"])]],
            expected: .bestEffort),
        Case(
            name: "only storage",
            spec: ["containers": [container(requests: ["ephemeral-storage": "1Gi"])]],
            expected: .bestEffort),
        Case(name: "all alike", spec: ["containers": [full, full]], expected: .guaranteed),
        Case(
            name: "one without limits", spec: ["containers": [full, container()]],
            expected: .burstable),
        Case(
            name: "an init container without limits",
            spec: ["initContainers": [container()], "containers": [full]], expected: .burstable),
        Case(
            name: "an ephemeral container without limits",
            spec: ["ephemeralContainers": [container()], "containers": [full]],
            expected: .guaranteed),
        Case(
            name: "request under limit",
            spec: [
                "containers": [
                    container(
                        requests: ["cpu": "10m", "memory": "16Mi"],
                        limits: ["cpu": "20m", "memory": "32Mi"])
                ]
            ], expected: .burstable),
        Case(
            name: "limits without requests",
            spec: ["containers": [container(limits: ["cpu": "1", "memory": "1Gi"])]],
            expected: .burstable),
        Case(
            name: "Pod-level resources",
            spec: [
                "containers": [container()],
                "resources": [
                    "requests": ["cpu": "1", "memory": "1Gi"],
                    "limits": ["cpu": "1", "memory": "1Gi"],
                ],
            ], expected: .guaranteed),
    ])
    func theClassFollowsFromRequestsAndLimits(_ example: Case) {
        #expect(PodSpec(json: example.spec).qualityOfService == example.expected)
    }
}

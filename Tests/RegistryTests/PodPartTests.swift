import JSON
import KubernetesAPI
import KubernetesClient
import Synchronization
import Testing

@testable import Registry

@Suite struct PodPartTests {
    private static let resources: JSONValue = [
        "requests": ["cpu": "100m"], "limits": ["cpu": "1"],
    ]

    private func registry() async throws -> TestRegistry {
        let test = try await TestRegistry()
        _ = try await test.registry.create(
            .pods, namespace: "default",
            object: [
                "metadata": ["name": "p"],
                "spec": [
                    "containers": [["name": "a", "image": "x:1", "resources": Self.resources]]
                ],
            ], options: WriteOptions())
        return test
    }

    private func patch(
        _ registry: Registry, _ part: String, _ body: JSONValue,
        onWarning: (@Sendable (String) -> Void)? = nil
    ) async throws -> JSONValue {
        try await registry.patch(
            .pods, namespace: "default", name: "p", subresource: part,
            patch: Patch(.strategicMerge, body),
            options: WriteOptions(onWarning: onWarning))
    }

    @Test func resizesThroughThePartOnly() async throws {
        let test = try await registry()
        let registry = test.registry
        let change: JSONValue = [
            "spec": [
                "hostname": "ignored",
                "containers": [["name": "a", "resources": ["requests": ["cpu": "200m"]]]],
            ]
        ]
        #expect(await refusal { try await patch(registry, "none", change) }?.code == 404)
        let warnings = Mutex<[String]>([])
        let resized = try await patch(registry, "resize", change) { warning in
            warnings.withLock { $0.append(warning) }
        }
        let container = resized.value(at: "spec", "containers")?[0]
        #expect(container?.value(at: "resources", "requests", "cpu") == "200m")
        #expect(resized.value(at: "spec", "hostname") == nil)
        #expect(resized.value(at: "metadata", "generation") == 2)
        #expect(warnings.withLock { $0 } == [])
    }

    @Test func aResizeKeepsToLimitsAndQuotas() async throws {
        let test = try await registry()
        let registry = test.registry
        func resize(_ cpu: JSONValue) -> JSONValue {
            ["spec": ["containers": [["name": "a", "resources": ["requests": ["cpu": cpu]]]]]]
        }
        _ = try await registry.create(
            .limitRanges, namespace: "default",
            object: [
                "metadata": ["name": "l"],
                "spec": ["limits": [["type": "Container", "min": ["cpu": "50m"]]]],
            ], options: WriteOptions())
        _ = try await registry.create(
            .resourceQuotas, namespace: "default",
            object: ["metadata": ["name": "q"], "spec": ["hard": ["requests.cpu": "300m"]]],
            options: WriteOptions())
        let low = await refusal { try await patch(registry, "resize", resize("10m")) }
        #expect(low?.code == 403)
        #expect(
            low?.message.hasSuffix("minimum cpu usage per Container is 50m, but request is 10m")
                == true)
        let high = await refusal { try await patch(registry, "resize", resize("400m")) }
        #expect(
            high?.message.hasSuffix(
                "exceeded quota: q, requested: requests.cpu=300m, used: requests.cpu=100m, "
                    + "limited: requests.cpu=300m") == true)
        _ = try await patch(registry, "resize", resize("300m"))
        let quota = try await registry.get(.resourceQuotas, namespace: "default", name: "q")
        #expect(quota.value(at: "status", "used", "requests.cpu") == "300m")
    }

    @Test func addsEphemeralContainers() async throws {
        let test = try await registry()
        let registry = test.registry
        let pod = try await patch(
            registry, "ephemeralcontainers",
            ["spec": ["ephemeralContainers": [["name": "e", "image": "y:1"]]]])
        let container = pod.value(at: "spec", "ephemeralContainers")?[0]
        #expect(container?["imagePullPolicy"] == "IfNotPresent")
        #expect(pod.value(at: "metadata", "generation") == 2)
        let error = await refusal {
            try await patch(
                registry, "ephemeralcontainers",
                ["spec": ["ephemeralContainers": [["name": "e", "image": "y:2"]]]])
        }
        #expect(error?.code == 422)
    }

    @Test func ephemeralContainersAreReviewedAsThoseOfANewPod() async throws {
        let test = try await TestRegistry(reviewPod: { pod in
            let images = (pod.value(at: "spec", "ephemeralContainers")?.arrayValue ?? [])
                .compactMap { $0["image"]?.stringValue }
            if images.contains("refused:1") { throw APIError.badRequest("no guests") }
            return images.map { "\(pod.name) has a guest of \($0)" }
        })
        let registry = test.registry
        _ = try await registry.create(
            .pods, namespace: "default",
            object: [
                "metadata": ["name": "p"], "spec": ["containers": [["name": "c", "image": "x:1"]]],
            ], options: WriteOptions())
        let warnings = Mutex<[String]>([])
        _ = try await patch(
            registry, "ephemeralcontainers",
            ["spec": ["ephemeralContainers": [["name": "e", "image": "y:1"]]]]
        ) { warning in warnings.withLock { $0.append(warning) } }
        #expect(warnings.withLock { $0 } == ["p has a guest of y:1"])
        let error = await refusal {
            try await patch(
                registry, "ephemeralcontainers",
                ["spec": ["ephemeralContainers": [["name": "f", "image": "refused:1"]]]])
        }
        #expect(error?.message == "no guests")
    }

    @Test func aPodMayNotChangeItsResourcesElsewhere() async throws {
        let test = try await registry()
        let registry = test.registry
        let error = await refusal {
            try await registry.patch(
                .pods, namespace: "default", name: "p", subresource: nil,
                patch: Patch(
                    .merge, ["spec": ["ephemeralContainers": [["name": "e", "image": "y:1"]]]]),
                options: WriteOptions())
        }
        #expect(error?.code == 422)
    }

    @Test func templatesAreCheckedAndCounted() async throws {
        let test = try await TestRegistry()
        let registry = test.registry
        let template: JSONValue = [
            "metadata": ["name": "t"],
            "template": ["spec": ["containers": [["name": "a", "image": "x"]]]],
        ]
        let made = try await registry.create(
            .podTemplates, namespace: "default", object: template, options: WriteOptions())
        #expect(made.value(at: "metadata", "generation") == 1)
        #expect(made.value(at: "template", "spec", "restartPolicy") == "Always")
        #expect(made.value(at: "template", "spec", "tolerations") == nil)
        var changed = made
        changed.set("Never", at: "template", "spec", "restartPolicy")
        let updated = try await registry.update(
            .podTemplates, namespace: "default", name: "t", subresource: nil, object: changed,
            options: WriteOptions())
        #expect(updated.value(at: "metadata", "generation") == 2)
        var refused = updated
        refused.set([], at: "template", "spec", "containers")
        let error = await refusal { [refused] in
            try await registry.update(
                .podTemplates, namespace: "default", name: "t", subresource: nil, object: refused,
                options: WriteOptions())
        }
        #expect(error?.code == 422)
    }
}

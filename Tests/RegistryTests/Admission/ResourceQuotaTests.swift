import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite(.timeLimit(.minutes(1))) struct ResourceQuotaTests {
    private func quota(
        _ test: TestRegistry, _ hard: JSONValue, _ spec: JSONValue = [:]
    ) async throws -> JSONValue {
        var spec = spec
        spec["hard"] = hard
        return try await test.create(
            ["metadata": ["name": "q"], "spec": spec], type: .resourceQuotas)
    }

    private func used(_ test: TestRegistry) async throws -> JSONValue? {
        try await test.registry.get(.resourceQuotas, namespace: "lab", name: "q")
            .value(at: "status", "used")
    }

    private func pod(_ name: String, cpu: String) -> JSONValue {
        var pod = podManifest(name)
        pod["spec"] = [
            "containers": [
                [
                    "name": "main", "image": "busybox",
                    "resources": ["requests": ["cpu": .string(cpu)]],
                ]
            ]
        ]
        return pod
    }

    @Test func podsAreCountedWithTheirCreation() async throws {
        let test = try await TestRegistry()
        try await test.createPod("early")
        let made = try await quota(test, ["pods": "2"])
        #expect(made.value(at: "status", "used") == ["pods": "1"])
        try await test.createPod("a")
        #expect(try await used(test) == ["pods": "2"])
        let refused = await refusal { try await test.createPod("b") }
        #expect(refused?.code == 403)
        #expect(
            refused?.message
                == "pods \"b\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, "
                + "limited: pods=2")
        #expect(await refusal { try await test.pod("b") }?.code == 404)
    }

    @Test func whoeverIsLimitedMustSayWhatItNeeds() async throws {
        let test = try await TestRegistry()
        _ = try await quota(test, ["requests.cpu": "1", "limits.memory": "1Gi"])
        #expect(
            await refusal { try await test.create(pod("a", cpu: "100m")) }?.message
                == "pods \"a\" is forbidden: failed quota: q: must specify limits.memory for: main")
    }

    @Test func amountsAreSummed() async throws {
        let test = try await TestRegistry()
        _ = try await quota(test, ["requests.cpu": "1", "count/pods": "10"])
        try await test.create(pod("a", cpu: "600m"))
        #expect(
            await refusal { try await test.create(pod("b", cpu: "500m")) }?.message
                == "pods \"b\" is forbidden: exceeded quota: q, requested: requests.cpu=500m, "
                + "used: requests.cpu=600m, limited: requests.cpu=1")
        #expect(try await used(test) == ["requests.cpu": "600m", "count/pods": "1"])
    }

    @Test func otherKindsAreCounted() async throws {
        let test = try await TestRegistry()
        _ = try await quota(test, ["configmaps": "1", "count/leases.coordination.k8s.io": "0"])
        try await test.create(["metadata": ["name": "a"]], type: .configMaps)
        #expect(
            await refusal {
                try await test.create(["metadata": ["name": "b"]], type: .configMaps)
            }?.message
                == "configmaps \"b\" is forbidden: exceeded quota: q, requested: configmaps=1, "
                + "used: configmaps=1, limited: configmaps=1")
        #expect(
            await refusal {
                try await test.create(["metadata": ["name": "l"]], type: .leases)
            }?.message
                == "leases.coordination.k8s.io \"l\" is forbidden: exceeded quota: q, requested: "
                + "count/leases.coordination.k8s.io=1, used: count/leases.coordination.k8s.io=0, "
                + "limited: count/leases.coordination.k8s.io=0")
    }

    @Test func scopesChoosePods() async throws {
        let test = try await TestRegistry()
        _ = try await quota(test, ["pods": "0"], ["scopes": ["BestEffort"]])
        #expect(await refusal { try await test.createPod("a") }?.code == 403)
        try await test.create(pod("b", cpu: "1m"))
    }

    @Test func aDryRunIsNotCounted() async throws {
        let test = try await TestRegistry()
        _ = try await quota(test, ["pods": "1"])
        try await test.create(podManifest("a"), options: WriteOptions(dryRun: true))
        #expect(try await used(test) == ["pods": "0"])
    }

    @Test func ofManyAtOnceExactlyAsManyAsFitSucceed() async throws {
        let test = try await TestRegistry()
        _ = try await quota(test, ["pods": "7"])
        let made = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask { (try? await test.createPod("p\(number)")) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 7)
        #expect(try await used(test) == ["pods": "7"])
    }

    @Test func whatGoesIsCountedNoMore() async throws {
        let test = try await TestRegistry()
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        _ = try await quota(test, ["pods": "2"])
        try await test.createPod("a")
        var done = try await test.createPod("b")
        _ = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 0))
        done.set("Succeeded", at: "status", "phase")
        _ = try await test.update(done, subresource: "status")
        try await test.wait(for: .resourceQuotas) {
            $0.value(at: "status", "used") == ["pods": "0"]
        }
    }

    @Test func changesAreCountedToo() async throws {
        let test = try await TestRegistry()
        _ = try await quota(test, ["services.nodeports": "1"])
        let service: JSONValue = [
            "metadata": ["name": "s"],
            "spec": ["ports": [["name": "a", "port": 80], ["name": "b", "port": 81]]],
        ]
        try await test.create(service, type: .services)
        let refused = await refusal {
            try await test.registry.patch(
                .services, namespace: "lab", name: "s", subresource: nil,
                patch: Patch(.merge, ["spec": ["type": "NodePort"]]), options: WriteOptions())
        }
        #expect(
            refused?.message
                == "services \"s\" is forbidden: exceeded quota: q, requested: "
                + "services.nodeports=2, used: services.nodeports=0, limited: services.nodeports=1")
    }
}

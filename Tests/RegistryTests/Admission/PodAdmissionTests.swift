import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite(.timeLimit(.minutes(1))) struct PodAdmissionTests {
    @Test func aPodGetsTheDefaultAccountAndTolerations() async throws {
        let test = try await TestRegistry()
        let pod = try await test.createPod("a")
        #expect(pod.text("spec", "serviceAccountName") == "default")
        #expect(pod.text("spec", "serviceAccount") == "default")
        #expect(pod.number("spec", "priority") == 0)
        #expect(pod.text("spec", "preemptionPolicy") == "PreemptLowerPriority")
        let tolerations = pod.value(at: "spec", "tolerations")?.arrayValue ?? []
        #expect(
            tolerations.map { $0.text("key") ?? "" } == [
                "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable",
            ])
        #expect(tolerations.allSatisfy { $0.number("tolerationSeconds") == 300 })
    }

    @Test func anAccountMustExist() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("a")
        manifest.set("robot", at: "spec", "serviceAccountName")
        let refused = await refusal { try await test.create(manifest) }
        #expect(refused?.code == 403)
        #expect(
            refused?.message
                == "pods \"a\" is forbidden: error looking up service account lab/robot: "
                + "serviceaccount \"robot\" not found")
        try await test.create(
            ["metadata": ["name": "robot"], "imagePullSecrets": [["name": "key"]]],
            type: .serviceAccounts)
        let pod = try await test.create(manifest)
        #expect(pod.value(at: "spec", "imagePullSecrets") == [["name": "key"]])
    }

    @Test func credentialsAreMounted() async throws {
        let test = try await TestRegistry(mountsServiceAccountTokens: true)
        let pod = try await test.createPod("a")
        let volume = try #require(pod.value(at: "spec", "volumes")?[0])
        let name = try #require(volume.text("name"))
        #expect(try /kube-api-access-[a-z0-9]{5}/.wholeMatch(in: name) != nil)
        let sources = volume.value(at: "projected", "sources")
        #expect(sources?[0]?.number("serviceAccountToken", "expirationSeconds") == 3607)
        #expect(sources?[1]?.text("configMap", "name") == "kube-root-ca.crt")
        let item = sources?[2]?.value(at: "downwardAPI", "items")?[0]
        #expect(item?.text("fieldRef", "fieldPath") == "metadata.namespace")
        #expect(
            pod.value(at: "spec", "containers")?[0]?["volumeMounts"] == [
                [
                    "name": .string(name), "readOnly": true,
                    "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
                ]
            ])
        var without = podManifest("b")
        without.set(false, at: "spec", "automountServiceAccountToken")
        #expect(try await test.create(without).value(at: "spec", "volumes") == nil)
    }

    @Test func aPriorityClassGivesItsNumber() async throws {
        let test = try await TestRegistry()
        try await test.create(
            [
                "metadata": ["name": "high"], "value": 1000, "preemptionPolicy": "Never",
            ], in: nil, type: .priorityClasses)
        var manifest = podManifest("a")
        manifest.set("high", at: "spec", "priorityClassName")
        let pod = try await test.create(manifest)
        #expect(pod.number("spec", "priority") == 1000)
        #expect(pod.text("spec", "preemptionPolicy") == "Never")

        manifest = podManifest("b")
        manifest.set("system-node-critical", at: "spec", "priorityClassName")
        #expect(try await test.create(manifest).number("spec", "priority") == 2_000_001_000)

        manifest = podManifest("c")
        manifest.set("missing", at: "spec", "priorityClassName")
        #expect(
            await refusal { try await test.create(manifest) }?.message
                == "pods \"c\" is forbidden: no PriorityClass with name missing was found")
        manifest = podManifest("d")
        manifest.set(5, at: "spec", "priority")
        #expect(
            await refusal { try await test.create(manifest) }?.message
                == "pods \"d\" is forbidden: the integer value of priority (5) must not be "
                + "provided in pod spec; priority admission controller computed 0 from the given "
                + "PriorityClass name")
    }

    @Test func oneClassIsTheDefault() async throws {
        let test = try await TestRegistry()
        try await test.create(
            ["metadata": ["name": "usual"], "value": 10, "globalDefault": true], in: nil,
            type: .priorityClasses)
        let second = await refusal {
            try await test.create(
                ["metadata": ["name": "other"], "value": 20, "globalDefault": true], in: nil,
                type: .priorityClasses)
        }
        #expect(
            second?.message
                == "priorityclasses.scheduling.k8s.io \"other\" is forbidden: PriorityClass usual "
                + "is already marked as default. Only one default can exist")
        let pod = try await test.createPod("a")
        #expect(pod.text("spec", "priorityClassName") == "usual")
        #expect(pod.number("spec", "priority") == 10)
    }

    @Test func aRuntimeClassMustExistAndAddsItsOverhead() async throws {
        let test = try await TestRegistry()
        var manifest = podManifest("a")
        manifest.set("box", at: "spec", "runtimeClassName")
        #expect(
            await refusal { try await test.create(manifest) }?.message
                == "pods \"a\" is forbidden: pod rejected: RuntimeClass \"box\" not found")
        try await test.create(
            [
                "metadata": ["name": "box"], "handler": "runc",
                "overhead": ["podFixed": ["cpu": "10m", "memory": "8Mi"]],
            ], in: nil, type: .runtimeClasses)
        let pod = try await test.create(manifest)
        #expect(pod.value(at: "spec", "overhead") == ["cpu": "10m", "memory": "8Mi"])
        manifest = podManifest("b")
        manifest.set(["cpu": "1"], at: "spec", "overhead")
        #expect(
            await refusal { try await test.create(manifest) }?.message
                == "pods \"b\" is forbidden: pod rejected: Pod Overhead set without corresponding "
                + "RuntimeClass defined Overhead")
    }
}

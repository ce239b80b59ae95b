import JSON
import KubernetesAPI
import Testing

@Suite struct StrategicMergePatchTests {
    private func yaml(_ text: String) throws -> JSONValue {
        try YAMLReader.documents(text).first ?? [:]
    }

    private func apply(_ patch: String, to original: String) throws -> JSONValue {
        try StrategicMergePatch.apply(yaml(patch), to: yaml(original), kind: "Pod")
    }

    @Test(arguments: [
        // Scalars, maps and removal.
        (
            "spec: {hostname: a, nodeName: n}", "spec: {hostname: b, nodeName: null}",
            "spec: {hostname: b}"
        ),
        (
            "metadata: {labels: {a: x, b: y}}", "metadata: {labels: {a: null, c: z}}",
            "metadata: {labels: {b: y, c: z}}"
        ),
        // Lists by merge key.
        (
            "spec: {containers: [{name: a, image: x}, {name: b, image: y}]}",
            "spec: {containers: [{name: b, image: z}, {name: c, image: w}]}",
            "spec: {containers: [{name: a, image: x}, {name: b, image: z}, {name: c, image: w}]}"
        ),
        (
            "spec: {containers: [{name: a}, {name: b}]}",
            "spec: {containers: [{name: a, $patch: delete}]}", "spec: {containers: [{name: b}]}"
        ),
        (
            "spec: {containers: [{name: a}, {name: b}]}",
            "spec: {containers: [{$patch: replace}, {name: c}]}", "spec: {containers: [{name: c}]}"
        ),
        // Atomic lists.
        (
            "spec: {tolerations: [{key: a}]}", "spec: {tolerations: [{key: b}]}",
            "spec: {tolerations: [{key: b}]}"
        ),
        (
            "spec: {containers: [{name: a, command: [x, y]}]}",
            "spec: {containers: [{name: a, command: [z]}]}",
            "spec: {containers: [{name: a, command: [z]}]}"
        ),
        // Primitive lists.
        (
            "metadata: {finalizers: [a/a, b/b]}", "metadata: {finalizers: [b/b, c/c]}",
            "metadata: {finalizers: [a/a, b/b, c/c]}"
        ),
        (
            "metadata: {finalizers: [a/a, b/b]}",
            "metadata: {$deleteFromPrimitiveList/finalizers: [a/a]}",
            "metadata: {finalizers: [b/b]}"
        ),
        // Directives of maps.
        (
            "spec: {securityContext: {runAsUser: 1, fsGroup: 2}}",
            "spec: {securityContext: {$patch: replace, runAsUser: 3}}",
            "spec: {securityContext: {runAsUser: 3}}"
        ),
        (
            "spec: {securityContext: {runAsUser: 1}}", "spec: {securityContext: {$patch: delete}}",
            "spec: {securityContext: {}}"
        ),
        (
            "spec: {volumes: [{name: v, emptyDir: {}}]}",
            "spec: {volumes: [{name: v, $retainKeys: [name, hostPath], hostPath: {path: /x}}]}",
            "spec: {volumes: [{name: v, hostPath: {path: /x}}]}"
        ),
        // Order.
        (
            "spec: {containers: [{name: a}, {name: s}, {name: b}]}",
            "spec: {$setElementOrder/containers: [{name: b}, {name: a}, {name: c}], containers: [{name: c}]}",
            "spec: {containers: [{name: s}, {name: b}, {name: a}, {name: c}]}"
        ),
        (
            "spec: {containers: [{name: a}, {name: s}, {name: b}]}",
            "spec: {$setElementOrder/containers: [{name: a}, {name: b}], containers: [{name: b, image: x}]}",
            "spec: {containers: [{name: a}, {name: s}, {name: b, image: x}]}"
        ),
        // New values lose their directives and nulls.
        (
            "spec: {}",
            "spec: {securityContext: {runAsUser: null, fsGroup: 1}, containers: [{name: a, $patch: merge}]}",
            "spec: {securityContext: {fsGroup: 1}, containers: [{name: a}]}"
        ),
    ])
    func applies(_ original: String, _ patch: String, _ expected: String) throws {
        #expect(try apply(patch, to: original) == yaml(expected))
    }

    @Test(arguments: [
        (
            "spec: {containers: [{image: x}]}", 500,
            "map: map[image:x] does not contain declared merge key: name"
        ),
        ("spec: {$patch: explode, a: 1}", 500, "unknown patch type: explode in map: map[a:1]"),
        (
            "spec: {containers: [x]}", 500,
            "expected a map[string]interface {}, but received a string"
        ),
        ("[]", 400, "a strategic merge patch is an object"),
        (
            "spec: {strategy: {$retainKeys: [a], b: 1}}", 400,
            "invalid patch format of retainKeys"
        ),
    ])
    func refuses(_ patch: String, _ code: Int, _ message: String) {
        let error = #expect(throws: APIError.self) {
            try apply(patch, to: "spec: {containers: []}")
        }
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    /// The order that a list gets without `$setElementOrder`.
    @Test(arguments: [
        ("asb", "ba", "sba"), ("as", "c", "cas"), ("ab", "bc", "abc"), ("", "ab", "ab"),
    ])
    func ordersLists(_ original: String, _ patch: String, _ expected: String) throws {
        func containers(_ names: String) -> JSONValue {
            ["spec": ["containers": .array(names.map { ["name": .string(String($0))] })]]
        }
        let result = try StrategicMergePatch.apply(
            containers(patch), to: containers(original), kind: "Pod")
        #expect(result == containers(expected))
    }

    @Test(arguments: [
        // Nothing to do, whatever the server has added.
        (
            "spec: {containers: [{name: a, image: x}]}",
            "spec: {containers: [{name: a, image: x}]}",
            "spec: {nodeName: n, containers: [{name: a, image: x, imagePullPolicy: Always}]}", "{}"
        ),
        // A change, and the order that kubectl sends with it.
        (
            "spec: {containers: [{name: a, image: x}]}",
            "spec: {containers: [{name: a, image: y}]}",
            "spec: {containers: [{name: a, image: x}]}",
            "spec: {$setElementOrder/containers: [{name: a}], containers: [{name: a, image: y}]}"
        ),
        // A member and an element that are no longer wanted.
        (
            "metadata: {labels: {a: x, b: y}}", "metadata: {labels: {a: x}}",
            "metadata: {labels: {a: x, b: y, c: z}}",
            "metadata: {labels: {b: null}}"
        ),
        (
            "spec: {containers: [{name: a}, {name: b}]}", "spec: {containers: [{name: a}]}",
            "spec: {containers: [{name: a}, {name: b}, {name: c}]}",
            "spec: {$setElementOrder/containers: [{name: a}], containers: [{name: b, $patch: delete}]}"
        ),
        (
            "metadata: {finalizers: [a/a, b/b]}", "metadata: {finalizers: [a/a]}",
            "metadata: {finalizers: [a/a, b/b]}",
            "metadata: {$setElementOrder/finalizers: [a/a], $deleteFromPrimitiveList/finalizers: [b/b]}"
        ),
        // Both at once in one element.
        (
            "spec: {containers: [{name: a, workingDir: /x}]}",
            "spec: {containers: [{name: a, image: y}]}",
            "spec: {containers: [{name: a, workingDir: /x, image: x}]}",
            "spec: {$setElementOrder/containers: [{name: a}], containers: [{name: a, image: y, workingDir: null}]}"
        ),
        // The other member of a union goes.
        (
            "spec: {volumes: [{name: v, emptyDir: {}}]}",
            "spec: {volumes: [{name: v, hostPath: {path: /x}}]}",
            "spec: {volumes: [{name: v, emptyDir: {}}]}",
            "spec: {$setElementOrder/volumes: [{name: v}], volumes: [{name: v, $retainKeys: [hostPath, name], hostPath: {path: /x}, emptyDir: null}]}"
        ),
    ])
    func creates(_ original: String, _ modified: String, _ current: String, _ expected: String)
        throws
    {
        let patch = try StrategicMergePatch.create(
            original: yaml(original), modified: yaml(modified), current: yaml(current), kind: "Pod")
        #expect(try patch == yaml(expected), "\(patch.serialized())")
    }

    @Test func whatIsCreatedAppliesToWhatIsWanted() throws {
        let text = try Repository.text("examples/sidecar-pod.yaml")
        let original = try yaml(text)
        var current = original
        PodDefaults.apply(to: &current)
        current.set("n1", at: "spec", "nodeName")
        #expect(
            try StrategicMergePatch.create(
                original: original, modified: original, current: current, kind: "Pod") == [:])

        let modified = try yaml(
            text.replacing("cpu: 20m", with: "cpu: 40m").replacing(
                "name: logreader", with: "name: r"))
        let patch = try StrategicMergePatch.create(
            original: original, modified: modified, current: current, kind: "Pod")
        let result = try StrategicMergePatch.apply(patch, to: current, kind: "Pod")
        let spec = PodSpec(json: result["spec"]!)
        #expect(spec.containers.map(\.name) == ["logwriter", "r"])
        #expect(spec.containers[0].resources.limits["cpu"] == "40m")
        #expect(spec.containers[0].imagePullPolicy == .always)
        #expect(spec.nodeName == "n1")
        #expect(
            try StrategicMergePatch.create(
                original: modified, modified: modified, current: result, kind: "Pod") == [:])
    }

    @Test func firstApplyRemovesNothing() throws {
        let patch = try StrategicMergePatch.create(
            original: nil, modified: ["spec": ["hostname": "a"]],
            current: ["spec": ["hostname": "b", "nodeName": "n"]], kind: "Pod")
        #expect(patch == ["spec": ["hostname": "a"]])
    }
}

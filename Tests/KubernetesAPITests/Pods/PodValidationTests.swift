import JSON
import KubernetesAPI
import Testing

/// What the tables in Resources/Validation do not show; see ValidationTableTests.
@Suite struct PodValidationTests {
    private static func pod(_ spec: JSONValue = [:]) -> JSONValue {
        var pod: JSONValue = [
            "metadata": ["name": "p", "namespace": "ns"],
            "spec": ["containers": [["name": "a", "image": "busybox:1"]]],
        ]
        pod["spec"] = MergePatch.apply(spec, to: pod["spec"] ?? [:])
        PodDefaults.apply(to: &pod)
        return pod
    }

    @Test func acceptsTheExamples() throws {
        for name in try Repository.files("examples", suffix: ".yaml") {
            for var document in try YAMLReader.documents(Repository.text("examples/\(name)")) {
                document.set("default", at: "metadata", "namespace")
                PodDefaults.apply(to: &document)
                #expect(PodValidation.validate(document).isEmpty, "\(name)")
            }
        }
    }

    @Test func reportsAllAtOnce() throws {
        var pod = Self.pod(["restartPolicy": "X", "containers": [["name": "a"]]])
        pod.set("x_y", at: "metadata", "name")
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

    @Test func saysTheSameOnlyOnce() throws {
        let finding = FieldError.required("spec.x")
        let error = try #require(APIError.invalid(.pods, name: "x", [finding, finding]))
        #expect(error.message == "Pod \"x\" is invalid: spec.x: Required value")
        #expect(error.details?["causes"]?.arrayValue?.count == 2)
    }

    @Test func showsWhatMayNotChange() {
        let old = Self.pod()
        var new = old
        new.set("h", at: "spec", "hostname")
        let message = PodValidation.validateUpdate(new, from: old).first?.message ?? ""
        #expect(message.contains("(allow it to be set to 1 if it was previously negative)\n@@ -"))
        #expect(message.contains("\n+ \"hostname\": \"h\",\n"))
    }

    @Test func neverFailsOnOddShapes() {
        let odd: [JSONValue] = [.null, 1, "x", true, [], [:], [[:]], ["a": ["b"]]]
        for value in odd {
            var pod = Self.pod()
            for name in pod["spec"]?.objectValue?.keys.sorted() ?? [] {
                pod["spec"]?[name] = value
            }
            _ = PodValidation.validate(pod)
            _ = PodValidation.validate(value)
            _ = PodValidation.validateUpdate(value, from: pod)
            _ = PodValidation.validateResize(pod, from: value)
            _ = PodValidation.validateEphemeralContainers(value, from: value)
        }
    }
}

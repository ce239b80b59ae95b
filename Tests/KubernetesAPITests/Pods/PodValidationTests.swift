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

    @Test func twentyRestartRulesAreEnough() {
        func findings(_ count: Int, _ action: JSONValue = "Restart") -> [String] {
            let rule: JSONValue = [
                "action": action, "exitCodes": ["operator": "In", "values": [42]],
            ]
            let pod = Self.pod([
                "containers": [
                    [
                        "name": "a", "image": "busybox:1", "restartPolicy": "Never",
                        "restartPolicyRules": .array(Array(repeating: rule, count: count)),
                    ]
                ]
            ])
            return PodValidation.validate(pod).map { "\($0)" }
        }
        #expect(findings(20).isEmpty)
        #expect(findings(1, "RestartAllContainers").isEmpty)
        #expect(
            findings(21) == [
                "spec.containers[0].restartPolicyRules: Too long: may not be more than 20 bytes"
            ])
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

    @Test(
        arguments: [
            ("swiftlet.io/log-max-size", "50Mi", nil), ("swiftlet.io/log-max-size", "16384", nil),
            (
                "swiftlet.io/log-max-size", "1Ki",
                #"metadata.annotations[swiftlet.io/log-max-size]: Invalid value: "1Ki": "#
                    + "must be a size of 16Ki or more, for example 10Mi"
            ),
            ("swiftlet.io/log-max-files", "2", nil),
            (
                "swiftlet.io/log-max-files", "1",
                #"metadata.annotations[swiftlet.io/log-max-files]: Invalid value: "1": "#
                    + "must be a number from 2 to 1000, the current file included"
            ),
        ] as [(String, String, String?)])
    func logLimits(annotation: String, value: String, problem: String?) {
        var pod = Self.pod()
        pod.set([annotation: .string(value)], at: "metadata", "annotations")
        #expect(PodValidation.validate(pod).map(\.description) == [problem].compactMap { $0 })
    }

    @Test func logLimitsAreThoseOfTheAnnotations() {
        var pod = Pod()
        #expect(PodLogLimits(pod).maximumSize == nil)
        pod.metadata.annotations = [
            PodLogLimits.sizeAnnotation: "2Mi", PodLogLimits.filesAnnotation: "7",
        ]
        #expect(PodLogLimits(pod).maximumSize == 2 << 20)
        #expect(PodLogLimits(pod).maximumFiles == 7)
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

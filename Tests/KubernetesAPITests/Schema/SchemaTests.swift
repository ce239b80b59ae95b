import JSON
import KubernetesAPI
import Testing

@Suite struct SchemaTests {
    private let schema = Schema.kubernetes

    @Test func knowsFields() throws {
        let container = try #require(schema.objects["Container"])
        #expect(container["name"]?.isRequired == true)
        #expect(container["ports"]?.patchMergeKey == "containerPort")
        #expect(container["ports"]?.listMapKeys == ["containerPort", "protocol"])
        #expect(container["command"]?.listType == "atomic")
        #expect(container["securityContext"]?.type == .object("SecurityContext"))
        #expect(container["imagePullPolicy"]?.type == .enumeration("PullPolicy"))
        #expect(schema.objects["PodSpec"]?["volumes"]?.patchStrategies == ["merge", "retainKeys"])
        #expect(schema.objects["PodSpec"]?["nodeSelector"]?.type == .map(.string))
        #expect(schema.objects["ContainerPort"]?["protocol"]?.defaultValue == "TCP")
        #expect(schema.objects["LabelSelector"]?.isAtomic == true)
        #expect(schema.enumerations["RestartPolicy"] == ["Always", "OnFailure", "Never"])
        #expect(schema.objects["DeleteOptions"] != nil)
    }

    @Test func allNamedTypesAreThere() {
        for object in schema.objects.values {
            for field in object.fields {
                guard let name = field.type.objectName else { continue }
                #expect(schema.objects[name] != nil, "\(object.name).\(field.name): \(name)")
            }
        }
    }

    @Test func findsUnknownFields() {
        let pod: JSONValue = [
            "kind": "Pod", "foo": 1, "metadata": ["labels": ["any": "x"], "nmae": "x"],
            "spec": ["containers": [["name": "a", "imag": "b"], ["env": [["nam": "A"]]]]],
        ]
        #expect(
            SchemaValidator.check(pod, kind: "Pod").unknownFields == [
                "foo", "metadata.nmae", "spec.containers[0].imag", "spec.containers[1].env[0].nam",
            ])
        var pruned = pod
        SchemaValidator.prune(&pruned, kind: "Pod")
        #expect(SchemaValidator.check(pruned, kind: "Pod").isClean)
        #expect(pruned.value(at: "metadata", "labels", "any") == "x")
        #expect(pruned.value(at: "spec", "containers")?[0]?["name"] == "a")
    }

    @Test(
        arguments: [
            (
                ["containers": "x"],
                "cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container"
            ),
            (
                ["containers": [["ports": [["containerPort": "80"]]]]],
                "ContainerPort.spec.containers[0].ports[0].containerPort of type int32"
            ),
            (
                ["containers": [["ports": [["containerPort": 1.5]]]]],
                "cannot unmarshal number 1.5 into"
            ),
            (["activeDeadlineSeconds": true], "cannot unmarshal bool into"),
            (["priority": 3_000_000_000], "of type int32"),
            (["nodeSelector": ["a": 1]], "PodSpec.spec.nodeSelector.a of type string"),
            (
                ["overhead": ["cpu": "1x"]],
                "spec.overhead.cpu: quantities must match the regular expression"
            ),
            (["hostNetwork": "yes"], "of type bool"),
            (
                ["containers": [3]],
                "cannot unmarshal number 3 into Go struct field PodSpec.spec.containers[0] of type v1.Container"
            ),
        ] as [(JSONValue, String)])
    func findsWrongTypes(_ spec: JSONValue, _ expected: String) {
        let report = SchemaValidator.check(["spec": spec], kind: "Pod")
        let message = report.typeError(kind: "Pod", apiVersion: "v1")?.message ?? ""
        #expect(message.hasPrefix("Pod in version \"v1\" cannot be handled as a Pod: "))
        #expect(message.contains(expected), "\(message)")
    }

    @Test func wordsStrictErrors() {
        let report = SchemaValidator.check(["spec": ["foo": 1]], kind: "Pod")
        #expect(
            report.strictError(kind: "Pod", apiVersion: "v1", duplicates: ["spec.a"])?.message
                == "Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: "
                + "duplicate field \"spec.a\", unknown field \"spec.foo\"")
        #expect(
            SchemaValidator.check(["spec": [:]], kind: "Pod").strictError(kind: "", apiVersion: "")
                == nil)
    }

    @Test func takesNullAnywhere() {
        let pod: JSONValue = ["metadata": ["creationTimestamp": .null], "spec": .null]
        #expect(SchemaValidator.check(pod, kind: "Pod").isClean)
    }

    @Test func kindsOfOneNameAreToldApartByTheirGroup() throws {
        #expect(ResourceType.events.schemaName == "Event")
        #expect(ResourceType.eventsV1.schemaName == "EventsEvent")
        let grouped = try #require(Schema.kubernetes.objects["EventsEvent"])
        #expect(grouped["regarding"] != nil)
        #expect(grouped["involvedObject"] == nil)
        #expect(grouped.ownName == "Event")
        #expect(grouped.package == "events/v1")
        let foreign = ResourceType(
            group: "example.com", kind: "Pod", plural: "pods", singular: "pod")
        #expect(Schema.kubernetes.objects[foreign.schemaName] == nil)
    }

    /// What is measured is not Kubernetes' own: its types are those of metrics-server.
    @Test(arguments: ServedResource.all.filter { !$0.isMeasured }.map(\.type))
    func everyServedKindHasASchema(_ type: ResourceType) {
        #expect(Schema.kubernetes.objects[type.schemaName]?["metadata"] != nil)
    }
}

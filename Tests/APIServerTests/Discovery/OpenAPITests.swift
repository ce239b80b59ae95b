import JSON
import KubernetesAPI
import Testing

@testable import APIServer

@Suite("OpenAPI")
struct OpenAPITests {
    private let schemas = OpenAPISchemas(version: .v3, schema: .kubernetes)

    /// kubectl explain and client-side apply find a kind by this mark.
    @Test(arguments: APIGroupVersion.described.flatMap(\.resources))
    func everyKindIsMarkedOnce(_ resource: ServedResource) throws {
        let type = resource.type
        let group = try #require(APIGroupVersion.served(group: type.group, version: type.version))
        let definitions = schemas.all(of: [group]).objectValue ?? [:]
        let mark: JSONValue = [
            "group": .string(type.group), "version": .string(type.version),
            "kind": .string(type.kind),
        ]
        let marked = definitions.filter { definition in
            definition.value["x-kubernetes-group-version-kind"]?.arrayValue?.contains(mark) == true
        }
        let package = type.group.isEmpty ? "core" : type.group.prefix { $0 != "." }
        #expect(Array(marked.keys) == ["io.k8s.api.\(package).v1.\(type.kind)"])
    }

    @Test(arguments: APIGroupVersion.described)
    func referencesLeadSomewhere(_ group: APIGroupVersion) throws {
        let definitions = schemas.all(of: [group])
        let paths = OpenAPIPaths(schemas: schemas).all(of: group)
        var missing: Set<String> = []
        for reference in references(in: definitions) + references(in: paths) {
            let name = reference.dropFirst("#/components/schemas/".count)
            if definitions[String(name)] == nil { missing.insert(reference) }
        }
        #expect(missing.isEmpty)
    }

    private func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            (members["$ref"]?.stringValue).map { [$0] } ?? members.values.flatMap(references)
        case .array(let elements): elements.flatMap(references)
        default: []
        }
    }

    @Test func patchNamesFieldValidation() throws {
        let group = try #require(APIGroupVersion.served(group: "policy"))
        let paths = OpenAPIPaths(schemas: schemas).all(of: group)
        let patch = paths.value(
            at: "/apis/policy/v1/namespaces/{namespace}/poddisruptionbudgets/{name}", "patch")
        let parameters = patch?["parameters"]?.arrayValue ?? []
        #expect(parameters.contains { $0["name"] == "fieldValidation" })
        #expect(patch?["operationId"] == "patchPolicyV1NamespacedPodDisruptionBudget")
        #expect(
            patch?["x-kubernetes-group-version-kind"] == [
                "group": "policy", "version": "v1", "kind": "PodDisruptionBudget",
            ])
    }

    @Test func listsSayHowTheyAreMerged() throws {
        let definitions = schemas.all(of: APIGroupVersion.all)
        let ports = definitions.value(
            at: "io.k8s.api.core.v1.Container", "properties", "ports")
        #expect(ports?["x-kubernetes-list-type"] == "map")
        #expect(ports?["x-kubernetes-list-map-keys"] == ["containerPort", "protocol"])
        #expect(ports?["x-kubernetes-patch-merge-key"] == "containerPort")
        #expect(ports?["x-kubernetes-patch-strategy"] == "merge")
        let selector = definitions.value(
            at: "io.k8s.api.core.v1.PodSpec", "properties", "nodeSelector")
        #expect(selector?["x-kubernetes-map-type"] == "atomic")
    }

    @Test func valuesAreNamedWhereNoOthersAreTaken() {
        let definitions = schemas.all(of: APIGroupVersion.all)
        let policy = definitions.value(
            at: "io.k8s.api.core.v1.Container", "properties", "imagePullPolicy")
        #expect(policy?["enum"] == ["Always", "IfNotPresent", "Never"])
        let type = definitions.value(at: "io.k8s.api.core.v1.Secret", "properties", "type")
        #expect(type?["enum"] == nil)
    }

    /// A description of what is not there would never be seen.
    @Test func descriptionsAreOfWhatThereIs() {
        let names = Set(Schema.kubernetes.objects.values.map(\.ownName))
        #expect(OpenAPIDescriptions.types.subtracting(names).isEmpty)
        let fields = Schema.kubernetes.objects.values.flatMap { object in
            object.fields.flatMap { [".\($0.name)", "\(object.ownName).\($0.name)"] }
        }
        #expect(OpenAPIDescriptions.fields.subtracting(fields).isEmpty)
    }
}

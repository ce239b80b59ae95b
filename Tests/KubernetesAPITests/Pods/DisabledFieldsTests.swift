import JSON
import KubernetesAPI
import Testing

@Suite struct DisabledFieldsTests {
    @Test func whatIsStoredAlreadyStays() {
        var spec: JSONValue = [
            "schedulingGroup": ["podGroupName": "g"], "evictionResponders": .null, "nodeName": "n",
        ]
        let old = spec
        #expect(DisabledFields.drop(from: &spec, at: "spec", old: old).isEmpty)
        #expect(spec == old)
        #expect(DisabledFields.drop(from: &spec, at: "template.spec").count == 1)
        #expect(spec == ["evictionResponders": .null, "nodeName": "n"])
        #expect(DisabledFields.drop(from: &spec, at: "spec").isEmpty)
    }

    @Test("the schema has all of them")
    func schema() {
        let known = Schema.kubernetes.objects["PodSpec"]?.fields.map(\.name) ?? []
        #expect(DisabledFields.all.allSatisfy { known.contains($0.name) })
    }
}

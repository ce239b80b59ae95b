import JSON
import KubernetesAPI
import Testing

@Suite struct SelectorTests {
    private static let labels = ["app": "web", "tier": "front", "rank": "3", "empty": ""]

    @Test func fieldsThatCannotBeSelectedByAreNamed() {
        func message(_ text: String, _ type: ResourceType) -> String? {
            do {
                _ = try FieldSelector(parsing: text, type: type)
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(message("spec.nope=1", .pods) == "field label not supported: spec.nope")
        #expect(
            message("spec.nope=1", .configMaps)
                == "\"spec.nope\" is not a known field selector: only \"metadata.name\", "
                + "\"metadata.namespace\"")
        #expect(message("metadata.name=x", .configMaps) == nil)
        #expect(message("spec.type=ClusterIP", .services) == nil)
    }

    @Test(arguments: [
        ("", true), ("app=web", true), ("app==web", true), ("app=db", false), ("app!=db", true),
        ("missing!=x", true), ("app", true), ("!app", false), ("!missing", true),
        ("app in (db, web)", true), ("app notin (db,web)", false), ("missing notin (a)", true),
        ("app=web,tier=front", true), ("app=web, tier=back", false), ("rank>2", true),
        ("rank<2", false), ("app>2", false), ("empty=", true), ("app=", false),
        (" app = web ", true), ("app in (web),!x,rank", true),
    ])
    func labelStrings(_ text: String, _ expected: Bool) throws {
        #expect(try LabelMatcher(parsing: text).matches(Self.labels) == expected)
    }

    @Test(arguments: [
        "=a", "a=b=c", "a in b", "a in (b", "a,", ",a", "a b", "a in", "-a=b", "a=-", "!", "a>x",
    ])
    func refusesLabelStrings(_ text: String) {
        let error = #expect(throws: APIError.self) { try LabelMatcher(parsing: text) }
        #expect(error?.code == 400)
        #expect(error?.message.contains("\"\(text)\"") == true)
    }

    @Test func labelStructs() throws {
        let selector = LabelSelector(json: [
            "matchLabels": ["app": "web"],
            "matchExpressions": [
                ["key": "tier", "operator": "In", "values": ["front"]],
                ["key": "x", "operator": "DoesNotExist"],
            ],
        ])
        #expect(try LabelMatcher(selector).matches(Self.labels))
        #expect(try !LabelMatcher(selector).matches(["app": "web"]))
        #expect(throws: APIError.self) {
            try LabelMatcher(LabelSelector(json: ["matchExpressions": [["key": "a"]]]))
        }
    }

    private static let pod: JSONValue = [
        "metadata": ["name": "a,b", "namespace": "ns", "labels": ["app": "web"]],
        "spec": ["nodeName": "here"], "status": ["phase": "Running"],
    ]

    @Test(arguments: [
        ("", true), ("metadata.name=a\\,b", true),
        ("spec.nodeName=here,status.phase=Running", true),
        ("status.phase!=Running", false), ("status.phase==Running", true), ("status.podIP=", true),
        ("spec.hostNetwork=false", true), ("metadata.namespace!=ns", false),
    ])
    func fieldStrings(_ text: String, _ expected: Bool) throws {
        #expect(try FieldSelector(parsing: text, type: .pods).matches(Self.pod) == expected)
    }

    @Test(arguments: [
        "spec.containers=x", "status.phase", "metadata.name=a\\b", "metadata.name=a=b",
    ])
    func refusesFieldStrings(_ text: String) {
        #expect(throws: APIError.self) { try FieldSelector(parsing: text, type: .pods) }
    }

    @Test func eventsAreSelectedByTheirObject() throws {
        let event: JSONValue = [
            "involvedObject": ["kind": "Pod", "name": "x"], "source": ["component": "kubelet"],
        ]
        let text = "involvedObject.kind=Pod,involvedObject.name=x,source=kubelet"
        let selector = try FieldSelector(parsing: text, type: .events)
        #expect(selector.matches(event))
        #expect(selector.requiredValue(of: "involvedObject.name") == "x")
    }
}

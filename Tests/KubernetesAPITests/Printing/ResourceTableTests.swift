import JSON
import KubernetesAPI
import Testing

@Suite struct ResourceTableTests {
    private static let now = Timestamp("2024-05-01T10:00:00Z")!

    private func cells(_ type: ResourceType, _ object: JSONValue) -> [JSONValue] {
        ResourceTable(type, objects: [object], now: Self.now).rows[0].cells
    }

    @Test func namespaces() {
        let namespace: JSONValue = [
            "metadata": ["name": "lab", "creationTimestamp": "2024-04-30T10:00:00Z"],
            "status": ["phase": "Active"],
        ]
        #expect(cells(.namespaces, namespace) == ["lab", "Active", "24h"])
    }

    @Test func events() {
        let event: JSONValue = [
            "metadata": ["name": "p.1"], "type": "Normal", "reason": "Pulled",
            "message": " Pulled it \n",
            "involvedObject": [
                "kind": "Pod", "name": "p", "fieldPath": "spec.containers{a}",
            ],
            "source": ["component": "kubelet", "host": "n"], "count": 3,
            "firstTimestamp": "2024-05-01T09:00:00Z", "lastTimestamp": "2024-05-01T09:59:30Z",
        ]
        #expect(
            cells(.events, event) == [
                "30s", "Normal", "Pulled", "pod/p", "spec.containers{a}", "kubelet, n", "Pulled it",
                "60m", 3, "p.1",
            ])
        let newer: JSONValue = [
            "metadata": ["name": "e"], "eventTime": "2024-05-01T09:59:50.000000Z",
            "reportingComponent": "c",
        ]
        #expect(
            cells(.events, newer) == ["10s", "", "", "", "", "c", "", "10s", 1, "e"])
    }

    @Test func nodes() {
        let node: JSONValue = [
            "metadata": ["name": "n", "labels": ["node-role.kubernetes.io/control-plane": ""]],
            "spec": ["unschedulable": true],
            "status": [
                "conditions": [["type": "Ready", "status": "True"]],
                "addresses": [["type": "InternalIP", "address": "10.0.0.1"]],
                "nodeInfo": ["kubeletVersion": "v1", "osImage": "Debian", "kernelVersion": "6.1"],
            ],
        ]
        #expect(
            cells(.nodes, node) == [
                "n", "Ready,SchedulingDisabled", "control-plane", "<unknown>", "v1", "10.0.0.1",
                "<none>", "Debian", "6.1", "<unknown>",
            ])
        #expect(cells(.nodes, ["metadata": ["name": "n"]])[1...2] == ["Unknown", "<none>"])
    }

    @Test func asJSON() {
        let object: JSONValue = ["metadata": ["name": "lab"], "status": ["phase": "Active"]]
        let table = ResourceTable(.namespaces, objects: [object], now: Self.now)
        let json = table.json(listMetadata: ["resourceVersion": "7"])
        #expect(json["apiVersion"] == "meta.k8s.io/v1")
        #expect(json["kind"] == "Table")
        #expect(json.value(at: "metadata", "resourceVersion") == "7")
        #expect(
            json["columnDefinitions"]?[0] == [
                "name": "Name", "type": "string", "format": "name", "priority": 0,
                "description": "Name of the object.",
            ])
        #expect(
            json["rows"]?[0]?["object"] == [
                "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
                "metadata": ["name": "lab"],
            ])
        #expect(table.json(including: .object)["rows"]?[0]?["object"] == object)
        #expect(table.json(including: .none)["rows"]?[0]?["object"] == nil)
        #expect(table.json(includesColumns: false)["columnDefinitions"] == .null)
        #expect(ResourceTable(json: json).columns == table.columns)
        #expect(ResourceTable(json: json).rows[0].cells == table.rows[0].cells)
    }

    @Test func otherTypes() {
        let gadgets = ResourceType(
            group: "example.com", kind: "Gadget", plural: "gadgets", singular: "gadget")
        let gadget: JSONValue = [
            "metadata": ["name": "m", "creationTimestamp": "2024-05-01T09:00:00Z"]
        ]
        #expect(cells(gadgets, gadget) == ["m", "2024-05-01T09:00:00Z"])
    }
}

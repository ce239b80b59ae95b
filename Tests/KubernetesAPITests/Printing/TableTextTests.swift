import JSON
import KubernetesAPI
import Testing

/// Tables made from texts are those made from objects.
@Suite struct TableTextTests {
    private static let now = Timestamp(secondsSince1970: 1_800_000_000)
    private static let pod: JSONValue = [
        "apiVersion": "v1", "kind": "Pod",
        "metadata": [
            "name": "web", "namespace": "lab", "creationTimestamp": "2027-01-15T07:00:00Z",
            "labels": ["a": "b"],
            "managedFields": [["manager": "kubectl", "fieldsV1": ["f:a": [:]]]],
        ],
        "spec": [
            "nodeName": "here", "readinessGates": [["conditionType": "x/y"]],
            "initContainers": [["name": "s", "image": "i", "restartPolicy": "Always"]],
            "containers": [["name": "m", "image": "i", "command": ["sh"]]],
        ],
        "status": [
            "phase": "Running", "podIP": "10.0.0.1", "podIPs": [["ip": "10.0.0.1"]],
            "conditions": [["type": "x/y", "status": "True"]],
            "containerStatuses": [
                ["name": "m", "ready": true, "restartCount": 2, "state": ["running": [:]]]
            ],
        ],
    ]

    @Test(arguments: [ResourceTable.IncludedObject.none, .metadata, .object])
    func equalsTheTableOfObjects(_ included: ResourceTable.IncludedObject) throws {
        var ended = Self.pod
        ended.set("Succeeded", at: "status", "phase")
        for (type, objects) in [
            (ResourceType.pods, [Self.pod, ended]), (.pods, []),
            (.configMaps, [["metadata": ["name": "c"], "data": ["k": "v"]]]),
            (.limitRanges, [["metadata": ["name": "l"]]]),
        ] {
            var text = TableText(type, including: included, now: Self.now)
            for object in objects { try text.append(object.serializedBytes()[...]) }
            let metadata: JSONValue = ["resourceVersion": "7"]
            #expect(
                try JSONValue(parsing: text.text(listMetadata: metadata))
                    == ResourceTable(type, objects: objects, now: Self.now)
                    .json(including: included, listMetadata: metadata))
        }
    }
}

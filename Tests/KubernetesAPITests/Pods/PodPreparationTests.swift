import JSON
import KubernetesAPI
import Testing

@Suite struct PodPreparationTests {
    private func prepared(_ pod: JSONValue) -> JSONValue {
        var pod = pod
        PodPreparation.apply(to: &pod)
        return pod["spec"] ?? .null
    }

    @Test func labelKeysBecomeExpressions() {
        let term: JSONValue = [
            "topologyKey": "t", "labelSelector": [:], "matchLabelKeys": ["app", "absent"],
            "mismatchLabelKeys": ["tenant"],
        ]
        let spec = prepared([
            "metadata": ["labels": ["app": "web", "tenant": "a"]],
            "spec": [
                "affinity": [
                    "podAffinity": ["requiredDuringSchedulingIgnoredDuringExecution": [term]]
                ],
                "topologySpreadConstraints": [["matchLabelKeys": ["app"], "labelSelector": [:]]],
            ],
        ])
        let affinity = spec.value(
            at: "affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
        #expect(
            affinity?[0]?["labelSelector"] == [
                "matchExpressions": [
                    ["key": "app", "operator": "In", "values": ["web"]],
                    ["key": "tenant", "operator": "NotIn", "values": ["a"]],
                ]
            ])
        #expect(
            spec["topologySpreadConstraints"]?[0]?["labelSelector"] == [
                "matchExpressions": [["key": "app", "operator": "In", "values": ["web"]]]
            ])
    }

    @Test func appArmorAnnotationsBecomeFields() {
        let spec = prepared([
            "metadata": [
                "annotations": [
                    "container.apparmor.security.beta.kubernetes.io/a": "localhost/mine",
                    "container.apparmor.security.beta.kubernetes.io/b": "odd",
                ]
            ],
            "spec": ["containers": [["name": "a"], ["name": "b"]]],
        ])
        #expect(
            spec["containers"]?[0]?.value(at: "securityContext", "appArmorProfile") == [
                "type": "Localhost", "localhostProfile": "mine",
            ])
        #expect(spec["containers"]?[1] == ["name": "b"])
    }

    // MARK: - Parts

    private static let old: JSONValue = [
        "metadata": ["name": "p", "labels": ["a": "b"]],
        "spec": ["containers": [["name": "a", "image": "x:1", "resources": [:]]]],
        "status": ["phase": "Running"],
    ]

    @Test func aPartTakesOnlyItsOwnChanges() {
        var new = Self.old
        new.set("z", at: "metadata", "labels", "a")
        new.set("h", at: "spec", "hostname")
        new.set([["name": "e"]], at: "spec", "ephemeralContainers")
        new["status"] = ["phase": "Failed"]
        new["spec"]?["containers"] = [
            ["name": "a", "image": "other", "resources": ["requests": ["cpu": "1"]]]
        ]
        var debugged = new
        PodPart.ephemeralContainers.restoreOthers(of: &debugged, from: Self.old)
        var expected = Self.old
        expected.set([["name": "e"]], at: "spec", "ephemeralContainers")
        #expect(debugged == expected)

        var resized = new
        PodPart.resize.restoreOthers(of: &resized, from: Self.old)
        expected = Self.old
        expected["spec"]?["containers"] = [
            ["name": "a", "image": "x:1", "resources": ["requests": ["cpu": "1"]]]
        ]
        #expect(resized == expected)
    }

    @Test func aResizeOfOtherContainersStaysToBeRefused() {
        var new = Self.old
        new["spec"]?["containers"] = [["name": "b", "image": "x:1"]]
        let sent = new
        PodPart.resize.restoreOthers(of: &new, from: Self.old)
        #expect(new == sent)
    }
}

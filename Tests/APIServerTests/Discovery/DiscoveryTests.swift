import JSON
import KubernetesAPI
import Testing

@testable import APIServer

@Suite("Discovery")
struct DiscoveryTests {
    private func resource(_ group: String, _ name: String) throws -> JSONValue {
        let served = try #require(APIGroupVersion.served(group: group, version: "v1"))
        let resources = Discovery.resources(served)["resources"]?.arrayValue ?? []
        return try #require(resources.first { $0["name"]?.stringValue == name })
    }

    @Test func groupsAreListedWithTheirVersion() {
        let groups = Discovery.groups["groups"]?.arrayValue ?? []
        #expect(
            Set(groups.compactMap { $0["name"]?.stringValue }) == [
                "authentication.k8s.io", "authorization.k8s.io", "coordination.k8s.io",
                "discovery.k8s.io", "events.k8s.io", "metrics.k8s.io", "node.k8s.io", "policy",
                "rbac.authorization.k8s.io", "scheduling.k8s.io",
            ])
        #expect(
            groups.first { $0["name"] == "policy" }?["preferredVersion"] == [
                "groupVersion": "policy/v1", "version": "v1",
            ])
    }

    @Test func podsAreDescribedAsByKubernetes() throws {
        #expect(
            try resource("", "pods") == [
                "name": "pods", "singularName": "pod", "namespaced": true, "kind": "Pod",
                "verbs": [
                    "create", "delete", "deletecollection", "get", "list", "patch", "update",
                    "watch",
                ], "shortNames": ["po"], "categories": ["all"],
            ])
        #expect(
            try resource("", "pods/eviction") == [
                "name": "pods/eviction", "singularName": "", "namespaced": true,
                "group": "policy", "version": "v1", "kind": "Eviction", "verbs": ["create"],
            ])
        #expect(
            try resource("", "pods/log") == [
                "name": "pods/log", "singularName": "", "namespaced": true, "kind": "Pod",
                "verbs": ["get"],
            ])
    }

    @Test func whatIsOnlyAnsweredHasOneVerb() throws {
        #expect(try resource("authorization.k8s.io", "subjectaccessreviews")["verbs"] == ["create"])
        #expect(try resource("", "bindings")["verbs"] == ["create"])
        #expect(
            try resource("", "namespaces")["verbs"]?.arrayValue?.contains("deletecollection")
                == false)
    }

    @Test func bothFormsNameTheSame() throws {
        let aggregated =
            (Discovery.aggregatedCore["items"]?.arrayValue ?? [])
            + (Discovery.aggregatedGroups["items"]?.arrayValue ?? [])
        for (group, item) in zip(APIGroupVersion.all, aggregated) {
            #expect(item.value(at: "metadata", "name")?.stringValue ?? "" == group.group)
            let version = try #require(item["versions"]?.arrayValue?.first)
            let names = (version["resources"]?.arrayValue ?? []).flatMap { resource in
                let name = resource["resource"]?.stringValue ?? ""
                return [name]
                    + (resource["subresources"]?.arrayValue ?? []).map {
                        "\(name)/\($0["subresource"]?.stringValue ?? "")"
                    }
            }
            let plain = Discovery.resources(group)["resources"]?.arrayValue ?? []
            #expect(names == plain.compactMap { $0["name"]?.stringValue })
        }
        #expect(aggregated.count == APIGroupVersion.all.count)
    }
}

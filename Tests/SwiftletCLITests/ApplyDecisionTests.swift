import JSON
import KubernetesAPI
import KubernetesClient
import Testing

@testable import SwiftletCLI

@Suite struct ApplyDecisionTests {
    private let manifest: JSONValue = [
        "apiVersion": "v1", "kind": "Pod",
        "metadata": ["name": "web", "namespace": "lab", "labels": ["app": "web"]],
        "spec": ["containers": [["name": "main", "image": "busybox:1"]]],
    ]

    /// What the server has after the first apply: with its own defaults and status.
    private var live: JSONValue {
        var live = LastApplied.annotated(manifest)
        live.set("u1", at: "metadata", "uid")
        live.set("Always", at: "spec", "restartPolicy")
        live.set(
            [["name": "main", "image": "busybox:1", "imagePullPolicy": "IfNotPresent"]],
            at: "spec", "containers")
        live.set(["phase": "Running"], at: "status")
        return live
    }

    @Test func whatIsNotThereIsCreatedWithTheAnnotation() throws {
        let decision = try ApplyDecision.decide(manifest: manifest, live: nil, type: .pods)
        guard case .create(let object) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(
            object.value(at: ["metadata", "annotations", LastApplied.annotation])
                == .string(
                    #"{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{},"#
                        + #""labels":{"app":"web"},"name":"web","namespace":"lab"},"#
                        + #""spec":{"containers":[{"image":"busybox:1","name":"main"}]}}"# + "\n"))
    }

    @Test func theSameManifestChangesNothing() throws {
        #expect(try ApplyDecision.decide(manifest: manifest, live: live, type: .pods) == .unchanged)
    }

    @Test func aChangedListElementIsPatchedByItsName() throws {
        var changed = manifest
        changed.set([["name": "main", "image": "busybox:2"]], at: "spec", "containers")
        let decision = try ApplyDecision.decide(manifest: changed, live: live, type: .pods)
        guard case .patch(let patch) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(patch.format == .strategicMerge)
        let containers = patch.body.value(at: "spec", "containers")
        #expect(containers == [["name": "main", "image": "busybox:2"]])
    }

    @Test func whatTheManifestNoLongerHasIsRemoved() throws {
        var changed = manifest
        changed.set(nil, at: "metadata", "labels")
        let decision = try ApplyDecision.decide(manifest: changed, live: live, type: .pods)
        guard case .patch(let patch) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(patch.body.value(at: "metadata", "labels") == .null)
        #expect(patch.body["spec"] == nil)
        #expect(patch.body["status"] == nil)
    }

    @Test func otherKindsGetMergePatches() throws {
        let type = ResourceType(
            group: "x.io", kind: "Widget", plural: "widgets", singular: "widget")
        let wanted: JSONValue = ["kind": "Widget", "spec": ["size": 2, "list": [1]]]
        var present = LastApplied.annotated(["kind": "Widget", "spec": ["size": 1, "old": true]])
        present.set(true, at: "spec", "old")
        present.set("server", at: "spec", "other")
        guard
            case .patch(let patch) = try ApplyDecision.decide(
                manifest: wanted, live: present, type: type)
        else {
            Issue.record("no patch")
            return
        }
        #expect(patch.format == .merge)
        #expect(patch.body["spec"] == ["size": 2, "list": [1], "old": .null])
    }
}

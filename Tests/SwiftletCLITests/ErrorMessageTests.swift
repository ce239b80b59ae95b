import JSON
import KubernetesAPI
import Testing

@testable import SwiftletCLI

@Suite struct ErrorMessageTests {
    @Test func refusalsAreWordedAsByKubectl() {
        #expect(
            ErrorMessage.text(for: APIError.notFound(.pods, name: "x"))
                == "Error from server (NotFound): pods \"x\" not found\n")
        #expect(
            ErrorMessage.text(for: APIError(code: 502, reason: "", message: "bad gateway"))
                == "Error from server: bad gateway\n")
        #expect(ErrorMessage.text(for: CommandError("no way")) == "error: no way\n")
    }

    @Test func invalidObjectsListTheirFaults() {
        let one: JSONValue = ["field": "spec.containers", "message": "Required value"]
        let two: JSONValue = ["field": "metadata.name", "message": "Required value: name"]
        func error(_ causes: [JSONValue]) -> APIError {
            APIError(
                code: 422, reason: "Invalid", message: "whole text",
                details: ["kind": "Pod", "name": "x", "causes": .array(causes)])
        }
        #expect(
            ErrorMessage.text(for: error([one]))
                == "The Pod \"x\" is invalid: spec.containers: Required value\n")
        #expect(
            ErrorMessage.text(for: error([one, two])) == """
                The Pod "x" is invalid: 
                * spec.containers: Required value
                * metadata.name: Required value: name

                """)
    }

    @Test func switchesTakeValues() {
        #expect(
            FlagValues.rewritten([
                "delete", "--wait=false", "--force=true", "--now=false", "--tail=5", "--",
                "--wait=false",
            ]) == ["delete", "--no-wait", "--force", "--tail=5", "--", "--wait=false"])
    }

    @Test func objectsAreNamedWithTheirGroup() {
        #expect(
            ObjectPrinter.name(["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "x"]])
                == "pod/x")
        #expect(
            ObjectPrinter.name([
                "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "x"],
            ]) == "deployment.apps/x")
    }

    @Test func deletionsAreReportedWithTheirPlace() {
        #expect(
            DeletionTarget(type: .pods, namespace: "lab", name: "x").message("deleted")
                == "pod \"x\" deleted from lab namespace")
        #expect(
            DeletionTarget(type: .namespaces, namespace: nil, name: "lab").message("deleted")
                == "namespace \"lab\" deleted")
    }
}

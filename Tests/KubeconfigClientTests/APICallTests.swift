import JSON
import KubernetesAPI
import KubernetesClient
import Testing

@testable import KubeconfigClient

@Suite struct APICallTests {
    private let deployments = ResourceType(
        group: "apps", kind: "Deployment", plural: "deployments", singular: "deployment")

    @Test func buildsPaths() {
        #expect(APICall(.get, .pods, namespace: nil).target == "/api/v1/pods")
        #expect(
            APICall(.get, .pods, namespace: "lab", name: "web", subresource: "log").target
                == "/api/v1/namespaces/lab/pods/web/log")
        #expect(
            APICall(.get, .namespaces, namespace: "ignored", name: "lab").target
                == "/api/v1/namespaces/lab")
        #expect(
            APICall(.get, deployments, namespace: "a/b").target
                == "/apis/apps/v1/namespaces/a%2Fb/deployments")
    }

    @Test func encodesQueries() {
        var call = APICall(.get, .pods, namespace: nil)
        call.add(
            ListOptions(
                labelSelector: "tier in (a,b)", fieldSelector: "metadata.name=x", limit: 500,
                sendInitialEvents: true))
        #expect(
            call.target
                == "/api/v1/pods?labelSelector=tier%20in%20%28a%2Cb%29"
                + "&fieldSelector=metadata.name%3Dx&limit=500&sendInitialEvents=true"
                + "&resourceVersionMatch=NotOlderThan")
    }

    @Test func asksForLogs() {
        var call = APICall(path: ["log"])
        call.add(
            LogRequest(
                container: "ä", follow: true, sinceTime: "2026-11-22T20:00:00.5+01:00", tailLines: 0
            ))
        #expect(
            call.target
                == "/log?container=%C3%A4&follow=true"
                + "&sinceTime=2026-11-22T20%3A00%3A00.5%2B01%3A00&tailLines=0")
    }

    @Test func writesDeleteOptions() {
        let options = DeleteOptions(gracePeriodSeconds: 1, preconditionUID: "u", dryRun: true)
        #expect(
            options.json == [
                "kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 1,
                "preconditions": ["uid": "u"], "dryRun": ["All"],
            ])
        #expect(DeleteOptions().json == ["kind": "DeleteOptions", "apiVersion": "v1"])
    }

    @Test func readsWarnings() {
        #expect(
            WarningHeader.texts([#"299 - "unknown field \"spec.foo\"""#, "299 nothing"])
                == [#"unknown field "spec.foo""#])
    }

    @Test func splitsLinesWhereverTheyAreCut() {
        let text = Array("{\"a\":1}\n\n{\"b\":2}\nrest".utf8)
        for size in 1...text.count {
            var splitter = LineSplitter()
            var lines: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                splitter.append(Array(text[start..<min(start + size, text.count)]))
                while let line = splitter.next() {
                    lines.append(String(decoding: line, as: UTF8.self))
                }
            }
            #expect(lines == ["{\"a\":1}", "{\"b\":2}"], "pieces of \(size)")
            #expect(splitter.rest() == Array("rest".utf8))
        }
    }

    @Test func knowsTypesByAllTheirNames() {
        var type = deployments
        type.shortNames = ["deploy"]
        for name in ["deployments", "deployment", "deploy", "deploy.apps", "deployments.v1.apps"] {
            #expect(type.isCalled(name))
        }
        #expect(!type.isCalled("deployments.batch"))
    }
}

import Foundation
import JSON
import KubernetesAPI
import KubernetesClient
import NIOHTTP1
import Synchronization
import Testing

@testable import APIServer

private let pod = #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"}}"#
private let pods = "/api/v1/namespaces/default/pods"

@Suite("Requests", .serialized)
struct RequestTests {
    struct Case: CustomTestStringConvertible {
        let method: HTTPMethod
        let path: String
        var body: String?
        var type: String?
        var accept: String?
        let status: Int
        /// A part of the answer.
        let text: String

        var testDescription: String { "\(method) \(path) \(type ?? "") \(accept ?? "")" }
    }

    static let cases: [Case] = [
        Case(method: .GET, path: "/", status: 200, text: #""/api/v1""#),
        Case(method: .GET, path: "/readyz", status: 200, text: "ok"),
        Case(method: .GET, path: "/livez", status: 200, text: "ok"),
        Case(
            method: .GET, path: "/readyz?verbose", status: 200,
            text: "[+]ping ok\nreadyz check passed\n"),
        Case(
            method: .GET, path: "/livez?verbose&exclude=ping", status: 200,
            text: "[+]ping excluded: ok\nlivez check passed\n"),
        Case(method: .GET, path: "/healthz/ping", status: 200, text: "ok"),
        Case(method: .GET, path: "/readyz/etcd", status: 404, text: "NotFound"),
        Case(method: .GET, path: "/readyz/ping/ping", status: 404, text: "NotFound"),
        Case(method: .GET, path: "/version", status: 200, text: #""minor":"37""#),
        Case(method: .POST, path: "/version", status: 405, text: "MethodNotAllowed"),
        Case(method: .GET, path: "/api", status: 200, text: "APIVersions"),
        Case(method: .GET, path: "/apis", status: 200, text: "APIGroupList"),
        Case(
            method: .GET, path: "/api",
            accept: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
            status: 200, text: #""apiVersion":"apidiscovery.k8s.io/v2""#),
        Case(method: .GET, path: "/api/v1", status: 200, text: #""name":"pods/log""#),
        Case(
            method: .GET, path: "/apis/apps/v1", status: 404, text: "could not find the requested"),
        Case(method: .GET, path: "/api/v2/pods", status: 404, text: "NotFound"),
        Case(method: .GET, path: "/api/v1/widgets", status: 404, text: "NotFound"),
        Case(method: .GET, path: "/api/v1/namespaces/a/nodes", status: 404, text: "could not find"),
        Case(method: .GET, path: "/api/v1/pods/web", status: 404, text: "could not find"),
        Case(method: .GET, path: pods, status: 200, text: #""kind":"PodList""#),
        Case(method: .GET, path: pods + "/nope", status: 404, text: #"pods \"nope\" not found"#),
        Case(method: .PUT, path: pods, body: "{}", status: 405, text: "MethodNotAllowed"),
        Case(method: .POST, path: "/api/v1/pods", body: pod, status: 405, text: "MethodNotAllowed"),
        Case(method: .GET, path: pods + "/web/exec", status: 400, text: "at least 1 of stdin"),
        Case(method: .PUT, path: pods + "/web/log", body: "{}", status: 405, text: "MethodNot"),
        Case(method: .POST, path: pods, body: "{", status: 400, text: "line 1, column 2"),
        Case(method: .POST, path: pods, body: "[]", status: 400, text: "not an object"),
        Case(method: .POST, path: pods, status: 400, text: "empty, not a Pod"),
        Case(
            method: .POST, path: pods, body: "x", type: "application/cbor", status: 415,
            text: "application/cbor"),
        Case(
            method: .POST, path: pods, body: "x", type: "application/vnd.kubernetes.protobuf",
            status: 400, text: "not a protobuf object"),
        Case(
            method: .POST, path: pods, body: "k8s\0\n\u{9}\n\u{2}v1\u{12}\u{3}Pod\u{12}\0",
            type: "application/vnd.kubernetes.protobuf", status: 415,
            text: "UnsupportedMediaType"),
        Case(
            method: .POST, path: pods, body: pod, type: "text/plain", status: 415,
            text: "unknown format (text/plain) - accepted media types include: application/json"),
        Case(
            method: .POST, path: pods, body: pod, type: "application/x-www-form-urlencoded",
            status: 415, text: "UnsupportedMediaType"),
        Case(
            method: .POST, path: pods + "?fieldValidation=Sometimes&dryRun=yes", body: pod,
            status: 422,
            text: #"CreateOptions.meta.k8s.io \"\" is invalid: [dryRun: Unsupported value: "#
                + #"[]string{\"yes\"}: supported values: \"All\", fieldValidation: Unsupported "#
                + #"value: \"Sometimes\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"]"#
        ),
        Case(
            method: .PUT, path: pods + "/web?dryRun=yes", body: pod, status: 422,
            text: #"UpdateOptions.meta.k8s.io \"\" is invalid: dryRun: "#),
        Case(
            method: .DELETE, path: pods + "/web?dryRun=yes", status: 422,
            text: #"DeleteOptions.meta.k8s.io \"\" is invalid: dryRun: "#),
        Case(
            method: .DELETE, path: pods + "/web?orphanDependents=true",
            body: #"{"propagationPolicy":"Foreground"}"#, status: 422,
            text: #"propagationPolicy: Invalid value: \"Foreground\": orphanDependents and "#
                + "deletionPropagation cannot be both set"),
        Case(
            method: .DELETE, path: pods + "/web", body: #"{"kind":"Pod"}"#, status: 400,
            text: "is a DeleteOptions, not a Pod"),
        Case(method: .GET, path: pods + "?limit=-1", status: 200, text: "PodList"),
        Case(
            method: .GET, path: pods + "?limit=x", status: 400,
            text: #"strconv.ParseInt: parsing \"x\": invalid syntax"#),
        Case(
            method: .GET, path: pods + "?limit=9223372036854775808", status: 400,
            text: #"strconv.ParseInt: parsing \"9223372036854775808\": value out of range"#),
        Case(
            method: .POST, path: pods + "?dryRun=All", body: "kind: Pod\nmetadata:\n  name: yoke",
            type: "application/yaml", status: 201, text: #""name":"yoke""#),
        Case(
            method: .POST, path: pods, body: "kind: Pod\n  name: yoke", type: "application/yaml",
            status: 400, text: "line 2"),
        Case(
            method: .POST, path: pods, body: "a: 1\n---\na: 2", type: "application/yaml",
            status: 400, text: "2 YAML documents"),
        // Anything but `false` and `0` is true.
        Case(
            method: .GET, path: pods + "?watch=maybe&timeoutSeconds=1", status: 200,
            text: #""type":"ADDED""#),
        Case(method: .GET, path: pods + "?watch=False", status: 200, text: "PodList"),
        Case(method: .GET, path: pods + "?watch=0", status: 200, text: "PodList"),
        Case(method: .GET, path: pods, accept: "text/html", status: 406, text: "NotAcceptable"),
        Case(
            method: .GET, path: pods, accept: "application/vnd.kubernetes.protobuf", status: 406,
            text: "NotAcceptable"),
        Case(
            method: .GET, path: pods,
            accept: "application/vnd.kubernetes.protobuf,application/json", status: 200,
            text: "PodList"),
        Case(
            method: .PATCH, path: pods + "/web", body: "{}", type: "application/apply-patch+yaml",
            status: 422, text: "fieldManager: Required value: is required for apply patch"),
        Case(
            method: .PATCH, path: pods + "/web?force=true", body: "{}",
            type: "application/merge-patch+json", status: 422,
            text: "force: Forbidden: may not be specified for non-apply patch"),
        Case(
            method: .PATCH, path: pods + "/web?fieldManager=a%07", body: "{}",
            type: "application/merge-patch+json", status: 422,
            text: "should only contain printable characters"),
        Case(
            method: .PATCH, path: pods + "/web", body: "{}", type: "application/json", status: 415,
            text: "application/strategic-merge-patch+json"),
        Case(method: .GET, path: "/openapi/v2", status: 200, text: "io.k8s.api.core.v1.PodSpec"),
        Case(method: .GET, path: "/openapi/v3", status: 200, text: "/openapi/v3/api/v1?hash="),
        Case(method: .GET, path: "/openapi/v3/api/v1", status: 200, text: "fieldValidation"),
        Case(
            method: .GET, path: "/openapi/v2",
            accept: "application/com.github.proto-openapi.spec.v2@v1.0+protobuf", status: 200,
            text: "Kubernetes"),
        Case(method: .GET, path: "/swiftlet/v1/status", status: 200, text: #""version":"0.1.0""#),
        Case(method: .GET, path: "/swiftlet/v1/images", status: 200, text: "sha256:1f2e"),
        Case(
            method: .DELETE, path: "/swiftlet/v1/images?reference=busybox", status: 200,
            text: "Untagged: docker.io"),
        Case(method: .DELETE, path: "/swiftlet/v1/images", status: 400, text: "no image is named"),
        Case(
            method: .GET, path: "/swiftlet/v1/images/inspect?reference=busybox", status: 200,
            text: "sha256:1f2e"),
        Case(
            method: .GET, path: "/swiftlet/v1/images/inspect", status: 400,
            text: "no image is named"),
        Case(method: .GET, path: "/swiftlet/v1/images/usage", status: 200, text: "images"),
        Case(
            method: .GET, path: "/swiftlet/v1/images/archive?reference=busybox,alpine",
            status: 200, text: "onetwo"),
        Case(
            method: .GET, path: "/swiftlet/v1/images/archive?reference=x", status: 404,
            text: "no image"),
        Case(method: .GET, path: "/swiftlet/v1/images/tag", status: 405, text: "not allow"),
        Case(method: .GET, path: "/swiftlet/v1/images/none", status: 404, text: "not find"),
        Case(method: .GET, path: "/swiftlet/v1/images/usage/more", status: 404, text: "not find"),
        Case(
            method: .DELETE, path: "/swiftlet/v1/images?reference=x", status: 404,
            text: "no image x"),
        Case(
            method: .GET, path: pods + "/web/log?sinceSeconds=5&sinceTime=2026-01-01T00:00:00Z",
            status: 422, text: "at most one"),
        Case(
            method: .GET, path: pods + "/web/log?tailLines=x", status: 400,
            text: #"strconv.ParseInt: parsing \"x\": invalid syntax"#),
        Case(
            method: .GET, path: pods + "/nope/log", status: 404, text: #"pods \"nope\" not found"#),
    ]

    @Test func answers() async throws {
        try await withServer { server in
            for item in Self.cases {
                let answer = try await server.send(
                    item.method, item.path, body: item.body, type: item.type, accept: item.accept)
                #expect(answer.status == item.status, "\(item.testDescription): \(answer.text)")
                #expect(
                    answer.text.contains(item.text), "\(item.testDescription): \(answer.text)")
                if item.status >= 400 {
                    #expect(answer.json["kind"] == "Status", "\(item.testDescription)")
                    #expect(answer.json["code"] == .integer(Int64(item.status)))
                    #expect(answer.headers.first(name: "content-type") == "application/json")
                }
            }
        }
    }

    @Test func givesNothingToStrangers() async throws {
        try await withServer { server in
            for path in ["/readyz", "/livez", "/healthz", "/version"] {
                let answer = try await server.send(.GET, path, anonymous: true)
                #expect(answer.status == 200)
            }
            for path in [
                "/", "/api", "/api/v1/pods", "/openapi/v3", "/swiftlet/v1/status", "/nope",
            ] {
                let answer = try await server.send(.GET, path, anonymous: true)
                #expect(answer.status == 401, "\(path)")
                #expect(answer.json["reason"] == "Unauthorized")
            }
            let answer = try await server.send(.POST, "/readyz", anonymous: true)
            #expect(answer.status == 401)
        }
    }

    @Test func writesAndReads() async throws {
        try await withServer { server in
            server.client.state.withLock { $0.warnings = [#"a "quoted" warning"#, "second"] }
            let created = try await server.send(
                .POST, pods + "?fieldManager=me&dryRun=All&fieldValidation=Ignore", body: pod)
            #expect(created.status == 201)
            #expect(created.json.value(at: "metadata", "namespace") == "default")
            #expect(
                created.headers["warning"] == [
                    #"299 - "a \"quoted\" warning""#, #"299 - "second""#,
                ])
            server.client.state.withLock {
                #expect($0.writeOptions?.fieldManager == "me")
                #expect($0.writeOptions?.dryRun == true)
                #expect($0.writeOptions?.fieldValidation == .ignore)
            }
            let patched = try await server.send(
                .PATCH, pods + "/web/status", body: #"{"status":{"phase":"Running"}}"#,
                type: "application/strategic-merge-patch+json")
            #expect(patched.json.value(at: "status", "phase") == "Running")
            server.client.state.withLock {
                #expect($0.patch?.format == .strategicMerge)
                #expect($0.subresource == "status")
                #expect($0.writeOptions?.fieldValidation == .warn)
            }
            let metadata = try await server.send(
                .GET, pods,
                accept: "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
            #expect(metadata.json["kind"] == "PartialObjectMetadataList")
            #expect(metadata.json["items"]?[0]?["status"] == nil)
            #expect(metadata.json["items"]?[0]?.value(at: "metadata", "name") == "web")
        }
    }

    @Test(
        arguments: [
            ("application/json", #"{"kind":"Pod","metadata":{"name":"a","name":"web"}}"#),
            ("application/yaml", "kind: Pod\nmetadata:\n  name: a\n  name: web\n"),
        ])
    func membersNamedTwiceAreTold(_ type: String, _ body: String) async throws {
        try await withServer { server in
            let created = try await server.send(.POST, pods, body: body, type: type)
            #expect(created.json.value(at: "metadata", "name") == "web")
            server.client.state.withLock {
                #expect($0.writeOptions?.duplicateFields == ["metadata.name"])
            }
        }
    }

    @Test func deletes() async throws {
        try await withServer { server in
            _ = try await server.send(.POST, pods, body: pod)
            let deleted = try await server.send(
                .DELETE, pods + "/web?gracePeriodSeconds=9",
                body:
                    #"{"kind":"DeleteOptions","gracePeriodSeconds":3,"preconditions":{"uid":"u"}}"#)
            #expect(deleted.status == 200)
            server.client.state.withLock {
                #expect($0.deleteOptions?.gracePeriodSeconds == 3)
                #expect($0.deleteOptions?.preconditionUID == "u")
                #expect($0.deleteOptions?.propagationPolicy == nil)
            }
            // What there was before propagationPolicy, and the shortest end that there is.
            _ = try await server.send(.POST, pods, body: pod)
            _ = try await server.send(
                .DELETE, pods + "/web", body: #"{"orphanDependents":true,"gracePeriodSeconds":-1}"#)
            server.client.state.withLock {
                #expect($0.deleteOptions?.propagationPolicy == "Orphan")
                #expect($0.deleteOptions?.gracePeriodSeconds == 1)
            }
            for name in ["a", "b"] {
                _ = try await server.send(
                    .POST, pods, body: #"{"kind":"Pod","metadata":{"name":"\#(name)"}}"#)
            }
            let all = try await server.send(.DELETE, pods + "?labelSelector=app%3Dx")
            #expect(all.json["items"]?.arrayValue?.count == 2)
            server.client.state.withLock {
                #expect($0.listOptions?.labelSelector == "app=x")
                #expect($0.objects.isEmpty)
            }
        }
    }

    @Test func refusesWhatIsTooLarge() async throws {
        try await withServer { server in
            let answer = try await server.send(
                .POST, pods, body: String(repeating: " ", count: 4 << 20))
            #expect(answer.status == 413)
            #expect(answer.json["reason"] == "RequestEntityTooLarge")
        }
    }

    @Test func servesThePlainSocket() async throws {
        try await withServer { server in
            let attributes = try FileManager.default.attributesOfItem(atPath: server.socket)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let answer = try await Command.run(
                "curl", "-sS", "--unix-socket", server.socket, "http://localhost/api/v1/pods")
            #expect(answer.output.contains("PodList"), "\(answer.errors)")
        }
    }

    @Test func pullsImagesAsAStream() async throws {
        try await withServer { server in
            let good = try await server.send(
                .POST, "/swiftlet/v1/images", body: #"{"reference":"busybox"}"#)
            let lines = good.text.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.first?.contains(#"{"progress":{"#) == true)
            #expect(lines.last?.contains(#""source":"oci:/images""#) == true)
            let bad = try await server.send(
                .POST, "/swiftlet/v1/images", body: #"{"reference":"nope"}"#)
            #expect(bad.status == 200)
            #expect(bad.json.value(at: "error", "code") == 404)
            let loaded = try await server.send(
                .POST, "/swiftlet/v1/images/archive", body: "an archive")
            #expect(loaded.text.contains(#""bytes":10"#))
            let told = try await server.send(
                .POST, "/swiftlet/v1/images/archive?progress=true", body: "an archive")
            #expect(
                told.text.split(separator: "\n") == [
                    #"{"progress":{"step":"reading"}}"#,
                    #"{"result":{"bytes":10,"root":null}}"#,
                ])
            let imported = try await server.send(
                .POST, "/swiftlet/v1/images/import?name=a&config=%7B%22Cmd%22%3A%5B%22x%22%5D%7D",
                body: "tar")
            #expect(imported.text.contains(#""config":{"Cmd":["x"]}"#))
            let tagged = try await server.send(
                .POST, "/swiftlet/v1/images/tag", body: #"{"reference":"a","name":"b"}"#)
            #expect(tagged.text.contains("a as b"))
            let none = try await server.send(.POST, "/swiftlet/v1/images", body: "{}")
            #expect(none.status == 400)
        }
    }
}

import AsyncHTTPClient
import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import NIOHTTP1
import Testing

@testable import APIServer

private let pods = "/api/v1/namespaces/default/pods"

/// What stands around an object on the wire.
@Suite("Content", .serialized)
struct ContentTests {
    private func create(_ name: String, note: String = "", on server: TestServer) async throws {
        let body: JSONValue = [
            "kind": "Pod",
            "metadata": ["name": .string(name), "annotations": ["n": .string(note)]],
        ]
        _ = try await server.send(.POST, pods, body: body.serialized())
    }

    private func send(
        _ path: String, _ headers: [(String, String)], on server: TestServer,
        client: HTTPClient? = nil
    ) async throws -> TestServer.Answer {
        var request = HTTPClientRequest(url: server.url + path)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await (client ?? server.http).execute(request, timeout: .seconds(20))
        let content = try await response.body.collect(upTo: 10 << 20)
        return TestServer.Answer(
            status: Int(response.status.code), headers: response.headers,
            body: Array(content.readableBytesView))
    }

    @Test func yamlAndReadableJSONOnRequest() async throws {
        try await withServer { server in
            try await create("web", on: server)
            let yaml = try await send(pods + "/web", [("accept", "application/yaml")], on: server)
            #expect(yaml.headers.first(name: "content-type") == "application/yaml")
            #expect(yaml.text.contains("\nmetadata:\n  annotations:\n"))
            let list = try await send(pods, [("accept", "application/yaml")], on: server)
            #expect(list.text.contains("kind: PodList\n"))
            let plain = try await send(pods + "/web", [], on: server)
            #expect(!plain.text.dropLast().contains("\n"))
            #expect(plain.headers.first(name: "cache-control") == "no-cache, private")
            let curl = try await send(pods + "/web", [("user-agent", "curl/8.0")], on: server)
            #expect(curl.text.contains("\n  \"kind\": \"Pod\""))
            #expect(curl.json == plain.json)
            let short = try await send(
                pods + "/web?pretty=false", [("user-agent", "curl/8.0")], on: server)
            #expect(short.body == plain.body)
        }
    }

    @Test func whatIsNotOfferedIsNotAcceptable() async throws {
        try await withServer { server in
            try await create("web", on: server)
            for (path, offer) in [
                (pods, "application/json, application/yaml"),
                (pods + "?watch=true", "application/json;stream=watch"),
            ] {
                let answer = try await send(
                    path, [("accept", "application/vnd.kubernetes.protobuf")], on: server)
                #expect(answer.status == 406)
                #expect(answer.json["reason"] == "NotAcceptable")
                #expect(
                    answer.json["message"]?.stringValue
                        == "only the following media types are accepted: \(offer)")
            }
            let go = try await send(
                pods, [("accept", "application/vnd.kubernetes.protobuf,application/json")],
                on: server)
            #expect(go.headers.first(name: "content-type") == "application/json")
        }
    }

    @Test func longAnswersArePackedForThoseWhoTakeThem() async throws {
        try await withServer { server in
            try await create("big", note: String(repeating: "word ", count: 60_000), on: server)
            try await create("small", on: server)
            let plain = try await send(pods + "/big", [], on: server)
            #expect(plain.headers.first(name: "content-encoding") == nil)
            #expect(plain.body.count > 300_000)
            let packed = try await send(pods + "/big", [("accept-encoding", "gzip")], on: server)
            #expect(packed.headers.first(name: "content-encoding") == "gzip")
            #expect(packed.body.starts(with: [0x1F, 0x8B]))
            #expect(packed.body.count < 10_000)
            // The last four bytes are the length before packing.
            let length = packed.body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(length == plain.body.count)
            let refused = try await send(
                pods + "/big", [("accept-encoding", "gzip;q=0")], on: server)
            #expect(refused.body == plain.body)
            let short = try await send(pods + "/small", [("accept-encoding", "gzip")], on: server)
            #expect(short.headers.first(name: "content-encoding") == nil)
        }
    }

    /// They go out in pieces.
    @Test(arguments: [HTTPClient.Configuration.HTTPVersion.automatic, .http1Only])
    func veryLongAnswersArriveWhole(version: HTTPClient.Configuration.HTTPVersion) async throws {
        try await withServer { server in
            let client = try server.makeClient(version)
            for index in 0..<4 {
                let note = String(repeating: "word \(index) ", count: 50_000)
                try await create("long-\(index)", note: note, on: server)
            }
            let list = try await send(pods, [], on: server, client: client)
            #expect(list.body.count > 1_300_000)
            #expect(list.headers.first(name: "content-length") == String(list.body.count))
            let items = try #require(list.json["items"]?.arrayValue)
            #expect(items.count == 4)
            for (index, item) in items.enumerated() {
                let one = try await send(
                    pods + "/long-\(index)", [], on: server, client: client)
                #expect(one.json == item)
            }
            let packed = try await send(
                pods, [("accept-encoding", "gzip")], on: server, client: client)
            let length = packed.body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(length == list.body.count)
            try await client.shutdown()
        }
    }

    @Test func methodsThatAreNotThereNameThoseThatAre() async throws {
        try await withServer { server in
            let all = try await server.send(.POST, "/api/v1/pods", body: "{}")
            #expect(all.status == 405)
            #expect(all.headers.first(name: "allow") == "GET")
            let one = try await server.send(.POST, pods + "/web", body: "{}")
            #expect(one.headers.first(name: "allow") == "GET, PUT, PATCH, DELETE")
            #expect(
                one.json["message"]
                    == "the server does not allow this method on the requested resource")
        }
    }

    @Test func endlessURLsAndHeadersAreRefused() async throws {
        try await withServer { server in
            let client = try server.makeClient(.http1Only)
            let long = String(repeating: "x", count: 40_000)
            let path = try await send(
                pods + "?labelSelector=" + long, [], on: server, client: client)
            #expect(path.status == 414)
            let headers = (0..<2).map { ("x-filler-\($0)", long) }
            let header = try await send(pods, headers, on: server, client: client)
            #expect(header.status == 431)
            #expect(header.json["kind"] == "Status")
            try await client.shutdown()
        }
    }

    @Test func metricsCountRequests() async throws {
        try await withServer { server in
            try await create("web", on: server)
            _ = try await server.send(.GET, pods + "/nope")
            let metrics = try await server.send(.GET, "/metrics")
            let lines = metrics.text.split(separator: "\n")
            #expect(
                lines.contains(
                    #"apiserver_request_total{code="201",resource="pods",verb="POST"} 1"#))
            #expect(
                lines.contains(
                    #"apiserver_request_total{code="404",resource="pods",verb="GET"} 1"#))
            #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })
            let anonymous = try await server.send(.GET, "/metrics", anonymous: true)
            #expect(anonymous.status >= 401)
        }
    }

    @Test func tooManyRequestsAreTurnedAway() async throws {
        let limit = InFlightLimit(reads: 1, writes: 1)
        func request(_ method: HTTPRequest.Method, _ path: String) throws -> RESTRequest {
            try RESTRequest(
                Request(
                    head: HTTPRequest(method: method, scheme: nil, authority: nil, path: path),
                    body: RequestBody(buffer: .init())))
        }
        let read = try request(.get, pods)
        let error = await #expect(throws: APIError.self) {
            try await limit.admit(read) { try await limit.admit(read) {} }
        }
        #expect(error?.code == 429)
        #expect(error?.reason == "TooManyRequests")
        #expect(
            Response(failure: try #require(error)).headers[.retryAfter] == "1")
        // Writes have room of their own, watches and logs need none, and what ends leaves.
        try await limit.admit(read) { [write = try request(.post, pods)] in
            try await limit.admit(write) {}
            try await limit.admit(write) {}
        }
        try await limit.admit(read) { [watch = try request(.get, pods + "?watch=1")] in
            try await limit.admit(watch) {}
        }
        try await limit.admit(read) { [log = try request(.get, pods + "/web/log?follow=1")] in
            try await limit.admit(log) {}
        }
    }

    /// A watcher that does not read is cut off, however much there is to tell it.
    @Test func aClientThatDoesNotReadIsDropped() async throws {
        try await withServer(stalledClientTimeout: .seconds(1)) { server in
            let client = try server.makeClient(.http1Only)
            let request = HTTPClientRequest(url: server.url + pods + "?watch=true")
            let unread = try await client.execute(request, timeout: .seconds(60))
            let note = String(repeating: "x", count: 2_000_000)
            for number in 0..<12 { try await create("p\(number)", note: note, on: server) }
            #expect(try await TestServer.eventually { server.client.watcherCount == 0 })
            withExtendedLifetime(unread) {}
            try await client.shutdown()
        }
    }
}

@Suite("Warnings") struct WarningCollectorTests {
    @Test func eachIsToldOnceAndAllTogetherAreBounded() {
        let few = WarningCollector()
        for text in ["a", "b", "a"] { few.add(text) }
        #expect(few.texts == ["a", "b"])
        let long = WarningCollector()
        for number in 0..<40 { long.add("\(number) " + String(repeating: "w", count: 500)) }
        #expect(long.texts.count == 16)
        #expect(long.texts.allSatisfy { $0.unicodeScalars.count == 256 })
    }
}

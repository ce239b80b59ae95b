import AsyncHTTPClient
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization
import Testing

@testable import APIServer

private let pods = "/api/v1/namespaces/default/pods"

/// Reads a response line by line.
private struct Lines {
    private var iterator: HTTPClientResponse.Body.AsyncIterator
    private var buffered = ByteBuffer()

    init(_ response: HTTPClientResponse) {
        iterator = response.body.makeAsyncIterator()
    }

    /// Nil at the end.
    mutating func next() async throws -> String? {
        while true {
            if let end = buffered.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                let length = end - buffered.readerIndex
                defer { buffered.moveReaderIndex(forwardBy: 1) }
                return buffered.readString(length: length)
            }
            guard var chunk = try await iterator.next() else { return nil }
            buffered.writeBuffer(&chunk)
        }
    }

    mutating func nextJSON() async throws -> JSONValue? {
        try await next().map { try JSONValue(parsing: $0) }
    }
}

extension Alone {
    @Suite("Watches and logs", .serialized)
    struct StreamTests {
        @Test(arguments: ["watch/pods", "watch/namespaces/default/pods/a"])
        func theDeprecatedPathsWatchToo(path: String) async throws {
            try await withServer { server in
                var lines = Lines(try await server.open("/api/v1/" + path))
                _ = try await server.send(
                    .POST, pods, body: #"{"kind":"Pod","metadata":{"name":"a"}}"#)
                let event = try #require(try await lines.nextJSON())
                #expect(event["type"] == "ADDED")
                #expect(event.value(at: "object", "metadata", "name") == "a")
                let answer = try await server.send(.POST, "/api/v1/" + path, body: "{}")
                #expect(answer.status == 404)
            }
        }

        @Test func tellsChangesAsTheyHappen() async throws {
            try await withServer { server in
                var lines = Lines(try await server.open(pods + "?watch=true"))
                for (name, kind) in [("a", "ADDED"), ("b", "ADDED")] {
                    _ = try await server.send(
                        .POST, pods, body: #"{"kind":"Pod","metadata":{"name":"\#(name)"}}"#)
                    let event = try #require(try await lines.nextJSON())
                    #expect(event["type"]?.stringValue == kind)
                    #expect(event.value(at: "object", "metadata", "name")?.stringValue == name)
                }
                _ = try await server.send(.DELETE, pods + "/a")
                let event = try await lines.nextJSON()
                #expect(event?["type"] == "DELETED")
            }
        }

        @Test func namesColumnsInTheFirstTableOnly() async throws {
            try await withServer { server in
                for name in ["a", "b"] {
                    _ = try await server.send(
                        .POST, pods, body: #"{"kind":"Pod","metadata":{"name":"\#(name)"}}"#)
                }
                var request = HTTPClientRequest(url: server.url + pods + "?watch=1")
                request.headers.add(
                    name: "accept", value: "application/json;as=Table;v=v1;g=meta.k8s.io")
                var lines = Lines(try await server.http.execute(request, timeout: .seconds(30)))
                let first = try #require(try await lines.nextJSON()?["object"])
                let second = try #require(try await lines.nextJSON()?["object"])
                #expect(first["kind"] == "Table")
                #expect(first["columnDefinitions"]?.arrayValue?.isEmpty == false)
                #expect(second["columnDefinitions"]?.arrayValue?.isEmpty != false)
                #expect(second["rows"]?[0]?.value(at: "object", "kind") == "PartialObjectMetadata")
            }
        }

        @Test func passesOnWhatAWatchAsksFor() async throws {
            try await withServer { server in
                _ = try await server.open(
                    pods + "/web?watch=true&resourceVersion=7&fieldSelector=spec.nodeName%3Dn"
                        + "&allowWatchBookmarks=true&sendInitialEvents=true")
                server.client.state.withLock {
                    #expect($0.listOptions?.fieldSelector == "spec.nodeName=n,metadata.name=web")
                    #expect($0.listOptions?.resourceVersion == "7")
                    #expect($0.listOptions?.allowWatchBookmarks == true)
                    #expect($0.listOptions?.sendInitialEvents == true)
                }
            }
        }

        @Test func reportsFailuresAsEvents() async throws {
            try await withServer { server in
                var lines = Lines(try await server.open(pods + "?watch=true"))
                server.client.failWatches(APIError.expired("too old resource version: 1 (9)"))
                let event = try #require(try await lines.nextJSON())
                #expect(event["type"] == "ERROR")
                #expect(event.value(at: "object", "code") == 410)
                #expect(try await lines.next() == nil)
            }
        }

        @Test func endsAtItsTimeout() async throws {
            try await withServer { server in
                let start = ContinuousClock.now
                var lines = Lines(try await server.open(pods + "?watch=true&timeoutSeconds=1"))
                #expect(try await lines.next() == nil)
                #expect(ContinuousClock.now - start < .seconds(5))
                #expect(try await TestServer.eventually { server.client.watcherCount == 0 })
            }
        }

        @Test(arguments: [HTTPClient.Configuration.HTTPVersion.automatic, .http1Only])
        func letsGoWithTheClient(version: HTTPClient.Configuration.HTTPVersion) async throws {
            try await withServer { server in
                let client = try server.makeClient(version)
                let request = HTTPClientRequest(url: server.url + pods + "?watch=true")
                let reader = Task {
                    var lines = Lines(try await client.execute(request, timeout: .seconds(30)))
                    return try await lines.next()
                }
                #expect(try await TestServer.eventually { server.client.watcherCount == 1 })
                try await Task.sleep(for: .milliseconds(100))
                reader.cancel()
                _ = await reader.result
                #expect(try await TestServer.eventually { server.client.watcherCount == 0 })
                try await client.shutdown()
            }
        }

        @Test func endsStreamsWhenTheServerDoes() async throws {
            // They end by themselves, not with their connection, which would be an error to the client.
            try await withServer(shutdownGrace: .seconds(60)) { server in
                var watch = Lines(try await server.open(pods + "?watch=true"))
                var log = Lines(try await server.open(pods + "/web/log?follow=true"))
                await server.services.triggerGracefulShutdown()
                #expect(try await watch.next() == nil)
                #expect(try await log.next() == nil)
                #expect(try await TestServer.eventually { server.logs.openCount == 0 })
            }
        }

        @Test func followsLogs() async throws {
            try await withServer { server in
                let whole = try await server.send(
                    .GET, pods + "/web/log?container=main&tailLines=5")
                #expect(whole.text == "one\ntwo\n")
                #expect(whole.headers.first(name: "content-type") == "text/plain")
                #expect(server.logs.lastRequest == LogRequest(container: "main", tailLines: 5))
                var lines = Lines(try await server.open(pods + "/web/log?follow=true"))
                for line in ["first", "second", "third"] {
                    server.logs.write(line + "\n")
                    #expect(try await lines.next() == line)
                }
                server.logs.finish()
                #expect(try await lines.next() == nil)
            }
        }

        @Test(arguments: [
            ("tailLines=-1", "tailLines: Invalid value: -1: must be greater than or equal to 0"),
            ("limitBytes=0", "limitBytes: Invalid value: 0: must be greater than 0"),
            ("sinceSeconds=0", "sinceSeconds: Invalid value: 0: must be greater than 0"),
            (
                "sinceSeconds=1&sinceTime=2026-11-22T20:00:00Z",
                ": Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified"
            ),
            (
                "stream=stdout",
                #"stream: Unsupported value: "stdout": supported values: "All", "Stderr", "Stdout""#
            ),
        ])
        func refusesLogOptions(query: String, problem: String) async throws {
            try await withServer { server in
                let answer = try await server.send(.GET, pods + "/web/log?" + query)
                #expect(answer.json["code"] == 422)
                #expect(
                    answer.json["message"]?.stringValue == "PodLogOptions \"web\" is invalid: "
                        + problem)
            }
        }

        @Test func readsOneOutputOfAContainer() async throws {
            try await withServer { server in
                _ = try await server.send(.GET, pods + "/web/log?stream=Stderr&tailLines=2")
                #expect(server.logs.lastRequest == LogRequest(tailLines: 2, stream: .stderr))
            }
        }
    }
}

import Foundation
import Glibc
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Kubelet

@Suite struct LogTests {
    private func write(_ lines: String, to path: String) throws {
        try PodDirectory.make(String(path[..<path.lastIndex(of: "/")!]))
        let file = try #require(fopen(path, "a"))
        defer { fclose(file) }
        for line in lines.split(separator: "\n") {
            fputs("2026-11-22T19:00:00.000000001Z stdout F \(line)\n", file)
        }
    }

    private func text(_ pieces: AsyncThrowingStream<[UInt8], any Error>) async throws -> String {
        var bytes: [UInt8] = []
        for try await piece in pieces { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("a follower reads across a restart and ends with the Pod")
    func follow() async throws {
        let fixture = try Fixture()
        let folder = fixture.root + "/log/pods/default_web_uid-web/main"
        try await fixture.run { kubelet in
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
            try write("one\ntwo", to: folder + "/0.log")
            let pieces = try await kubelet.log(
                namespace: "default", pod: "web", request: LogRequest(follow: true))
            async let read = text(pieces)
            await fixture.runtime.end("main", code: 1)
            try await fixture.eventually("restarted") {
                let status = await fixture.status("web").containerStatuses[0]
                return status.restartCount == 1 && status.ready
            }
            try write("three", to: folder + "/1.log")
            await fixture.client.requestDeletion("web", grace: 30)
            #expect(try await read == "one\ntwo\nthree\n")
        }
    }

    @Test("a follower that comes before the kubelet knows the Pod waits for it")
    func early() async throws {
        let fixture = try Fixture()
        await fixture.client.put(.bound(named: "web", [.named("main")]))
        let kubelet = fixture.kubelet()
        let read = Task {
            try await text(
                kubelet.log(
                    namespace: "default", pod: "web", request: LogRequest(follow: true)))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await kubelet.run() }
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
            try write("one", to: fixture.root + "/log/pods/default_web_uid-web/main/0.log")
            await fixture.client.requestDeletion("web", grace: 30)
            #expect(try await read.value == "one\n")
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test("one read: the latest run, the one before, the last lines")
    func once() async throws {
        let fixture = try Fixture()
        let folder = fixture.root + "/log/pods/default_web_uid-web/main"
        try await fixture.run { kubelet in
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
            try write("one\ntwo", to: folder + "/0.log")
            await fixture.runtime.end("main", code: 1)
            try await fixture.eventually("restarted") {
                let status = await fixture.status("web").containerStatuses[0]
                return status.restartCount == 1 && status.ready
            }
            try write("three", to: folder + "/1.log")
            func read(_ request: LogRequest) async throws -> String {
                try await text(kubelet.log(namespace: "default", pod: "web", request: request))
            }
            #expect(try await read(LogRequest()) == "three\n")
            #expect(try await read(LogRequest(previous: true)) == "one\ntwo\n")
            #expect(try await read(LogRequest(previous: true, tailLines: 1)) == "two\n")
            await #expect(throws: APIError.self) { try await read(LogRequest(container: "nope")) }
        }
    }

    @Test("links lead to the logs of the containers that are kept, and go with their Pod")
    func links() async throws {
        let fixture = try Fixture()
        let links = fixture.root + "/log/containers"
        @Sendable func targets() -> [String] {
            DirectoryTree.names(in: links).sorted().compactMap { name in
                guard name.hasPrefix("web_default_main-"), name.hasSuffix(".log") else {
                    return nil
                }
                let target = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: links + "/" + name)
                return target.map { String($0.dropFirst(fixture.root.count)) }
            }.sorted()
        }
        @Sendable func log(_ attempt: Int) -> String {
            "/log/pods/default_web_uid-web/main/\(attempt).log"
        }
        try await fixture.run { _ in
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("running") {
                await fixture.status("web").isTrue(.ready)
            }
            #expect(targets() == [log(0)])
            for attempt in 1...2 {
                await fixture.runtime.end("main", code: 1)
                try await fixture.eventually("restarted") {
                    fixture.clock.advance(seconds: 10)
                    return await fixture.status("web").containerStatuses.first?.restartCount
                        == Int32(attempt)
                }
            }
            // The one before is kept, as its container is.
            try await fixture.eventually("the oldest one is gone") {
                targets() == [log(1), log(2)]
            }
            await fixture.client.requestDeletion("web", grace: 0)
            try await fixture.eventually("gone") { await fixture.client.pod("web") == nil }
            #expect(DirectoryTree.names(in: links).isEmpty)
        }
    }

    @Test("where links are, and how they are called")
    func linkNames() throws {
        #expect(ContainerLogLinks(logDirectory: "/data/logs") == nil)
        let links = try #require(ContainerLogLinks(logDirectory: "/var/log/pods"))
        let path = links.path(pod: "web", namespace: "lab", container: "main", id: "ab12")
        #expect(path == "/var/log/containers/web_lab_main-ab12.log")
        let long = String(repeating: "x", count: 253)
        let cut = links.path(pod: long, namespace: "lab", container: "main", id: "ab12")
        #expect(cut == "/var/log/containers/\(String(repeating: "x", count: 251)).log")
    }

    @Test("no such Pod")
    func missing() async throws {
        let fixture = try Fixture()
        let kubelet = fixture.kubelet()
        await #expect(throws: APIError.notFound(.pods, name: "nope")) {
            _ = try await kubelet.log(namespace: "default", pod: "nope", request: LogRequest())
        }
    }
}

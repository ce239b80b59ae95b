import Glibc
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

@Suite(.enabled(if: getuid() == 0, "layers keep their owners, which takes root"))
struct RegistryPullTests {
    private static let layers = [
        Tar.make { $0.file("lower", String(repeating: "lower ", count: 50_000)) },
        Tar.make { $0.file("upper", String(repeating: "upper ", count: 50_000)) },
    ]

    private func pull(
        _ modes: String, credentials: Bool = false
    ) async throws -> (log: [String], pull: ImagePull) {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let registry = try RegistryFixture(fixture, modes)
        let user = RegistryCredential(user: "user", password: "pass")
        let store = try await fixture.open(
            mirrors: [], credentials: credentials ? [registry.host: user] : [:])
        let pull = try await store.pull("\(registry.host)/app:1")
        let log = try fixture.text("log").split(separator: "\n").map(String.init)
        let again = try await store.pull("\(registry.host)/app:1")
        #expect(again.bytesFetched == 0)
        let more = try fixture.text("log").split(separator: "\n").count - log.count
        #expect(more == (modes == "nohead" ? 2 : 1))
        return (log, pull)
    }

    @Test func pullsByTheProtocol() async throws {
        let (log, pull) = try await pull("plain")
        #expect(log.count == 5)
        #expect(log[0] == "HEAD /v2/app/manifests/1 -")
        #expect(log[1].hasPrefix("GET /v2/app/manifests/sha256:"))
        #expect(log[2...].allSatisfy { $0.hasPrefix("GET /v2/app/blobs/sha256:") })
        #expect(pull.source.hasPrefix("http://127.0.0.1:"))
        #expect(pull.bytesFetched > 600_000)
        #expect(pull.image.size > 600_000)
    }

    @Test func getsAToken() async throws {
        let (log, _) = try await pull("token")
        #expect(log[0] == "HEAD /v2/app/manifests/1 -")
        #expect(log[1] == "GET /token?service=test&scope=repository%3Aapp%3Apull -")
        #expect(log[2] == "HEAD /v2/app/manifests/1 Bearer t0ken")
        #expect(log.count { $0.contains("/token") } == 1)
    }

    @Test func sendsCredentials() async throws {
        let (log, _) = try await pull("basic", credentials: true)
        #expect(log[1] == "HEAD /v2/app/manifests/1 Basic dXNlcjpwYXNz")
        let (tokenLog, _) = try await pull("token", credentials: true)
        #expect(tokenLog[1].hasSuffix(" Basic dXNlcjpwYXNz"))
        let error = await #expect(throws: ImageStoreError.self) { try await pull("basic") }
        #expect(error?.reason == .unauthorized)
    }

    @Test(arguments: ["busy=2", "torn=2", "nohead"])
    func getsOverTrouble(mode: String) async throws {
        _ = try await pull(mode)
    }

    @Test func givesUp() async throws {
        let busy = await #expect(throws: ImageStoreError.self) { try await pull("busy=100") }
        #expect(busy?.reason == .registryUnavailable)
        #expect(busy?.description.contains("it answers 503 Service Unavailable") == true)
        let torn = await #expect(throws: ImageStoreError.self) { try await pull("torn=100") }
        #expect(torn?.reason == .registryUnavailable)
        #expect(torn?.description.contains("the connection broke") == true)
        let wrong = await #expect(throws: ImageStoreError.self) { try await pull("wrong") }
        #expect(wrong?.reason == .digestMismatch)
    }

    @Test func keepsCredentialsFromOtherHosts() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let storage = try RegistryFixture(fixture)
        let registry = try RegistryFixture(fixture, "token", "redirect=\(storage.port)")
        let store = try await fixture.open(mirrors: [])
        _ = try await store.pull("\(registry.host)/app:1")
        let log = try fixture.text("log").split(separator: "\n")
        let blobs = log.filter { $0.contains("/blobs/") }
        #expect(blobs.count == 6)
        #expect(blobs.count { $0.hasSuffix(" Bearer t0ken") } == 3)
        #expect(blobs.count { $0.hasSuffix(" -") } == 3)
    }

    @Test func triesMirrorsFirst() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let registry = try RegistryFixture(fixture)
        let empty = try RegistryFixture(fixture, layout: fixture.path + "/none")
        let store = try await fixture.open(mirrors: [
            .layout(fixture.path + "/none"),
            .registry(RegistryEndpoint(isSecure: false, host: empty.host)),
            .registry(RegistryEndpoint(isSecure: false, host: registry.host, prefix: "hub")),
        ])
        let pull = try await store.pull("app:1")
        #expect(pull.source == "http://\(registry.host)/hub")
        #expect(pull.image.tags == ["docker.io/library/app:1"])
        #expect(try fixture.text("log").contains("HEAD /v2/hub/library/app/manifests/1 -"))
    }

    @Test func sharesLayersBetweenImages() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        try fixture.makeImage("2", layers: Self.layers + [Tar.make { $0.file("more") }])
        let registry = try RegistryFixture(fixture)
        let store = try await fixture.open(mirrors: [])
        _ = try await store.pull("\(registry.host)/app:1")
        let second = try await store.pull("\(registry.host)/app:2")
        #expect(second.bytesFetched < 10_000)
    }

    @Test(.timeLimit(.minutes(1))) func canBeCancelled() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let registry = try RegistryFixture(fixture, "busy=1000")
        let store = try await fixture.open(mirrors: [])
        let task = Task { try await store.pull("\(registry.host)/app:1") }
        task.cancel()
        let error = await #expect(throws: ImageStoreError.self) { try await task.value }
        #expect(error?.reason == .cancelled)
    }

    @Test(
        .enabled(
            if: File.exists(RegistryFixture.dockerRegistry) && File.exists(RegistryFixture.skopeo),
            "needs Debian's docker-registry and skopeo"))
    func pullsFromARealRegistry() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        try File.write(
            Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8), to: fixture.layout + "/oci-layout")
        let registry = try RegistryFixture(dockerRegistryIn: fixture)
        #expect(
            try await RegistryFixture.run(
                RegistryFixture.skopeo,
                [
                    "copy", "--retry-times", "5", "--dest-tls-verify=false",
                    "oci:\(fixture.layout):1", "docker://\(registry.host)/team/app:1",
                ]) == 0)
        let store = try await fixture.open(mirrors: [])
        let image = try await store.pull("\(registry.host)/team/app:1").image
        let rootfs = try await store.prepareRootFileSystem(imageID: image.id, containerID: "c")
        #expect(File.names(in: rootfs) == ["lower", "upper"])
        let error = await #expect(throws: ImageStoreError.self) {
            try await store.pull("\(registry.host)/team/app:2")
        }
        #expect(
            error?.description
                == "failed to pull image \"\(registry.host)/team/app:2\": not found in "
                + "http://\(registry.host)")
    }
}

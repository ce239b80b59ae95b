import Glibc
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

/// Tokens that expire, and hosts that a registry sends its clients to.
@Suite(.enabled(if: getuid() == 0, "layers keep their owners, which takes root"))
struct RegistryAccessTests {
    private static let layers = RegistryRobustnessTests.layers
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
    }

    private var log: [String] {
        get throws { try fixture.text("log").split(separator: "\n").map(String.init) }
    }

    @Test func tokensThatExpireAreReplaced() async throws {
        let registry = try RegistryFixture(
            fixture, "token", "expire=1", "torn=2", "large", "ranges")
        var configuration = fixture.configuration(mirrors: [])
        // Another download would use a token up.
        configuration.concurrentDownloads = 1
        let store = try await ImageStore.open(configuration)
        _ = try await store.pull("\(registry.host)/app:1")
        let log = try log
        let parts = log.filter { $0.contains(" bytes=") && !$0.contains(" - ") }
        #expect(
            parts.count >= 3, "a part is asked for with an old token, then with a new one: \(log)")
        let tokens = log.count { $0.hasPrefix("GET /token") }
        #expect(tokens == log.count { !$0.hasPrefix("GET /token") } / 2, "\(log)")
        #expect(try await store.verify { _ in }.problems.isEmpty)
    }

    @Test func anotherHostIsShownATokenOfNobody() async throws {
        let storage = try RegistryFixture(fixture, "token")
        let registry = try RegistryFixture(fixture, "basic", "redirect=\(storage.port)")
        let store = try await fixture.open(
            mirrors: [],
            credentials: [registry.host: RegistryCredential(user: "user", password: "pass")])
        _ = try await store.pull("\(registry.host)/app:1")
        let log = try log
        let tokens = log.filter { $0.hasPrefix("GET /token") }
        #expect(!tokens.isEmpty && tokens.allSatisfy { $0.hasSuffix(" -") }, "\(log)")
        let blobs = log.filter { $0.contains("/blobs/") }
        // The password for the registry, the token for the other host.
        #expect(blobs.count { $0.contains(" Basic ") } == 3, "\(log)")
        #expect(blobs.count { $0.contains(" Bearer ") } == 3, "\(log)")
    }

    @Test func anotherHostIsNotShownThePassword() async throws {
        let storage = try RegistryFixture(fixture, "basic")
        let registry = try RegistryFixture(fixture, "basic", "redirect=\(storage.port)")
        let store = try await fixture.open(
            mirrors: [],
            credentials: [registry.host: RegistryCredential(user: "user", password: "pass")])
        let error = await #expect(throws: ImageStoreError.self) {
            try await store.pull("\(registry.host)/app:1")
        }
        #expect(error?.reason == .registryUnavailable)
        #expect(
            error?.description.contains(
                "http://localhost:\(storage.port), where http://\(registry.host) sends for it, "
                    + "answers 401") == true, "\(String(describing: error))")
        let blobs = try log.filter { $0.contains("/blobs/") }
        #expect(blobs.count { $0.contains(" Basic ") } == blobs.count / 2, "\(blobs)")
    }

    @Test func expiredAddressesAreReplaced() async throws {
        let storage = try RegistryFixture(fixture, "expired=1")
        let registry = try RegistryFixture(fixture, "token", "redirect=\(storage.port)")
        let store = try await fixture.open(mirrors: [])
        _ = try await store.pull("\(registry.host)/app:1")
        #expect(try await store.verify { _ in }.problems.isEmpty)
    }

    /// Whoever names the address for an upload gets the upload, and no password.
    @Test func uploadsElsewhereBringNoCredentials() async throws {
        let other = try RegistryFixture(fixture, layout: fixture.path + "/none", "basic")
        let registry = try RegistryFixture(
            fixture, layout: fixture.path + "/none", "basic", "upload=\(other.port)")
        let store = try await fixture.open()
        _ = try await store.pull("app:1")
        var keyring = RegistryKeyring()
        keyring.add(registry.host, RegistryCredential(user: "user", password: "pass"))
        let name = "\(registry.host)/app:1"
        _ = try await store.tag("app:1", as: name)
        await #expect(throws: ImageStoreError.self) {
            try await store.push(name, keyring: keyring) { _ in }
        }
        let log = try log
        #expect(log.contains { $0.hasPrefix("POST ") && $0.contains(" Basic ") }, "\(log)")
        let uploads = log.filter { $0.hasPrefix("PUT ") }
        #expect(!uploads.isEmpty && uploads.allSatisfy { $0.hasSuffix(" -") }, "\(log)")
    }
}

import Glibc
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

/// What the large public registries answer, as they document it, and how they turn people away.
@Suite(.enabled(if: getuid() == 0, "layers keep their owners, which takes root"))
struct PublicRegistryTests {
    private static let layers = [
        Tar.make { $0.file("lower", String(repeating: "lower ", count: 50_000)) }
    ]

    private func fixture() throws -> Fixture {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        return fixture
    }

    private func log(_ fixture: Fixture) throws -> [Substring] {
        try fixture.text("log").split(separator: "\n")
    }

    /// Docker Hub, ghcr.io and quay.io: a token for everybody, from an address that the registry
    /// names, and blobs in a store of signed addresses that refuses whoever shows more than those.
    @Test func tokensForEverybodyAndBlobsElsewhere() async throws {
        let fixture = try fixture()
        let blobs = try RegistryFixture(fixture, "strict", "ranges")
        let registry = try RegistryFixture(fixture, "token", "redirect=\(blobs.port)")
        let store = try await fixture.open(mirrors: [])
        _ = try await store.pull("\(registry.host)/app:1")
        let lines = try log(fixture)
        #expect(lines.count { $0.contains("/token?") } == 1)
        #expect(lines.count { $0.contains("/blobs/") && $0.hasSuffix(" -") } == 2)
    }

    /// registry.k8s.io sends everything on to a registry near by, manifests too.
    @Test func manifestsElsewhere() async throws {
        let fixture = try fixture()
        let near = try RegistryFixture(fixture, "strict")
        let registry = try RegistryFixture(fixture, "redirect-all=\(near.port)")
        let store = try await fixture.open(mirrors: [])
        let pull = try await store.pull("\(registry.host)/app:1")
        #expect(pull.image.tags == ["\(registry.host)/app:1"])
        #expect(pull.image.digests.count == 1)
        #expect(try await store.pull("\(registry.host)/app:1").bytesFetched == 0)
    }

    /// ghcr.io has no token for what does not exist or is private; Docker Hub has one, and then says
    /// that it does not suffice.
    @Test(arguments: [
        (["token", "denied"], "requested access to the resource is denied"),
        (["missing"], "refuses access to app"),
    ])
    func whatDoesNotExistNeedsCredentials(modes: [String], said: String) async throws {
        let fixture = try fixture()
        let registry =
            try modes.count == 2
            ? RegistryFixture(fixture, modes[0], modes[1]) : RegistryFixture(fixture, modes[0])
        let store = try await fixture.open(mirrors: [])
        let error = await #expect(throws: ImageStoreError.self) {
            try await store.pull("\(registry.host)/app:1")
        }
        #expect(error?.reason == .unauthorized)
        let text = error?.description ?? ""
        #expect(text.contains(said), "\(text)")
        #expect(text.contains("the repository does not exist or needs credentials"), "\(text)")
    }

    @Test(arguments: ["nohead=405", "nohead=501"])
    func manifestsWithoutHead(mode: String) async throws {
        let fixture = try fixture()
        let registry = try RegistryFixture(fixture, mode)
        let store = try await fixture.open(mirrors: [])
        let pull = try await store.pull("\(registry.host)/app:1")
        #expect(pull.bytesFetched > 0)
        #expect(try await store.pull("\(registry.host)/app:1").bytesFetched == 0)
    }

    @Test func whoIsAskedToWaitWaits() async throws {
        let fixture = try fixture()
        let registry = try RegistryFixture(fixture, "limited=2:1")
        let store = try await fixture.open(mirrors: [])
        let start = ContinuousClock.now
        _ = try await store.pull("\(registry.host)/app:1")
        // Twice a second, where the store's own waits are 0.2 and 0.8 s.
        #expect(.now - start >= .seconds(2))
    }

    /// A rate limit of hours is no reason to keep a Pod's pull waiting without a word.
    @Test func longWaitsAreTold() async throws {
        let fixture = try fixture()
        let registry = try RegistryFixture(fixture, "limited=100:3600")
        let store = try await fixture.open(mirrors: [])
        let error = await #expect(throws: ImageStoreError.self) {
            try await store.pull("\(registry.host)/app:1")
        }
        #expect(error?.reason == .registryUnavailable)
        let text = error?.description ?? ""
        #expect(text.contains("asked again in 3600 s: it answers 429 Too Many Requests"), "\(text)")
        #expect(try log(fixture).count == 1)
    }

    @Test func retryAfterIsSecondsOrADate() {
        #expect(RegistryFailure.delay("7", now: 0) == .seconds(7))
        #expect(RegistryFailure.delay("-7", now: 0) == .zero)
        #expect(
            RegistryFailure.delay("Thu, 01 Jan 1970 00:01:40 GMT", now: 40) == .seconds(60))
        #expect(RegistryFailure.delay("Thu, 01 Jan 1970 00:00:10 GMT", now: 40) == .zero)
        #expect(RegistryFailure.delay("soon", now: 0) == nil)
    }

    /// One that stands still is given up, and gone on with by a connection of its own.
    @Test func aStalledConnectionIsGivenUp() async throws {
        let fixture = try fixture()
        let registry = try RegistryFixture(fixture, "stall=1", "large", "ranges")
        var configuration = fixture.configuration(mirrors: [])
        configuration.patience = .seconds(1)
        let store = try await ImageStore.open(configuration)
        _ = try await store.pull("\(registry.host)/app:1")
        #expect(try log(fixture).contains { $0.contains(" bytes=") })
        #expect(try await store.verify { _ in }.problems.isEmpty)
    }

    @Test func aRegistryThatStandsStillIsNamed() async throws {
        let fixture = try fixture()
        let registry = try RegistryFixture(fixture, "stall=100", "large")
        var configuration = fixture.configuration(mirrors: [])
        configuration.patience = .seconds(1)
        let store = try await ImageStore.open(configuration)
        let error = await #expect(throws: ImageStoreError.self) {
            try await store.pull("\(registry.host)/app:1")
        }
        #expect(error?.reason == .registryUnavailable)
        #expect(error?.description.contains("it sends nothing any more") == true)
    }

    @Test(.enabled(if: File.exists("/proc/net/if_inet6"), "needs IPv6"))
    func registriesHaveIPv6Addresses() async throws {
        let fixture = try fixture()
        let registry = try RegistryFixture(fixture, "ipv6", "token")
        let store = try await fixture.open(mirrors: [])
        let name = "[::1]:\(registry.port)/team/app:1"
        let pull = try await store.pull(name)
        #expect(pull.source == "http://[::1]:\(registry.port)")
        #expect(pull.image.tags == [name])
        #expect(await store.image(name)?.id == pull.image.id)
        let rootfs = try await store.prepareRootFileSystem(
            imageID: pull.image.id, containerID: "c")
        #expect(File.names(in: rootfs) == ["lower"])
        #expect(try await store.remove(name).count == 3)
    }
}

import Glibc
import LinuxSystem
import OCI
import Synchronization
import Testing

@testable import ImageStore

/// Pulls of different images, or from different registries, that want the same layer.
@Suite(.enabled(if: getuid() == 0, "layers keep their owners, which takes root"))
struct SharedLayerTests {
    private static let shared = Tar.make {
        $0.file(
            "shared",
            (0..<100_000).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 36) }
                .joined())
    }

    private func makeImages(_ fixture: Fixture) throws {
        for name in ["1", "2"] {
            try fixture.makeImage(name, layers: [Self.shared, Tar.make { $0.file(name) }])
        }
    }

    /// Lets two pulls wait for the shared layer, the first one's download of which stands still until
    /// `release` is there.
    private func pullTwice(
        _ store: ImageStore, _ fixture: Fixture, _ first: String, _ second: String,
        _ body: (Task<ImagePull, any Error>, Task<ImagePull, any Error>) async throws -> Void
    ) async throws {
        let digest = SHA256Hasher.digest(of: Self.shared)
        let one = Task { try await store.pull(first) }
        while !((try? fixture.text("log")) ?? "").contains("/blobs/\(digest)") {
            try await Task.sleep(for: .milliseconds(5))
        }
        let two = Task { try await store.pull(second) }
        while await store.blobLeases.count(digest) < 2 {
            try await Task.sleep(for: .milliseconds(5))
        }
        try await body(one, two)
    }

    private func downloads(_ fixture: Fixture) throws -> [String] {
        let digest = SHA256Hasher.digest(of: Self.shared)
        return try fixture.text("log").split(separator: "\n").map(String.init)
            .filter { $0.contains("/blobs/\(digest)") }
    }

    @Test(.timeLimit(.minutes(1)))
    func whoIsCancelledLeavesTheDownloadToOthers() async throws {
        let fixture = try Fixture()
        try makeImages(fixture)
        let release = fixture.path + "/release"
        let registry = try RegistryFixture(fixture, "hold=\(release)", "ranges")
        let store = try await fixture.open(mirrors: [])
        try await pullTwice(
            store, fixture, "\(registry.host)/app:1", "\(registry.host)/app:2"
        ) { one, two in
            one.cancel()
            let error = await #expect(throws: ImageStoreError.self) { try await one.value }
            #expect(error?.reason == .cancelled)
            try File.write([], to: release)
            _ = try await two.value
        }
        #expect(try await store.verify { _ in }.problems.isEmpty)
        // Of what only the first one wanted, the beginning may be there.
        let digest = SHA256Hasher.digest(of: Self.shared).hexadecimal
        #expect(!File.names(in: fixture.root + "/content/ingest").contains(digest))
    }

    @Test(.timeLimit(.minutes(1)))
    func aDownloadThatFailsIsGoneOnWithFromTheOthersSource() async throws {
        let fixture = try Fixture()
        try makeImages(fixture)
        let release = fixture.path + "/release"
        let broken = try RegistryFixture(fixture, "vanish=\(release)")
        let sound = try RegistryFixture(fixture, "ranges")
        let store = try await fixture.open(mirrors: [])
        try await pullTwice(
            store, fixture, "\(broken.host)/app:1", "\(sound.host)/app:2"
        ) { one, two in
            try File.write([], to: release)
            let error = await #expect(throws: ImageStoreError.self) { try await one.value }
            #expect(error?.reason == .notFound)
            let pull = try await two.value
            #expect(pull.source == "http://\(sound.host)")
        }
        #expect(try downloads(fixture).last?.contains(" bytes=") == true, "it goes on half way")
        #expect(try await store.verify { _ in }.problems.isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func wrongBytesOfOneSourceDoNotFailAnother() async throws {
        let fixture = try Fixture()
        try makeImages(fixture)
        let release = fixture.path + "/release"
        let wrong = try RegistryFixture(fixture, "hold=\(release)", "wrong", "large")
        let sound = try RegistryFixture(fixture, "ranges")
        let store = try await fixture.open(mirrors: [])
        try await pullTwice(
            store, fixture, "\(wrong.host)/app:1", "\(sound.host)/app:2"
        ) { one, two in
            try File.write([], to: release)
            let error = await #expect(throws: ImageStoreError.self) { try await one.value }
            #expect(error?.reason == .digestMismatch)
            _ = try await two.value
        }
        #expect(try await store.verify { _ in }.problems.isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func whatWasCancelledHasEndedBeforeTheNextBegins() async throws {
        let operations = SharedOperations<String, Int>()
        let events = Events()
        let (began, hasBegun) = AsyncStream.makeStream(of: Void.self)
        let (release, releasing) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await operations.run("key") {
                hasBegun.yield()
                // It does not notice at once that it is not wanted any more.
                await Task.detached { for await _ in release { break } }.value
                events.note("first ends")
                return 1
            }
        }
        for await _ in began { break }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        let second = Task {
            try await operations.run("key") {
                events.note("second begins")
                return 2
            }
        }
        await Task.yield()
        releasing.yield()
        #expect(try await second.value == 2)
        await operations.drained("key")
        #expect(events.all == ["first ends", "second begins"])
    }
}

private final class Events: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func note(_ text: String) { texts.withLock { $0.append(text) } }
}

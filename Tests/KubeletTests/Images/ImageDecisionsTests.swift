import ImageStore
import JSON
import KubernetesAPI
import OCI
import Synchronization
import Testing

@testable import Kubelet

@Suite struct ImageDecisionsTests {
    private static let repository = "docker.io/library/busybox"
    private static let secret = SecretIdentity(uid: "1", namespace: "ns", name: "s")
    private static let credential = RegistryCredential(
        user: "u", password: "p", origin: .secret(secret))

    private func image(
        _ access: [String: ImageAccess] = [:], number: Int = 1, lastUsedAt: Int64 = 0
    ) -> ImageRecord {
        ImageRecord(
            id: Digest("sha256:" + String(repeating: String(number % 10), count: 64))!, tags: [],
            digests: [], size: 1, createdAt: Int64(number),
            configuration: ImageConfiguration(json: [:]), access: access, lastUsedAt: lastUsedAt)
    }

    @Test(arguments: [
        ("Always", true, false, false, ImagePullPolicy.Step.pull),
        ("Always", true, false, true, .use), ("Always", true, true, true, .pull),
        ("Always", false, false, true, .pull), ("IfNotPresent", true, false, false, .use),
        ("IfNotPresent", true, true, false, .pull), ("IfNotPresent", false, false, false, .pull),
        ("Never", true, false, false, .use), ("Never", true, true, false, .refuse),
        ("Never", false, false, false, .refuse),
    ])
    func policies(
        policy: String, isPresent: Bool, mustProve: Bool, isOffline: Bool,
        expected: ImagePullPolicy.Step
    ) {
        #expect(
            ImagePullPolicy.step(
                PullPolicy(rawValue: policy), isPresent: isPresent, mustProve: mustProve,
                isOffline: isOffline) == expected)
    }

    @Test(arguments: ImageSettings.Verification.allCases)
    func credentialsAreProven(verification: ImageSettings.Verification) {
        let settings = ImageSettings(
            verification: verification, verificationAllowlist: ["docker.io/library/*"])
        func mustPull(_ image: ImageRecord, _ credentials: [RegistryCredential] = []) -> Bool {
            settings.mustPull(image, repository: Self.repository, credentials: credentials)
        }
        let preloaded = image()
        let open = image([Self.repository: ImageAccess(isForAll: true)])
        let secret = image([
            Self.repository: ImageAccess(secrets: [Self.secret: Self.credential.fingerprint])
        ])
        let elsewhere = image(["quay.io/a": ImageAccess(isForAll: true)])
        #expect(mustPull(preloaded) == (verification == .always))
        #expect(!mustPull(open))
        #expect(mustPull(secret) == (verification != .never))
        #expect(!mustPull(secret, [Self.credential]))
        #expect(mustPull(elsewhere) == (verification != .never))
        let named = image([
            "quay.io/a": ImageAccess(isForAll: true),
            Self.repository: ImageAccess(isNamedHere: true),
        ])
        #expect(mustPull(named) == (verification == .always))
        let listed = ImageSettings(verification: .neverAllowlisted)
        #expect(listed.mustPull(preloaded, repository: Self.repository, credentials: []))
    }

    @Test func theDiskDecidesHowMuchGoes() {
        let settings = ImageSettings()
        #expect(ImageCollection.excess(capacity: 1000, available: 151, settings) == 0)
        #expect(ImageCollection.excess(capacity: 1000, available: 150, settings) == 50)
        #expect(ImageCollection.excess(capacity: 1000, available: 0, settings) == 200)
        #expect(ImageCollection.excess(capacity: 0, available: 0, settings) == 0)
        #expect(
            ImageCollection.excess(
                capacity: 1000, available: 0, ImageSettings(highThreshold: 100)) == 0)
    }

    @Test func theLeastRecentlyUsedGoFirst() {
        let minute: Int64 = 60_000_000_000
        let images = [
            image(number: 1, lastUsedAt: 30 * minute), image(number: 2, lastUsedAt: 10 * minute),
            image(number: 3, lastUsedAt: 59 * minute), image(number: 4, lastUsedAt: 20 * minute),
        ]
        let used: Set = [images[3].id.description]
        let candidates = ImageCollection.candidates(
            images, used: used, now: 60 * minute, ImageSettings())
        #expect(candidates.map(\.createdAt) == [2, 1])
        let expired = ImageCollection.expired(
            candidates, now: 60 * minute, ImageSettings(maximumAge: 40 * minute))
        #expect(expired.map(\.createdAt) == [2])
        #expect(ImageCollection.expired(candidates, now: 60 * minute, ImageSettings()).isEmpty)
    }

    @Test func secretsAreRead() {
        let text = #"{"auths":{"registry.example.com":{"username":"u","password":"p"}}}"#
        func secret(_ type: String, _ key: String, _ data: String) -> JSONValue {
            [
                "type": .string(type), "metadata": ["uid": "1", "namespace": "ns", "name": "s"],
                "data": [key: .string(Base64.encode(Array(data.utf8)))],
            ]
        }
        let keyring = PullSecrets.keyring(
            of: secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson", text))
        let found = keyring?.credentials(host: "registry.example.com", repository: "a")
        #expect(found == [Self.credential])
        let old = #"{"registry.example.com":{"username":"u","password":"p"}}"#
        #expect(
            PullSecrets.keyring(of: secret("kubernetes.io/dockercfg", ".dockercfg", old))?
                .isEmpty == false)
        #expect(PullSecrets.keyring(of: secret("Opaque", ".dockerconfigjson", text)) == nil)
        #expect(
            PullSecrets.keyring(
                of: secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson", "no")) == nil)
    }

    @Test func longPullsTellHowFarTheyAre() {
        let clock = FakeClock()
        let told = Mutex<[String]>([])
        let report = PullReport(of: "big", clock: clock) { text in
            told.withLock { $0.append(text) }
        }
        let digest = FakeImages.record.id
        func layer(_ state: ImagePullProgress.Layer.State) -> ImagePullProgress.Layer {
            .init(digest: digest, state: state, completedBytes: 0, totalBytes: 0)
        }
        let progress = ImagePullProgress(
            step: "", completedBytes: 30 << 20, totalBytes: 100 << 20,
            layers: [layer(.present), layer(.done), layer(.downloading), layer(.waiting)])
        var times: [Int64] = []
        for second in 0..<300 as Range<Int64> {
            let before = told.withLock { $0.count }
            report.note(progress)
            if told.withLock({ $0.count }) > before { times.append(second) }
            clock.advance(seconds: 1)
        }
        #expect(times == [10, 30, 70, 130, 190, 250])
        #expect(
            told.withLock { $0 }.first
                == "Pulling image \"big\": 1 of 3 layers are unpacked, 30 of 100 MiB have come")
    }

    @Test(.timeLimit(.minutes(1))) func pullsWaitInLine() async throws {
        let queue = ImagePullQueue(limit: 1)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await queue.run {
                begin.yield()
                for await _ in gate { break }
                return 1
            }
        }
        for await _ in begun { break }
        let second = Task { try await queue.run { 2 } }
        let cancelled = Task { try await queue.run { 3 } }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        open.yield()
        #expect(try await first.value == 1)
        #expect(try await second.value == 2)
        #expect(try await queue.run { 4 } == 4)
    }

    @Test func whatFreesTooLittleIsSaidInTheKubeletsWords() {
        #expect(
            ImageCollection.failure(capacity: 20 << 30, available: 1 << 30, freed: 5)
                == "Insufficient free disk space on the node's image filesystem (95% of 20.0 GiB used). "
                + "Failed to free sufficient space by deleting unused images (freed 5 bytes). "
                + "Consider resizing the disk or deleting unused files.")
    }

    @Test func evictionSparesWhatTheCollectorSpares() async throws {
        let fixture = try Fixture()
        let now = fixture.clock.now()
        let young = image(number: 1, lastUsedAt: now - 60 * .second)
        let old = image(number: 2, lastUsedAt: now - 600 * .second)
        let older = image(number: 3, lastUsedAt: now - 900 * .second)
        for (name, image) in [("young", young), ("old", old), ("older", older)] {
            fixture.images.add(name, image)
        }
        _ = try await fixture.images.remove(FakeImages.record.id.description)
        let collector = ImageCollector(services: fixture.services())
        let left = { @Sendable in Set(await fixture.images.images().map(\.id)) }
        #expect(await collector.removeUnused { await left().count < 3 })
        #expect(await left() == [young.id, old.id])
        #expect(await collector.removeUnused { false } == false)
        #expect(await left() == [young.id])
    }
}

import Glibc
import JSON
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

/// The store is ended at every single change that it makes of files, and opened again.
@Suite(.enabled(if: getuid() == 0, "layers keep their owners, which takes root"))
struct CrashTests {
    private static let layers = [
        Tar.make {
            $0.directory("dir")
            $0.file("dir/lower", String(repeating: "lower ", count: 500))
        },
        Tar.make {
            $0.file("upper", "upper")
            $0.file("dir/.wh.lower", "")
        },
    ]

    /// Runs `work` on a store that ends after 0, 1, 2, … changes, until it gets through.
    private func endEverywhere(
        _ layers: [[UInt8]] = layers, packed: Fixture.Packing = .plain,
        before: (ImageStore) async throws -> Void = { _ in },
        _ work: (ImageStore) async throws -> Void,
        after: (Fixture, ImageStore) async throws -> Void
    ) async throws {
        let origin = try Fixture(inMemory: true)
        let image = try origin.makeImage("1", layers: layers, packed: packed)
        try origin.makeImage("2", layers: [layers[0]], packed: packed)
        let blobs = try origin.layers(of: image).map(\.digest)
        let mirrors = [MirrorSource.layout(origin.layout)]
        for count in 0..<1000 {
            let fixture = try Fixture(inMemory: true)
            try await before(try await fixture.open(mirrors: mirrors))
            let faults = StoreFaults(after: count)
            var configuration = fixture.configuration(mirrors: mirrors)
            configuration.faults = faults
            let store = try await ImageStore.open(configuration)
            try? await work(store)
            let isThrough = faults.isAlive
            // What is opened next finds what a killed process leaves.
            let again = try await fixture.open(mirrors: mirrors)
            try await checkSound(fixture, again, blobs, "after \(count) changes")
            try await after(fixture, again)
            if isThrough {
                #expect(count > 5)
                return
            }
        }
        Issue.record("the work never got through")
    }

    private func checkSound(
        _ fixture: Fixture, _ store: ImageStore, _ blobs: [Digest], _ when: String
    ) async throws {
        #expect(try await store.verify { _ in }.problems.isEmpty, "\(when)")
        let images = await store.images()
        let chains = images.flatMap {
            Layer.chainIDs(of: $0.configuration.diffIDs.compactMap(Digest.init))
        }
        let layers = File.names(in: fixture.root + "/snapshots/layers")
        #expect(Set(layers) == Set(chains.map(\.hexadecimal)), "no layer is left over, \(when)")
        #expect(File.names(in: fixture.root + "/snapshots/l").count == layers.count, "\(when)")
        #expect(File.names(in: fixture.root + "/snapshots/ingest").isEmpty, "\(when)")
        // Only the beginning of a layer's archive may stay, to be gone on with.
        let remainders = File.names(in: fixture.root + "/content/ingest")
        #expect(Set(remainders).isSubset(of: blobs.map(\.hexadecimal)), "\(when)")
    }

    @Test func aPullCanEndAnywhere() async throws {
        try await endEverywhere {
            _ = try await $0.pull("app:1")
        } after: { fixture, store in
            let image = try await store.pull("app:1").image
            let rootfs = try await store.prepareRootFileSystem(
                imageID: image.id, containerID: "c")
            #expect(File.names(in: rootfs) == ["dir", "upper"])
            #expect(File.names(in: rootfs + "/dir").isEmpty)
            #expect(File.names(in: fixture.root + "/content/ingest").isEmpty)
        }
    }

    /// With layers that take several writes, each of which can be the last.
    @Test(arguments: Fixture.Packing.allCases)
    func aPullOfLargeLayersCanEndAnywhere(_ packing: Fixture.Packing) async throws {
        // Does not get smaller.
        var generator = SystemRandomNumberGenerator()
        let content = [UInt8](unsafeUninitializedCapacity: 1_200_000) { buffer, count in
            count = buffer.count / 8 * 8
            buffer[..<count].withMemoryRebound(to: UInt64.self) { numbers in
                for index in numbers.indices { numbers[index] = generator.next() }
            }
        }
        let digest = SHA256Hasher.digest(of: content)
        let layers = [
            Tar.make { $0.file("lower", bytes: content) }, Tar.make { $0.file("upper", "upper") },
        ]
        try await endEverywhere(layers, packed: packing) {
            _ = try await $0.pull("app:1")
        } after: { fixture, store in
            let image = try await store.pull("app:1").image
            let rootfs = try await store.prepareRootFileSystem(
                imageID: image.id, containerID: "c")
            #expect(SHA256Hasher.digest(of: try File.read(rootfs + "/lower")) == digest)
            #expect(File.names(in: rootfs) == ["lower", "upper"])
            #expect(File.names(in: fixture.root + "/content/ingest").isEmpty)
        }
    }

    @Test func aRemovalCanEndAnywhere() async throws {
        try await endEverywhere {
            _ = try await $0.pull("app:1")
            _ = try await $0.pull("app:2")
        } _: {
            _ = try await $0.remove("app:1")
            _ = try await $0.remove("app:2")
        } after: { _, store in
            for image in await store.images() { _ = try await store.remove(image.id.description) }
            #expect(await store.diskUsage() == 0)
        }
    }

    /// A crash of the machine may leave a layer's folder without its contents: it was not said to be
    /// complete, and is made anew.
    @Test func layersThatWereNotSealedAreMadeAnew() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let chain = Layer.chainIDs(of: Self.layers.map { SHA256Hasher.digest(of: $0) })
        for layer in chain {
            try File.makeFolders(
                "\(fixture.root)/snapshots/layers/\(layer.hexadecimal)/fs/half")
        }
        let store = try await fixture.open()
        #expect(File.names(in: fixture.root + "/snapshots/layers").isEmpty)
        _ = try await store.pull("app:1")
        #expect(try await store.verify { _ in }.problems.isEmpty)
    }

    /// The beginning of a download that a crash of the machine has filled with zeros.
    @Test(arguments: RemainderSource.allCases)
    func aSpoiledRemainderIsFetchedAnew(_ source: RemainderSource) async throws {
        let pull = try await pull([UInt8](repeating: 0, count: 1000), from: source)
        #expect(pull.bytesFetched >= Int64(Self.layers[0].count))
    }

    /// The beginning of a download that was cut off.
    @Test(arguments: RemainderSource.allCases)
    func aRemainderIsGoneOnWith(_ source: RemainderSource) async throws {
        let whole = try await pull([], from: source)
        let pull = try await pull(Array(Self.layers[0].prefix(1000)), from: source)
        #expect(pull.bytesFetched == whole.bytesFetched - 1000)
    }

    /// All layers that were on their way when the power failed.
    @Test(arguments: RemainderSource.allCases)
    func severalSpoiledRemaindersAreFetchedAnew(_ source: RemainderSource) async throws {
        let fixture = try Fixture()
        let layers = (0..<5).map { number in
            Tar.make { $0.file("f\(number)", String(repeating: "\(number)", count: 5000)) }
        }
        try fixture.makeImage("1", layers: layers)
        for layer in layers {
            try leave([UInt8](repeating: 0, count: 1000), of: layer, in: fixture)
        }
        let pull = try await pull(fixture, from: source)
        #expect(pull.bytesFetched > 0)
    }

    @Test func anArchiveIsLoadedOverASpoiledRemainder() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        _ = try fixture.write("layout/oci-layout", Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8))
        let other = try Fixture()
        for layer in Self.layers {
            try leave([UInt8](repeating: 0, count: 1000), of: layer, in: other)
        }
        let store = try await other.open(mirrors: [])
        let archive = try await RegistryFixture.run(
            "/bin/tar", ["-C", fixture.layout, "-cf", fixture.path + "/archive.tar", "."])
        #expect(archive == 0)
        let content = try File.read(fixture.path + "/archive.tar")
        let loaded = try await store.using(store.makeUpload()) { upload in
            try content.withUnsafeBytes { try upload.append($0) }
            return try await store.load(upload)
        }
        #expect(loaded.count == 1)
        #expect(try await store.verify { _ in }.problems.isEmpty)
    }

    enum RemainderSource: CaseIterable {
        case registry, layout
    }

    private func leave(_ remainder: [UInt8], of layer: [UInt8], in fixture: Fixture) throws {
        let digest = SHA256Hasher.digest(of: layer)
        try File.makeFolders(fixture.root + "/content/ingest")
        try File.write(
            remainder, to: "\(fixture.root)/content/ingest/\(digest.hexadecimal)")
    }

    private func pull(
        _ remainder: [UInt8], from source: RemainderSource
    ) async throws -> ImagePull {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        try leave(remainder, of: Self.layers[0], in: fixture)
        return try await pull(fixture, from: source)
    }

    private func pull(
        _ fixture: Fixture, from source: RemainderSource
    ) async throws -> ImagePull {
        let registry = source == .registry ? try RegistryFixture(fixture, "ranges") : nil
        let store = try await fixture.open(
            mirrors: registry == nil ? [.layout(fixture.layout)] : [])
        let pull = try await store.pull((registry.map { $0.host + "/" } ?? "") + "app:1")
        #expect(try await store.verify { _ in }.problems.isEmpty)
        return pull
    }

    /// Its end is told as what it is, whatever an interrupted copy has left.
    @Test func aSourceThatHasMoreThanItPromisesIsTold() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let digest = SHA256Hasher.digest(of: Self.layers[0])
        let blob = "\(fixture.layout)/blobs/sha256/\(digest.hexadecimal)"
        try File.write(Self.layers[0] + [0], to: blob)
        try File.makeFolders(fixture.root + "/content/ingest")
        let remainder = "\(fixture.root)/content/ingest/\(digest.hexadecimal)"
        try File.write(Array(Self.layers[0].prefix(1000)), to: remainder)
        let store = try await fixture.open(mirrors: [.layout(fixture.layout)])
        let error = await #expect(throws: ImageStoreError.self) { try await store.pull("app:1") }
        #expect(error?.description.contains("\(digest) has more than its") == true)
        #expect(error?.description.contains("Spoiled") == false)
        #expect(!File.exists(remainder))
    }
}

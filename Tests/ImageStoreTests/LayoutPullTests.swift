import Glibc
import JSON
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

private let isRoot = getuid() == 0

@Suite(.enabled(if: isRoot, "layers keep their owners, which takes root"))
struct LayoutPullTests {
    @Test func pullsAndMounts() async throws {
        let fixture = try Fixture()
        let top = try fixture.makeImage(
            "docker.io/library/app:1",
            layers: [
                Tar.make {
                    $0.directory("etc/", mode: 0o750)
                    $0.file("etc/a", "lower")
                    $0.file("etc/b", "lower")
                },
                Tar.make {
                    $0.file("etc/b", "upper")
                    $0.file("etc/.wh.a")
                    $0.file("tmp/new", "new", user: 7)
                },
            ])
        let store = try await fixture.open()
        let pull = try await store.pull("app:1")
        #expect(pull.source == "oci:\(fixture.layout)")
        #expect(pull.bytesFetched > 0)
        #expect(pull.image.tags == ["docker.io/library/app:1"])
        #expect(pull.image.digests == ["docker.io/library/app@\(top.digest)"])
        #expect(pull.image.configuration.command == ["sh"])

        let rootfs = try await store.prepareRootFileSystem(
            imageID: pull.image.id, containerID: "c1")
        #expect(rootfs == fixture.root + "/snapshots/containers/c1/rootfs")
        #expect(File.names(in: rootfs + "/etc") == ["b"])
        #expect(try File.read(rootfs + "/etc/b") == Array("upper".utf8))
        // Not in the upper layer's archive: as the lower one has it.
        #expect(try FileStatus(path: rootfs + "/etc")?.permissions == 0o750)
        #expect(try FileStatus(path: rootfs + "/tmp/new")?.user == 7)
        try File.write([1], to: rootfs + "/etc/b")
        let other = try await store.prepareRootFileSystem(
            imageID: pull.image.id, containerID: "c2")
        #expect(try File.read(other + "/etc/b") == Array("upper".utf8))

        #expect(await store.rootFileSystems() == ["c1", "c2"])
        try await store.removeRootFileSystem(containerID: "c1")
        try await store.removeRootFileSystem(containerID: "c1")
        try await store.removeRootFileSystem(containerID: "c2")
        #expect(await store.rootFileSystems().isEmpty)
        #expect(File.names(in: fixture.root + "/snapshots/containers").isEmpty)
    }

    @Test func anUnchangedImageIsNotFetchedAgain() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("latest", layers: [Tar.make { $0.file("a", "1") }])
        let store = try await fixture.open()
        let first = try await store.pull("app")
        let again = try await store.pull("docker.io/library/app:latest")
        #expect(again.bytesFetched == 0)
        #expect(again.image == first.image)

        try fixture.makeImage("latest", layers: [Tar.make { $0.file("a", "2") }])
        let changed = try await store.pull("app")
        #expect(changed.bytesFetched > 0)
        #expect(changed.image.id != first.image.id)
        #expect(await store.image("app")?.id == changed.image.id)
        // The old image keeps its digest.
        #expect(await store.image(first.image.digests[0])?.tags == [])
    }

    @Test func survivesARestart() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("latest", layers: [Tar.make { $0.file("a", "1") }])
        var store = try await fixture.open()
        let image = try await store.pull("app").image
        let rootfs = try await store.prepareRootFileSystem(imageID: image.id, containerID: "c")
        try File.write([1], to: rootfs + "/mine")
        // What a crash leaves behind.
        try File.makeFolders(fixture.root + "/snapshots/ingest/7/fs")
        _ = try fixture.write("root/content/ingest/7", [1])
        let stray = SHA256Hasher.digest(of: [1])
        _ = try fixture.write("root/content/blobs/sha256/\(stray.hexadecimal)", [1])

        store = try await fixture.open()
        #expect(await store.image("app") == image)
        #expect(await store.rootFileSystems() == ["c"])
        #expect(
            try await store.prepareRootFileSystem(imageID: image.id, containerID: "c") == rootfs)
        #expect(File.exists(rootfs + "/mine"))
        #expect(File.names(in: fixture.root + "/snapshots/ingest").isEmpty)
        #expect(File.names(in: fixture.root + "/content/ingest").isEmpty)
        #expect(
            !File.exists(fixture.root + "/content/blobs/sha256/\(stray.hexadecimal)"))
        try await store.removeRootFileSystem(containerID: "c")
    }

    @Test func aDamagedRecordIsSetAside() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("latest", layers: [Tar.make { $0.file("a", "1") }])
        _ = try await fixture.open().pull("app")
        _ = try fixture.write("root/content/images.json", Array("{".utf8))
        let store = try await fixture.open()
        #expect(await store.images().isEmpty)
        #expect(File.exists(fixture.root + "/content/images.json.unreadable"))
        // The layer is still there.
        let image = try await store.pull("app").image
        #expect(await store.images() == [image])
    }

    @Test func removesWhatNothingUses() async throws {
        let fixture = try Fixture()
        let base = Tar.make { $0.file("base", "1") }
        try fixture.makeImage("one", layers: [base])
        try fixture.makeImage("two", layers: [base, Tar.make { $0.file("more", "2") }])
        let store = try await fixture.open()
        let one = try await store.pull("app:one").image
        let two = try await store.pull("app:two").image
        let layers = fixture.root + "/snapshots/layers"
        #expect(File.names(in: layers).count == 2)
        // Archives are not kept: two manifests and two configurations.
        #expect(File.names(in: fixture.root + "/content/blobs/sha256").count == 4)

        _ = try await store.prepareRootFileSystem(imageID: two.id, containerID: "c")
        #expect(
            try await store.remove("app:two") == [
                "Untagged: docker.io/library/app:two", "Untagged: \(two.digests[0])",
                "Deleted: \(two.id)",
            ])
        #expect(File.names(in: layers).count == 2)
        try await store.removeRootFileSystem(containerID: "c")
        #expect(File.names(in: layers).count == 1)
        _ = try await store.remove(one.id.description)
        #expect(File.names(in: layers).isEmpty)
        #expect(File.names(in: fixture.root + "/content/blobs/sha256").isEmpty)
        #expect(File.names(in: fixture.root + "/snapshots/l").isEmpty)
        await #expect(throws: ImageStoreError(.notFound, "there is no image \"app:two\"")) {
            try await store.remove("app:two")
        }
    }

    @Test func choosesThePlatform() async throws {
        let fixture = try Fixture()
        let other = Platform(architecture: "s390x")
        let foreign = try fixture.makeImage(
            "x", layers: [Tar.make { $0.file("foreign") }], platform: other)
        let own = try fixture.makeImage("y", layers: [Tar.make { $0.file("own") }])
        var index = try fixture.blob(
            ImageIndex(manifests: [foreign, own]).json.serializedBytes(), MediaType.ociIndex,
            in: fixture.layout)
        index.annotations = ["org.opencontainers.image.ref.name": "multi"]
        try fixture.list(index, in: fixture.layout)
        let store = try await fixture.open()
        let image = try await store.pull("app:multi").image
        #expect(image.digests == ["docker.io/library/app@\(index.digest)"])
        let rootfs = try await store.prepareRootFileSystem(imageID: image.id, containerID: "c")
        #expect(File.names(in: rootfs) == ["own"])

        var none = try fixture.blob(
            ImageIndex(manifests: [foreign]).json.serializedBytes(), MediaType.ociIndex,
            in: fixture.layout)
        none.annotations = ["org.opencontainers.image.ref.name": "none"]
        try fixture.list(none, in: fixture.layout)
        let error = await #expect(throws: ImageStoreError.self) {
            try await store.pull("app:none")
        }
        #expect(error?.reason == .unsupportedManifest)
        #expect(error?.description.contains("only for linux/s390x") == true)
    }

    @Test func refusesDamagedLayers() async throws {
        let fixture = try Fixture()
        let layer = Tar.make { $0.file("a", "1") }
        try fixture.makeImage("latest", layers: [layer])
        var damaged = layer
        damaged[600] ^= 1
        let digest = SHA256Hasher.digest(of: layer)
        try File.write(damaged, to: "\(fixture.layout)/blobs/sha256/\(digest.hexadecimal)")
        let store = try await fixture.open()
        let error = await #expect(throws: ImageStoreError.self) { try await store.pull("app") }
        #expect(error?.reason == .digestMismatch)
        #expect(File.names(in: fixture.root + "/snapshots/layers").isEmpty)
        #expect(File.names(in: fixture.root + "/content/ingest").isEmpty)
        #expect(await store.images().isEmpty)
    }

    @Test func manyLayersFitOneMount() async throws {
        let fixture = try Fixture()
        try fixture.makeImage(
            "latest", layers: (0..<100).map { number in Tar.make { $0.file("f\(number)") } })
        let store = try await fixture.open()
        let image = try await store.pull("app").image
        let rootfs = try await store.prepareRootFileSystem(imageID: image.id, containerID: "c")
        #expect(File.names(in: rootfs).count == 100)
    }

    @Test func sharesConcurrentPulls() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("latest", layers: [Tar.make { $0.file("a", "1") }])
        let store = try await fixture.open()
        let fetched = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<8 { group.addTask { try await store.pull("app").bytesFetched } }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        #expect(fetched.count <= 2)
        #expect(await store.images().count == 1)
    }

    @Test func namesWhatIsWrong() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("latest", layers: [])
        let store = try await fixture.open(
            mirrors: [.layout(fixture.layout)], registry: "127.0.0.1:1")
        let invalid = await #expect(throws: ImageStoreError.self) { try await store.pull("A b") }
        #expect(invalid?.reason == .invalidName)
        let missing = await #expect(throws: ImageStoreError.self) {
            try await store.pull("127.0.0.1:1/nope:2")
        }
        #expect(missing?.reason == .notFound)
        #expect(
            missing?.description
                == "failed to pull image \"127.0.0.1:1/nope:2\": not found in "
                + "oci:\(fixture.layout); http://127.0.0.1:1 cannot be reached: connection refused")
    }

    @Test func writesImagesOfFolders() async throws {
        let fixture = try Fixture()
        try File.makeFolders(fixture.path + "/tree/bin")
        _ = try fixture.write("tree/bin/tool", Array("tool".utf8))
        chmod(fixture.path + "/tree/bin/tool", 0o755)
        link(fixture.path + "/tree/bin/tool", fixture.path + "/tree/bin/alias")
        symlink("bin/tool", fixture.path + "/tree/link")
        func write(_ layout: String) throws -> Digest {
            try OCILayoutWriter.writeImage(
                rootFileSystem: fixture.path + "/tree",
                configuration: ["Cmd": ["tool"], "Env": ["PATH=/bin"]], name: "busybox",
                to: fixture.path + "/" + layout)
        }
        let digest = try write("layout")
        #expect(try write("other") == digest)
        #expect(try write("layout") == digest)
        let store = try await fixture.open()
        let image = try await store.pull("busybox").image
        #expect(image.digests == ["docker.io/library/busybox@\(digest)"])
        #expect(image.configuration.environment == ["PATH=/bin"])
        let rootfs = try await store.prepareRootFileSystem(imageID: image.id, containerID: "c")
        #expect(try File.read(rootfs + "/link") == Array("tool".utf8))
        let tool = try FileStatus(path: rootfs + "/bin/tool")
        #expect(tool?.permissions == 0o755)
        #expect(tool?.linkCount == 2)
        #expect(tool?.modificationTime == 0)
    }
}

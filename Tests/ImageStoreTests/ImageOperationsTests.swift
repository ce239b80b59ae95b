import CLinux
import Glibc
import JSON
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

@Suite(.enabled(if: getuid() == 0, "layers keep their owners, which takes root"))
struct ImageOperationsTests {
    private static let layers = [
        Tar.make { $0.file("lower", String(repeating: "lower ", count: 50_000)) },
        Tar.make {
            $0.file("upper", "upper")
            $0.file(".wh.lower", "")
        },
    ]

    private func save(_ store: ImageStore, _ references: [String], _ path: String) async throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try await store.save(references, to: file)
    }

    private func load(_ store: ImageStore, _ path: String) async throws -> [String] {
        try await store.using(store.makeUpload()) { upload in
            try LayerWriter.read(path) { try upload.append($0) }
            return try await store.load(upload).flatMap(\.names)
        }
    }

    @Test func savedImagesAreLoadedUnderTheSameID() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("docker.io/library/app:1", layers: Self.layers)
        let store = try await fixture.open()
        let image = try await store.pull("app:1").image
        _ = try await store.tag("app:1", as: "quay.io/team/app:two")
        let archive = fixture.path + "/saved.tar"
        try await save(store, ["app:1", "quay.io/team/app:two"], archive)
        let again = fixture.path + "/again.tar"
        try await save(store, ["app:1", "quay.io/team/app:two"], again)
        #expect(try File.read(archive) == File.read(again))

        let other = try Fixture()
        let target = try await other.open(mirrors: [])
        let names = try await load(target, archive)
        #expect(names == ["docker.io/library/app:1", "quay.io/team/app:two"])
        let loaded = await target.image("app:1")
        #expect(loaded?.id == image.id)
        #expect(loaded?.tags == ["docker.io/library/app:1", "quay.io/team/app:two"])
        let rootfs = try await target.prepareRootFileSystem(imageID: image.id, containerID: "c")
        #expect(File.names(in: rootfs) == ["upper"])
        #expect(try await target.verify { _ in }.problems.isEmpty)
    }

    @Test(
        .enabled(if: File.exists(RegistryFixture.skopeo), "needs skopeo"),
        arguments: ["docker-archive", "oci-archive"])
    func skopeoReadsAndWritesOurArchives(transport: String) async throws {
        let fixture = try Fixture()
        try fixture.makeImage("docker.io/library/app:1", layers: Self.layers)
        let store = try await fixture.open()
        let image = try await store.pull("app:1").image
        let archive = fixture.path + "/saved.tar"
        try await save(store, ["app:1"], archive)
        let copy = fixture.path + "/copy.tar"
        let suffix = transport == "docker-archive" ? ":docker.io/library/app:2" : ":app:2"
        #expect(
            try await RegistryFixture.run(
                RegistryFixture.skopeo,
                [
                    "--insecure-policy", "copy", "\(transport):\(archive)",
                    "\(transport):\(copy)\(suffix)",
                ]) == 0)
        let other = try Fixture()
        let target = try await other.open(mirrors: [])
        #expect(try await load(target, copy) == ["docker.io/library/app:2"])
        #expect(await target.image("app:2")?.configuration.diffIDs == image.configuration.diffIDs)
    }

    @Test func aRootFileSystemIsImported() async throws {
        let fixture = try Fixture()
        let store = try await fixture.open(mirrors: [])
        let archive = try fixture.write("rootfs.tar", Tar.make { $0.file("bin/tool", "#!") })
        let image = try await store.using(store.makeUpload()) { upload in
            try LayerWriter.read(archive) { try upload.append($0) }
            return try await store.import(
                upload, as: ImageImport(configuration: ["Cmd": ["/bin/tool"]], name: "tool:1"))
        }
        #expect(image.configuration.command == ["/bin/tool"])
        #expect(image.tags == ["docker.io/library/tool:1"])
        let rootfs = try await store.prepareRootFileSystem(imageID: image.id, containerID: "c")
        #expect(File.exists(rootfs + "/bin/tool"))
        #expect(File.names(in: fixture.root + "/content/ingest").isEmpty)
    }

    @Test func whatIsNoArchiveIsRefused() async throws {
        let fixture = try Fixture()
        let store = try await fixture.open(mirrors: [])
        for (name, bytes) in [
            ("noise", Array("no archive at all".utf8)), ("rootfs", Tar.make { $0.file("a", "b") }),
            ("missing", Tar.make { $0.file("manifest.json", #"[{"Config":"x","Layers":["y"]}]"#) }),
        ] {
            let path = try fixture.write(name, bytes)
            let error = await #expect(throws: ImageStoreError.self) { try await load(store, path) }
            #expect(error?.reason == .unsupportedManifest, "\(name): \(String(describing: error))")
        }
        #expect(File.names(in: fixture.root + "/content/ingest").isEmpty)
        #expect(await store.images().isEmpty)
    }

    @Test func tagsMoveAndAreRemoved() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        try fixture.makeImage("2", layers: [Self.layers[0]])
        let store = try await fixture.open()
        let first = try await store.pull("app:1").image
        let second = try await store.pull("app:2").image
        #expect(try await store.tag("app:1", as: "best") == "docker.io/library/best:latest")
        #expect(await store.image("best")?.id == first.id)
        _ = try await store.tag(second.id.description, as: "best")
        #expect(await store.image("best")?.id == second.id)
        #expect(try await store.remove("best") == ["Untagged: docker.io/library/best:latest"])
        let error = await #expect(throws: ImageStoreError.self) {
            try await store.tag("none", as: "x")
        }
        #expect(error?.reason == .notFound)
    }

    /// A Pod that has pulled an image by one name does not close those that a person gives it.
    @Test func whatAPersonNamesIsRecorded() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let store = try await fixture.open()
        let pulled = try await store.pull("app:1").image
        #expect(pulled.access == ["docker.io/library/app": ImageAccess(isForAll: true)])
        _ = try await store.tag("app:1", as: "quay.io/team/app:two")
        _ = try await store.tag("app:1", as: "app:two")
        let expected = [
            "docker.io/library/app": ImageAccess(isForAll: true),
            "quay.io/team/app": ImageAccess(isNamedHere: true),
        ]
        #expect(await store.image("quay.io/team/app:two")?.access == expected)
        let again = try await fixture.open()
        #expect(await again.image("app:two")?.access == expected, "it is recorded")
    }

    @Test func pruningSparesWhatIsUsed() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        try fixture.makeImage("2", layers: [Tar.make { $0.file("other", "x") }])
        let store = try await fixture.open()
        let first = try await store.pull("app:1").image
        let second = try await store.pull("app:2").image
        #expect(try await store.prune(all: false, used: []).lines.isEmpty)
        let usage = try await store.usage(used: [first.id.description])
        #expect(usage.images == 2 && usage.layers == 3)
        #expect(usage.reclaimableBytes > 0 && usage.reclaimableBytes < usage.imageBytes)
        let (lines, bytes) = try await store.prune(all: true, used: [first.id.description])
        #expect(lines.contains("Deleted: \(second.id)"))
        #expect(bytes > 0)
        #expect(await store.images().map(\.id) == [first.id])
    }

    @Test func verifyNamesWhatIsDamaged() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let store = try await fixture.open()
        let image = try await store.pull("app:1").image
        #expect(try await store.verify { _ in }.problems.isEmpty)
        let chain = Layer.chainIDs(of: image.configuration.diffIDs.compactMap(Digest.init))
        let file = fixture.root + "/snapshots/layers/\(chain[0].hexadecimal)/fs/lower"
        try File.write(Array("evil".utf8), to: file)
        let problems = try await store.verify { _ in }.problems
        #expect(problems.map(\.images) == [["docker.io/library/app:1"]])
        #expect(problems.first?.message.contains(chain[0].hexadecimal) == true)
    }

    @Test(
        .enabled(if: File.exists(RegistryFixture.dockerRegistry), "needs Debian's docker-registry"))
    func pushesToARealRegistry() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let registry = try RegistryFixture(dockerRegistryIn: fixture)
        let store = try await fixture.open()
        let image = try await store.pull("app:1").image
        let name = "\(registry.host)/team/app:1"
        _ = try await store.tag("app:1", as: name)
        let push = try await store.push(name, keyring: RegistryKeyring()) { _ in }
        #expect(push.bytesSent > 0)
        let again = try await store.push(name, keyring: RegistryKeyring()) { _ in }
        #expect(again.digest == push.digest)
        #expect(again.bytesSent < 5000, "what is there is not sent again")
        let other = try Fixture()
        let target = try await other.open(mirrors: [])
        let pulled = try await target.pull(name)
        #expect(pulled.image.id == image.id)
        #expect(pulled.image.digests == ["\(registry.host)/team/app@\(push.digest)"])
    }

    @Test func layersCanBeCopiedWhereOverlayIsMissing() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers + [Tar.make { $0.file("upper", "new") }])
        let store = try await fixture.open(copiesLayers: true)
        let image = try await store.pull("app:1").image
        let rootfs = try await store.prepareRootFileSystem(imageID: image.id, containerID: "c")
        #expect(File.names(in: rootfs) == ["upper"])
        try File.write(Array("changed".utf8), to: rootfs + "/upper")
        #expect(try await store.verify { _ in }.problems.isEmpty)
        #expect(
            try await store.prepareRootFileSystem(imageID: image.id, containerID: "c") == rootfs)
        #expect(try fixture.text("root/snapshots/containers/c/rootfs/upper") == "changed")
        try await store.removeRootFileSystem(containerID: "c")
        // Overlayfs has come: what was copied can still be used.
        let later = try await fixture.open()
        let mounted = try await later.prepareRootFileSystem(imageID: image.id, containerID: "d")
        #expect(File.names(in: mounted) == ["upper"])
        #expect(try fixture.text("root/snapshots/containers/d/rootfs/upper") == "new")
    }

    @Test func copiesBelongToThePodsUsers() async throws {
        let fixture = try Fixture()
        try fixture.makeImage(
            "1",
            layers: [
                Tar.make {
                    $0.file("of-root", "x")
                    $0.file("of-app", "x", mode: 0o4755, user: 1000)
                    $0.directory("folder", user: 7)
                    $0.symbolicLink("folder/link", to: "../of-root")
                }
            ])
        let store = try await fixture.open(copiesLayers: true)
        let image = try await store.pull("app:1").image
        let users = PinnedUserNamespace(path: "/none", range: UserIDRange(first: 131_072))
        let rootfs = try await store.prepareRootFileSystem(
            imageID: image.id, containerID: "c", users: users)
        func owner(_ name: String) throws -> String {
            let status = try #require(try FileStatus(path: rootfs + name))
            return "\(status.user):\(status.group)"
        }
        #expect(try owner("") == "131072:131072")
        #expect(try owner("/of-root") == "131072:131072")
        #expect(try owner("/of-app") == "132072:132072")
        #expect(try owner("/folder") == "131079:131079")
        #expect(try owner("/folder/link") == "131072:131072")
        let application = try #require(try FileStatus(path: rootfs + "/of-app"))
        #expect(application.mode & 0o7777 == 0o4755, "an owner that changes takes no bit away")
        // Another Pod's copy is another one's.
        let other = try await store.prepareRootFileSystem(
            imageID: image.id, containerID: "d", users: nil)
        #expect(try FileStatus(path: other + "/of-app")?.user == 1000)
    }

    @Test func manyLayersAreMounted() async throws {
        let fixture = try Fixture()
        try fixture.makeImage(
            "1", layers: (0..<128).map { number in Tar.make { $0.file("f\(number)", "x") } })
        let store = try await fixture.open()
        let image = try await store.pull("app:1").image
        let rootfs = try await store.prepareRootFileSystem(imageID: image.id, containerID: "c")
        #expect(File.names(in: rootfs).count == 128)
    }
}

import Glibc
import JSON
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

/// Images whose layers try to reach out of their snapshot, alone and on top of a layer that helps
/// them. Whether one is refused or taken, nothing outside may have changed.
@Suite(.enabled(if: getuid() == 0, "layers keep their owners, which takes root"))
struct MaliciousArchiveTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        var name: String
        /// The layer below, and the one that attacks; `OUT` stands for a folder outside.
        var lower: @Sendable (inout Tar, String) -> Void = { _, _ in }
        var upper: @Sendable (inout Tar, String) -> Void

        var testDescription: String { name }
    }

    static let attacks: [Attack] = [
        Attack(name: "parent path") { tar, _ in tar.file("../../../../../../tmp/evil", "x") },
        Attack(name: "parent in the middle") { tar, _ in tar.file("a/../../evil", "x") },
        Attack(name: "absolute path") { tar, out in tar.file(out + "/evil", "x") },
        Attack(name: "link, then a file through it") { tar, out in
            tar.symbolicLink("way", to: out)
            tar.file("way/evil", "x")
        },
        Attack(
            name: "link of the layer below",
            lower: { tar, out in tar.symbolicLink("way", to: out) },
            upper: { tar, _ in tar.file("way/evil", "x") }),
        Attack(
            name: "chain of links below",
            lower: { tar, out in
                tar.symbolicLink("a", to: "b")
                tar.symbolicLink("b", to: "../../../../../../../../" + out)
            }, upper: { tar, _ in tar.file("a/secret", "overwritten") }),
        Attack(name: "link of /proc") { tar, out in
            tar.symbolicLink("root", to: "/proc/self/root")
            tar.file("root" + out + "/evil", "x")
        },
        Attack(name: "file over a link") { tar, out in
            tar.symbolicLink("secret", to: out + "/secret")
            tar.file("secret", "overwritten")
        },
        Attack(name: "hard link to the outside") { tar, out in
            tar.hardLink("stolen", to: out + "/secret")
        },
        Attack(name: "hard link through a link") { tar, out in
            tar.symbolicLink("way", to: out)
            tar.hardLink("stolen", to: "way/secret")
        },
        Attack(name: "hard link with parents") { tar, out in
            tar.hardLink("stolen", to: "../../../../../../../.." + out + "/secret")
        },
        Attack(name: "hard link to a link, then written") { tar, out in
            tar.symbolicLink("way", to: out + "/secret")
            tar.hardLink("again", to: "way")
            tar.file("again", "overwritten")
        },
        Attack(name: "permissions through a link") { tar, out in
            tar.symbolicLink("way", to: out)
            tar.directory("way", mode: 0o777, user: 1000)
        },
        Attack(
            name: "whiteout through a link",
            lower: { tar, out in tar.symbolicLink("way", to: out) },
            upper: { tar, _ in tar.file("way/.wh.secret") }),
        Attack(
            name: "opaque folder through a link",
            lower: { tar, out in tar.symbolicLink("way", to: out) },
            upper: { tar, _ in tar.file("way/.wh..wh..opq") }),
        Attack(name: "whiteout of the parent") { tar, _ in tar.file(".wh...") },
        Attack(name: "overlay's own whiteout") { tar, _ in
            tar.device("gone", major: 0, minor: 0)
        },
        Attack(name: "attributes of overlayfs") { tar, out in
            tar.extended([("SCHILY.xattr.trusted.overlay.redirect", out)])
            tar.directory("dir")
            tar.extended([("SCHILY.xattr.trusted.overlay.metacopy", "")])
            tar.file("file", "")
        },
        Attack(name: "case games") { tar, out in
            tar.symbolicLink("Way", to: out)
            tar.file("way/evil", "x")
            tar.file(".WH.Way", "x")
        },
        Attack(name: "a folder becomes a link") { tar, out in
            tar.directory("way")
            tar.file("way/inside", "x")
            tar.symbolicLink("way", to: out)
            tar.file("way/evil", "x")
        },
        Attack(name: "name with a line break") { tar, _ in
            tar.extended([("path", "a\n../evil")])
            tar.file("short", "x")
        },
        Attack(name: "long pax path out") { tar, out in
            tar.extended([("path", String(repeating: "a/", count: 60) + "../../evil")])
            tar.file("short", "x")
        },
        Attack(name: "pax link target out") { tar, out in
            tar.extended([("linkpath", out + "/secret")])
            tar.hardLink("stolen", to: "x")
        },
        Attack(name: "root replaced by a link") { tar, out in tar.symbolicLink(".", to: out) },
        Attack(name: "root made open") { tar, _ in tar.directory("./", mode: 0o4777, user: 7) },
    ]

    @Test(arguments: attacks) func staysInside(attack: Attack) async throws {
        let fixture = try Fixture()
        let out = fixture.path + "/outside"
        try File.makeFolders(out, mode: 0o700)
        try File.write(Array("secret".utf8), to: out + "/secret", mode: 0o600)
        try fixture.makeImage(
            "1",
            layers: [
                Tar.make {
                    $0.directory("etc")
                    attack.lower(&$0, out)
                }, Tar.make { attack.upper(&$0, out) },
            ])
        let before = try Self.tree(fixture, out)
        let store = try await fixture.open()
        if let image = try? await store.pull("app:1").image {
            let rootfs = try await store.prepareRootFileSystem(
                imageID: image.id, containerID: "c")
            #expect(!File.exists(rootfs + "/stolen"))
            #expect(try await store.verify { _ in }.problems.isEmpty)
        }
        #expect(try Self.tree(fixture, out) == before)
        #expect(!File.exists("/tmp/evil"))
        for place in ["evil", "root/evil", "root/snapshots/evil", "root/snapshots/layers/evil"] {
            #expect(!File.exists(fixture.path + "/" + place))
        }
    }

    /// What may not change: the folder outside, and what stands beside the store's own folders.
    private static func tree(_ fixture: Fixture, _ out: String) throws -> [String] {
        var lines = try ["", "/secret"].map { name in
            var status = try FileStatus(path: out + name)!
            status.size = name.isEmpty ? 0 : status.size
            return "\(status)"
        }
        lines += File.names(in: out) + File.names(in: fixture.path).filter { $0 != "root" }
        lines.append(try fixture.text("outside/secret"))
        return lines
    }

    @Test func bombsAreStopped() async throws {
        let fixture = try Fixture()
        // 64 MiB of zeros in 64 KiB.
        let zeros = fixture.path + "/zeros"
        let file = open(zeros, O_WRONLY | O_CREAT, 0o644)
        ftruncate(file, 64 << 20)
        close(file)
        try LayerWriter.compress(zeros, to: zeros + ".gz")
        try File.makeFolders(fixture.layout + "/blobs/sha256")
        let layer = try fixture.blob(
            try File.read(zeros + ".gz"), MediaType.ociLayerGzip, in: fixture.layout)
        let unpacked = SHA256Hasher.digest(of: try File.read(zeros))
        let configuration = try fixture.blob(
            ([
                "architecture": .string(Platform.current.architecture), "os": "linux",
                "rootfs": ["type": "layers", "diff_ids": [.string(unpacked.description)]],
            ] as JSONValue).serializedBytes(), MediaType.ociConfiguration, in: fixture.layout)
        var manifest = try fixture.blob(
            ImageManifest(configuration: configuration, layers: [layer]).json.serializedBytes(),
            MediaType.ociManifest, in: fixture.layout)
        manifest.annotations = ["org.opencontainers.image.ref.name": "1"]
        try fixture.list(manifest, in: fixture.layout)
        let store = try await fixture.open(limits: UnpackLimits(archiveSize: 1 << 20))
        let error = await #expect(throws: ImageStoreError.self) { try await store.pull("app:1") }
        #expect(error?.reason == .unpackFailed)
        #expect(error?.description.contains("more than 1048576 bytes") == true)
        #expect(File.names(in: fixture.root + "/snapshots/layers").isEmpty)
    }

    @Test func theDiskIsNotFilled() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: [Tar.make { $0.file("a", "x") }])
        let store = try await fixture.open(limits: UnpackLimits(diskReserve: .max / 2))
        let error = await #expect(throws: ImageStoreError.self) { try await store.pull("app:1") }
        #expect(error?.reason == .noSpace)
        #expect(error?.description.contains("have to stay free") == true)
    }
}

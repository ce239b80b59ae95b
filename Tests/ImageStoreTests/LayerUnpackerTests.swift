import Glibc
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

@Suite struct LayerUnpackerTests {
    private let fixture: Fixture
    private let root: String

    init() throws {
        fixture = try Fixture()
        root = fixture.path + "/fs"
        try File.makeFolders(root)
        try File.makeFolders(fixture.path + "/outside")
        try File.write(Array("secret".utf8), to: fixture.path + "/outside/secret")
    }

    @discardableResult
    private func unpack(
        _ archive: [UInt8], limits: UnpackLimits = UnpackLimits()
    ) throws -> LayerUnpacker.Summary {
        let file = try fixture.write("layer", archive)
        var unpacker = try LayerUnpacker(
            into: try RootedDirectory(path: root), limits: limits, isCancelled: { false })
        return try unpacker.unpack(BlobReader(path: file))
    }

    private func content(_ path: String) -> String? {
        (try? File.read(root + "/" + path)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func keepsWhatTheArchiveSays() throws {
        let archive = Tar.make {
            $0.directory("./dir", mode: 0o1777)
            $0.file("./dir/tool", "text", mode: 0o4755)
            $0.symbolicLink("dir/link", to: "/dir/tool")
            $0.hardLink("dir/hard", to: "./dir/tool")
            $0.fifo("pipe")
        }
        let summary = try unpack(archive)
        #expect(summary.diffID == SHA256Hasher.digest(of: archive))
        #expect(summary.entries == 5)
        let directory = try FileStatus(path: root + "/dir")
        #expect(directory?.permissions == 0o1777)
        #expect(directory?.modificationTime == 1_000_000_000_000_000_000)
        let tool = try FileStatus(path: root + "/dir/tool")
        #expect(tool?.permissions == 0o4755)
        #expect(tool?.linkCount == 2)
        #expect(tool?.modificationTime == 1_000_000_000_000_000_000)
        #expect(try FileStatus(path: root + "/dir/link")?.type == S_IFLNK)
        #expect(try FileStatus(path: root + "/pipe")?.type == S_IFIFO)
    }

    @Test func readsCompressedArchives() throws {
        let archive = Tar.make { $0.file("a", "text") }
        let plain = try fixture.write("plain", archive)
        try LayerWriter.compress(plain, to: fixture.path + "/gzip")
        let gzip = try File.read(fixture.path + "/gzip")
        #expect(gzip.starts(with: [0x1F, 0x8B]))
        #expect(try unpack(gzip).diffID == SHA256Hasher.digest(of: archive))
        #expect(content("a") == "text")

        // A frame of one raw block (RFC 8878).
        let size = UInt32(archive.count)
        let block = size << 3 | 1
        func bytes(_ number: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
        }
        let zstd = [0x28, 0xB5, 0x2F, 0xFD, 0xA0] + bytes(size, 4) + bytes(block, 3) + archive
        #expect(try unpack(zstd).diffID == SHA256Hasher.digest(of: archive))

        // Layers made for lazy pulling are several gzip streams in a row.
        let half = try fixture.write("half", Array(archive[..<512]))
        try LayerWriter.compress(half, to: fixture.path + "/gzip1")
        let rest = try fixture.write("rest", Array(archive[512...]))
        try LayerWriter.compress(rest, to: fixture.path + "/gzip2")
        let both =
            try File.read(fixture.path + "/gzip1") + File.read(fixture.path + "/gzip2")
        #expect(try unpack(both).diffID == SHA256Hasher.digest(of: archive))
    }

    @Test func namesAreBytes() throws {
        // Decomposed on purpose: no normalisation may change it.
        let name = "e\u{301}-\u{627}"
        try unpack(
            Tar.make {
                $0.extended([("path", "long/" + String(repeating: "x", count: 180) + name)])
                $0.file("short", "text")
            })
        let names = try RootedDirectory(path: root).names(in: "long")
        #expect(names.count == 1)
        #expect(
            names[0].dropLast().suffix(name.utf8.count).map { UInt8(bitPattern: $0) }
                == Array(name.utf8))
    }

    @Test(arguments: ["../evil", "dir/../../evil", "/../evil", "dir/.."])
    func refusesPathsThatLeadOut(path: String) throws {
        let error = #expect(throws: ImageStoreError.self) {
            try unpack(Tar.make { $0.file(path, "evil") })
        }
        #expect(error?.reason == .unpackFailed)
        #expect(!File.exists(fixture.path + "/evil"))
    }

    @Test func absolutePathsAreInside() throws {
        try unpack(Tar.make { $0.file("/etc/passwd", "inside") })
        #expect(content("etc/passwd") == "inside")
    }

    @Test func linksDoNotLeadOut() throws {
        let outside = fixture.path + "/outside"
        // The links' targets are taken as inside the layer, where there is no such folder.
        #expect(throws: (any Error).self) {
            try unpack(
                Tar.make {
                    $0.symbolicLink("out", to: outside)
                    $0.file("out/evil", "evil")
                })
        }
        #expect(throws: (any Error).self) {
            try unpack(
                Tar.make {
                    $0.symbolicLink("up", to: "../outside")
                    $0.file("up/evil", "evil")
                })
        }
        #expect(throws: (any Error).self) {
            try unpack(Tar.make { $0.hardLink("stolen", to: "\(outside)/secret") })
        }
        #expect(throws: (any Error).self) {
            try unpack(
                Tar.make {
                    $0.symbolicLink("via", to: outside)
                    $0.hardLink("stolen", to: "via/secret")
                })
        }
        #expect(File.names(in: outside) == ["secret"])
        #expect(content("stolen") == nil)
    }

    @Test func filesReplaceLinksRatherThanFollowThem() throws {
        try unpack(
            Tar.make {
                $0.symbolicLink("a", to: fixture.path + "/outside/secret")
                $0.file("a", "mine")
                $0.directory("d")
                $0.file("d/x")
                $0.file("d", "now a file")
            })
        #expect(content("a") == "mine")
        #expect(content("d") == "now a file")
        #expect(try fixture.text("outside/secret") == "secret")
    }

    @Test func linksInsideAreFollowedOnTheWay() throws {
        try unpack(
            Tar.make {
                $0.directory("usr/lib")
                $0.symbolicLink("lib", to: "usr/lib")
                $0.file("lib/a", "text")
                $0.symbolicLink("abs", to: "/usr")
                $0.file("abs/b", "text")
            })
        #expect(content("usr/lib/a") == "text")
        #expect(content("usr/b") == "text")
        #expect(try FileStatus(path: root + "/lib")?.type == S_IFLNK)
    }

    @Test func whiteoutsRemoveWhatWasBelow() throws {
        try unpack(
            Tar.make {
                $0.file("a", "1")
                $0.file("dir/x", "1")
                $0.file("dir/y", "1")
                $0.file("kept/x", "1")
                $0.symbolicLink("link", to: fixture.path + "/outside")
            })
        try unpack(
            Tar.make {
                $0.file(".wh.a")
                $0.file("dir/new", "2")
                $0.file("dir/.wh..wh..opq")
                $0.file("kept/y", "2")
                $0.file(".wh.kept")
                $0.file(".wh.missing")
                $0.file("none/.wh.missing")
                $0.file(".wh..wh.plnk")
                $0.file("link/.wh.secret")
            })
        #expect(content("a") == nil)
        #expect(File.names(in: root + "/dir") == ["new"])
        #expect(File.names(in: root + "/kept") == ["y"])
        #expect(try fixture.text("outside/secret") == "secret")
    }

    @Test(arguments: [".wh.", ".wh..", ".wh..."])
    func refusesWhiteoutsWithoutAName(name: String) {
        #expect(throws: ImageStoreError.self) { try unpack(Tar.make { $0.file("d/" + name) }) }
    }

    @Test func overlayfsIsNotSteered() throws {
        let summary = try unpack(
            Tar.make {
                $0.extended([("SCHILY.xattr.trusted.overlay.redirect", "/etc")])
                $0.directory("dir")
                $0.device("hole", major: 0, minor: 0)
            })
        #expect(
            summary.notes == [
                "attributes of overlayfs were left out", "character devices 0/0 were left out",
            ])
        #expect(File.names(in: root) == ["dir"])
    }

    @Test func stopsAtLimits() throws {
        let archive = Tar.make { tar in (0..<20).forEach { tar.file("f\($0)") } }
        let entries = #expect(throws: ImageStoreError.self) {
            try unpack(archive, limits: UnpackLimits(entries: 10))
        }
        #expect(entries?.description == "the layer has more than 10 entries")
        let size = #expect(throws: ImageStoreError.self) {
            try unpack(archive, limits: UnpackLimits(archiveSize: 4096))
        }
        #expect(size?.description == "the layer unpacks to more than 4096 bytes")
    }

    @Test func refusesWhatIsNoArchive() throws {
        #expect(throws: ImageStoreError.self) {
            try unpack(Array(String(repeating: "no archive ", count: 1000).utf8))
        }
        let archive = Tar.make { $0.file("a", String(repeating: "x", count: 5000)) }
        #expect(throws: ImageStoreError.self) { try unpack(Array(archive[..<2000])) }
        #expect(try unpack(Tar.make { _ in }).entries == 0)
    }

    @Test func stopsWhenCancelled() throws {
        let file = try fixture.write("layer", Tar.make { $0.file("a") })
        var unpacker = try LayerUnpacker(
            into: try RootedDirectory(path: root), limits: UnpackLimits(), isCancelled: { true })
        #expect(throws: CancellationError.self) { try unpacker.unpack(BlobReader(path: file)) }
    }
}

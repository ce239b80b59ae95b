import Glibc
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

@Suite(.enabled(if: getuid() == 0, "layers keep their owners, which takes root"))
struct ArchiveRecipeTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// Unpacks an archive and puts it together again.
    private func roundTrip(_ archive: [UInt8]) throws -> (bytes: [UInt8], layer: String) {
        let store = try LayerStore(
            root: fixture.root, limits: UnpackLimits(), copiesLayers: false, logger: Fixture.logger)
        let blob = try fixture.write("blob", archive)
        let source = try Decompressor(BlobReader(path: blob), maximumSize: .max)
        while let bytes = source.next(), !bytes.isEmpty {}
        let diffID = source.hasher.finish()
        let layer = try store.unpack(
            blob, growth: nil, diffID: diffID, chainID: diffID, on: [], isCancelled: { false })
        var result: [UInt8] = []
        try store.readArchive(of: layer) { result += Array($0) }
        #expect(Int64(result.count) == layer.archiveSize)
        return (result, store.path(diffID))
    }

    @Test func archivesAreMadeAgainByteForByte() throws {
        let archive = Tar.make {
            $0.directory("etc")
            for number in 0..<300 { $0.file("etc/\(number)", "content of \(number)") }
            $0.file("large", String(repeating: "0123456789", count: 200_000))
            $0.file("empty", "")
            $0.symbolicLink("link", to: "large")
            $0.hardLink("hard", to: "large")
            $0.fifo("pipe")
            $0.extended([("path", String(repeating: "long/", count: 40) + "name")])
            $0.file("short", "text under a long name")
            $0.directory("real")
            $0.symbolicLink("alias", to: "real")
            $0.file("alias/file", "reached through a link")
        }
        let (bytes, layer) = try roundTrip(archive)
        #expect(bytes == archive)
        #expect(File.exists(layer + "/recipe.zst") && !File.exists(layer + "/archive"))
        #expect(try FileStatus(path: layer + "/recipe.zst")!.size < 20_000)
    }

    @Test func archivesThatWriteAFileTwiceAreKept() throws {
        let archive = Tar.make {
            $0.file("file", "first")
            $0.file("file", "second, and longer")
        }
        let (bytes, layer) = try roundTrip(archive)
        #expect(bytes == archive)
        #expect(File.exists(layer + "/archive") && !File.exists(layer + "/recipe.zst"))
        let replaced = Tar.make {
            $0.file("dir/file", "text")
            $0.file("dir", "no longer a directory")
        }
        #expect(try roundTrip(replaced).bytes == replaced)
    }

    @Test(
        .enabled(if: File.exists("/usr/bin/tar"), "needs GNU tar"),
        arguments: ["gnu", "pax", "ustar", "oldgnu"])
    func archivesOfTarWithHoles(format: String) async throws {
        let folder = fixture.path + "/source"
        try File.makeFolders(folder)
        let file = open(folder + "/holes", O_WRONLY | O_CREAT, 0o644)
        for offset in [1 << 20, 5 << 20] { pwrite(file, "data", 4, offset) }
        ftruncate(file, 8 << 20)
        close(file)
        try File.write(Array(repeating: 7, count: 5000), to: folder + "/plain")
        let archive = fixture.path + "/tar"
        #expect(
            try await RegistryFixture.run(
                "/usr/bin/tar",
                ["-C", folder, "--format=\(format)"] + (format == "ustar" ? [] : ["--sparse"])
                    + ["-cf", archive, "."]) == 0)
        let bytes = try File.read(archive)
        let (again, layer) = try roundTrip(bytes)
        #expect(again == bytes)
        let holes = try FileStatus(path: layer + "/fs/holes")!
        #expect(holes.size == 8 << 20)
        if format != "ustar" { #expect(holes.allocatedSize < 1 << 20) }
    }

    @Test func damageIsFound() throws {
        let archive = Tar.make { $0.file("file", "some text") }
        let (_, layer) = try roundTrip(archive)
        try File.write(Array("some Text".utf8), to: layer + "/fs/file")
        let store = try LayerStore(
            root: fixture.root, limits: UnpackLimits(), copiesLayers: false, logger: Fixture.logger)
        let diffID = SHA256Hasher.digest(of: archive)
        let damaged = Layer(
            chainID: diffID, diffID: diffID, parent: nil, size: 0, archiveSize: 0)
        let error = #expect(throws: ImageStoreError.self) {
            try store.readArchive(of: damaged) { _ in }
        }
        #expect(error?.reason == .digestMismatch)
    }
}

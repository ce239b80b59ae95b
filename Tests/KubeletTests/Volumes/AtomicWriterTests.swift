import Glibc
import LinuxSystem
import Testing

@testable import Kubelet

/// On a real folder, without root.
final class AtomicWriterTests {
    private let folder = "/tmp/swiftlet-atomic-\(UInt64.random(in: 0 ... .max))"
    private let noon: Int64 = 1_795_348_800 * .second  // 2026-11-22T12:00:00Z
    private var writer: AtomicWriter { AtomicWriter(directory: folder) }

    init() throws { try File.makeFolders(folder) }

    deinit { try? DirectoryTree.remove(folder) }

    private func files(_ contents: [String: String], mode: Int32 = 0o644) -> VolumeFiles {
        contents.mapValues { VolumeFile(Array($0.utf8), mode: mode) }
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try File.read("\(folder)/\(path)"), as: UTF8.self)
    }

    private func target(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = readlink("\(folder)/\(name)", &buffer, buffer.count)
        return String(
            decoding: buffer[..<max(count, 0)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat("\(folder)/\(path)", &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    private var names: [String] { DirectoryTree.names(in: folder).sorted() }

    @Test("the kubelet's layout")
    func layout() throws {
        #expect(
            try writer.write(
                files(["color": "red", "deep/er/x": "1", "deep/y": "2"], mode: 0o400), now: noon))
        #expect(try text("color") == "red")
        #expect(try text("deep/er/x") == "1")
        #expect(target("color") == "..data/color")
        #expect(target("deep") == "..data/deep")
        #expect(target("..data").hasPrefix("..2026_11_22_12_00_00."))
        #expect(mode("color") == 0o400)
        #expect(mode("..data") == 0o755)
        #expect(mode("deep/er") == 0o755)
        #expect(names.filter { !$0.hasPrefix("..2026") } == ["..data", "color", "deep"])
    }

    @Test("a change replaces the folder and leaves nothing of the old one")
    func change() throws {
        try writer.write(files(["a": "1", "b": "2"]), now: noon)
        let before = target("..data")
        #expect(try writer.write(files(["a": "3", "c/d": "4"]), now: noon + .second))
        #expect(target("..data") != before)
        #expect(try text("a") == "3")
        #expect(try text("c/d") == "4")
        #expect(names.filter { !$0.hasPrefix("..2026") } == ["..data", "a", "c"])
        #expect(names.count == 4)
    }

    @Test("what is the same is left alone, also from one writer to the next")
    func same() throws {
        try writer.write(files(["a": "1", "b/c": "2"]), now: noon)
        let before = target("..data")
        #expect(try !writer.write(files(["a": "1", "b/c": "2"]), now: noon + .second))
        #expect(target("..data") == before)
        #expect(try writer.write(files(["a": "1"]), now: noon + .second))
        #expect(try writer.write(files([:]), now: noon + .second))
        #expect(names.filter { !$0.hasPrefix("..2026") } == ["..data"])
    }

    @Test("whoever reads through ..data sees all of one time")
    func consistent() async throws {
        let folder = folder
        let writer = writer
        let (first, second) = (
            files(["a": "1", "b": "1"]), files(["a": "2", "b": "2"])
        )
        try writer.write(first, now: noon)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for turn in 0..<200 { try writer.write(turn % 2 == 0 ? second : first, now: 0) }
            }
            group.addTask {
                for _ in 0..<500 {
                    let data = open("\(folder)/..data", O_RDONLY | O_DIRECTORY)
                    defer { close(data) }
                    let pair = ["a", "b"].map { name -> UInt8? in
                        let file = openat(data, name, O_RDONLY)
                        defer { close(file) }
                        var byte: UInt8 = 0
                        return read(file, &byte, 1) == 1 ? byte : nil
                    }
                    // The folder may have been removed under the reader, but is never mixed.
                    if let a = pair[0], let b = pair[1] { #expect(a == b) }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("what a crash left behind goes with the next write")
    func leftOvers() throws {
        try writer.write(files(["a": "1"]), now: noon)
        try File.makeFolders("\(folder)/..2020_01_01_00_00_00.1")
        symlink("nowhere", "\(folder)/..data_tmp")
        try writer.write(files(["a": "2"]), now: noon)
        #expect(try text("a") == "2")
        #expect(names.count == 3)
    }

    @Test(
        "paths that leave the volume or are the writer's own",
        arguments: ["", "/a", "../a", "a/../../b", "..data", "..x/y", "a//b", "a/./b", "a\0b"])
    func badPaths(path: String) {
        #expect(throws: VolumeFileError.invalidPath(path)) {
            try writer.write(files([path: "x"]), now: noon)
        }
        #expect(names.isEmpty)
    }

    @Test("a group may read files and enter folders", .enabled(if: geteuid() == 0))
    func group() throws {
        try AtomicWriter(directory: folder, group: 4711).write(
            files(["a": "1", "b/c": "2"], mode: 0o600), now: noon)
        #expect(mode("a") == 0o640)
        #expect(mode("b") == 0o2755)
        var status = stat()
        stat("\(folder)/b/c", &status)
        #expect(status.st_gid == 4711)
        #expect(status.st_uid == 0)
    }
}

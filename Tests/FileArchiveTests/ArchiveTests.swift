import Glibc
import Testing

@testable import FileArchive

/// A folder of its own below /tmp, removed with the value.
final class Folder {
    let path = "/tmp/swiftlet-archive-\(getpid())-\(UInt32.random(in: 0 ... .max))"

    init() { mkdir(path, 0o755) }

    deinit { _ = shell("chmod -R u+rwx \(path); rm -rf \(path)") }

    @discardableResult
    func shell(_ command: String) -> String {
        let pipe = popen("cd \(path) 2>/dev/null; (\(command)) 2>&1", "r")
        defer { pclose(pipe) }
        var text = ""
        var buffer = [CChar](repeating: 0, count: 4096)
        while fgets(&buffer, 4096, pipe) != nil {
            text += buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        }
        return text
    }

    func pack(_ name: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try ArchiveWriter { bytes += Array($0) }.write("\(path)/\(name)")
        return bytes
    }

    /// - Parameter step: bytes that come at a time.
    func unpack(_ bytes: [UInt8], to name: String, step: Int = 1000, keepsSpecialBits: Bool = true)
        throws -> [String]
    {
        var offset = 0
        return try ArchiveExtractor.unpack(
            to: "\(path)/\(name)", keepsSpecialBits: keepsSpecialBits
        ) { buffer in
            let count = min(step, buffer.count, bytes.count - offset)
            buffer.copyBytes(from: bytes[offset..<(offset + count)])
            offset += count
            return count
        }
    }
}

@Suite struct ArchiveTests {
    let folder = Folder()

    private func archive(_ entries: [(path: String, kind: ArchiveEntry.Kind, text: String)])
        -> [UInt8]
    {
        entries.reduce(into: []) { bytes, entry in
            var header = ArchiveEntry()
            header.path = Array(entry.path.utf8)
            header.kind = entry.kind
            let content = entry.kind == .file ? Array(entry.text.utf8) : []
            if entry.kind != .file { header.target = Array(entry.text.utf8) }
            header.size = Int64(content.count)
            bytes += TarHeader.bytes(of: header) + content
            bytes += [UInt8](repeating: 0, count: TarHeader.padding(header.size))
        } + [UInt8](repeating: 0, count: 1024)
    }

    private func makeTree() {
        folder.shell(
            """
            mkdir -p tree/sub/empty; echo one > tree/one; chmod 640 tree/one
            head -c 300000 /dev/urandom > tree/sub/large; chmod 4755 tree/sub/large
            ln -s ../one tree/sub/link; ln tree/one tree/sub/other; ln -s /etc/passwd tree/out
            mkdir tree/$(printf 'x%.0s' $(seq 120)); echo long > tree/x*/$(printf 'y%.0s' $(seq 150))
            touch -d 2001-02-03T04:05:06 tree/one tree/sub; chmod 500 tree/sub/empty; : > tree/nothing
            """)
    }

    @Test(arguments: [1, 511, 100_000])
    func aTreeComesOutAsItWentIn(step: Int) throws {
        makeTree()
        #expect(try folder.unpack(folder.pack("tree"), to: "copy", step: step).isEmpty)
        #expect(folder.shell("diff -r --no-dereference tree copy") == "")
        let list = "find . ! -type l -printf '%p %M %s %Ts\\n' | sort"
        #expect(folder.shell("cd tree; \(list)") == folder.shell("cd copy; \(list)"))
        #expect(folder.shell("stat -c %h copy/one") == "2\n")
    }

    @Test func othersUnderstandUsAndWeThem() throws {
        makeTree()
        let bytes = try folder.pack("tree")
        let file = fopen(folder.path + "/a.tar", "w")
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        #expect(folder.shell("mkdir theirs; tar -xf a.tar -C theirs") == "")
        #expect(folder.shell("diff -r --no-dereference tree theirs/tree") == "")
        for format in ["gnu", "ustar", "pax", "v7"] {
            folder.shell("rm -rf back; tar --format=\(format) -cf b.tar --exclude='x*' tree")
            let theirs = folder.shell("od -An -v -tx1 b.tar").split(whereSeparator: \.isWhitespace)
                .compactMap { UInt8($0, radix: 16) }
            #expect(try folder.unpack(theirs, to: "back").isEmpty)
            #expect(folder.shell("diff -r --no-dereference -x 'x*' tree back") == "", "\(format)")
        }
    }

    @Test func intoAFolderOrUnderANewName() throws {
        makeTree()
        folder.shell("mkdir there")
        _ = try folder.unpack(folder.pack("tree/one"), to: "there")
        #expect(folder.shell("cat there/one") == "one\n")
        _ = try folder.unpack(folder.pack("tree/one"), to: "there/renamed")
        #expect(folder.shell("cat there/renamed") == "one\n")
        _ = try folder.unpack(folder.pack("tree/sub/../."), to: "all")
        #expect(folder.shell("cat all/one") == "one\n")
        let error = #expect(throws: ArchiveError.self) {
            try folder.unpack(folder.pack("tree/one"), to: "none/x")
        }
        #expect(error?.description == "\(folder.path)/none: No such file or directory")
        #expect(throws: ArchiveError("\(folder.path)/none/ is no folder")) {
            try folder.unpack(folder.pack("tree/one"), to: "none/")
        }
    }

    @Test func filesAreReplacedAndFoldersMerged() throws {
        makeTree()
        folder.shell("mkdir -p copy/tree/sub; echo old > copy/tree/one; echo mine > copy/tree/mine")
        folder.shell("ln -s /etc/hostname copy/tree/nothing")
        _ = try folder.unpack(folder.pack("tree"), to: "copy")
        #expect(folder.shell("cat copy/tree/one copy/tree/mine copy/tree/nothing") == "one\nmine\n")
        #expect(folder.shell("test -L copy/tree/nothing && echo link") == "")
        folder.shell("rm copy/tree/one; mkdir copy/tree/one")
        #expect(throws: ArchiveError("\(folder.path)/copy/tree/one: File exists")) {
            try folder.unpack(folder.pack("tree"), to: "copy")
        }
    }

    // MARK: - What is not to be trusted

    @Test(arguments: ["../evil", "a/../../evil", "a/..", "/../evil"])
    func namesThatLeadUpwardsAreRefused(name: String) throws {
        folder.shell("mkdir target")
        #expect(throws: ArchiveError.self) {
            try folder.unpack(archive([(name, .file, "x")]), to: "target")
        }
        #expect(folder.shell("ls -A target; ls -A | grep evil") == "")
    }

    @Test func absoluteNamesAreBelowTheTarget() throws {
        folder.shell("mkdir target")
        let name = folder.path + "/evil"
        _ = try folder.unpack(archive([(name, .file, "x")]), to: "target")
        #expect(folder.shell("cat target\(folder.path)/evil; ls -d evil 2>/dev/null") == "x")
    }

    @Test func nothingIsWrittenThroughLinks() throws {
        folder.shell("mkdir target outside; echo safe > outside/file")
        let way = archive([
            ("link", .symbolicLink, folder.path + "/outside"), ("link/evil", .file, "x"),
        ])
        let error = #expect(throws: ArchiveError.self) { try folder.unpack(way, to: "target") }
        #expect(
            error?.description == "\(folder.path)/target/link/evil lies behind a symbolic link")
        // A file in the place of the link, and a link that was there before.
        let place = archive([
            ("file", .symbolicLink, folder.path + "/outside/file"), ("file", .file, "x"),
        ])
        _ = try folder.unpack(place, to: "target")
        folder.shell("ln -s ../outside target/before")
        #expect(throws: ArchiveError.self) {
            try folder.unpack(archive([("before/evil", .file, "x")]), to: "target")
        }
        // A second name for what a link leads to.
        #expect(throws: ArchiveError.self) {
            try folder.unpack(archive([("evil", .hardLink, "link/file")]), to: "target")
        }
        #expect(throws: ArchiveError.self) {
            try folder.unpack(archive([("evil", .hardLink, "../outside/file")]), to: "target")
        }
        #expect(folder.shell("ls outside; cat outside/file target/file") == "file\nsafe\nx")
    }

    @Test func specialBitsAndDevicesOnlyWhereWanted() throws {
        makeTree()
        _ = try folder.unpack(folder.pack("tree"), to: "copy", keepsSpecialBits: false)
        #expect(folder.shell("stat -c %a copy/sub/large copy/one") == "755\n640\n")
        var device = archive([("null", .file, "")])
        device[156] = UInt8(ascii: "3")
        let sum = device[..<512].enumerated().reduce(0) {
            $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element))
        }
        let digits = String(sum, radix: 8)
        let field = String(repeating: "0", count: 6 - digits.count) + digits
        device.replaceSubrange(148..<154, with: Array(field.utf8))
        #expect(try folder.unpack(device, to: "null").count == 1)
        #expect(folder.shell("ls null") != "null\n")
    }

    @Test func damagedArchivesAreRefused() throws {
        makeTree()
        let bytes = try folder.pack("tree")
        for count in [0, 100, 512, 700, bytes.count / 2] {
            #expect(throws: ArchiveError.self) {
                try folder.unpack(Array(bytes[..<count]), to: "torn\(count)")
            }
        }
        for _ in 0..<200 {
            var broken = bytes
            for _ in 0..<3 { broken[Int.random(in: 0..<2048)] = UInt8.random(in: 0...255) }
            _ = try? folder.unpack(broken, to: "broken", step: 5000)
        }
        let names = folder.shell("ls").split(separator: "\n").filter { !$0.hasPrefix("torn") }
        #expect(Set(names).isSubset(of: ["broken", "tree"]))
    }

    @Test func largeNumbers() throws {
        var entry = ArchiveEntry()
        entry.path = Array("big".utf8)
        entry.size = 20 << 30
        entry.user = 4_000_000
        let bytes = TarHeader.bytes(of: entry)
        var offset = 0
        var reader = ArchiveReader { buffer in
            let count = min(buffer.count, bytes.count - offset)
            buffer.copyBytes(from: bytes[offset..<(offset + count)])
            offset += count
            return count
        }
        let read = try reader.next()
        #expect(read?.size == 20 << 30)
        #expect(read?.user == 4_000_000)
        #expect(read?.path == Array("big".utf8))
    }
}

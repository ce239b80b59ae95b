import Glibc
import LinuxSystem
import Testing

/// A directory `root` to work in, and one beside it that nothing may reach.
private final class Fixture {
    let path: String
    let root: RootedDirectory

    init() throws {
        var template = Array("/tmp/rooted-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
        mkdir(path + "/root", 0o755)
        mkdir(path + "/outside", 0o755)
        root = try RootedDirectory(path: path + "/root")
    }

    deinit {
        _ = try? RootedDirectory(path: "/tmp").remove(String(path.dropFirst("/tmp/".count)))
    }

    func write(_ path: String, _ text: String) throws {
        try root.withFile(path, flags: O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644) { file in
            #expect(Glibc.write(file, text, text.utf8.count) == text.utf8.count)
        }
    }

    func exists(_ path: String) -> Bool { access(self.path + "/" + path, F_OK) == 0 }
}

@Suite struct RootedDirectoryTests {
    @Test func readsAndWritesInside() throws {
        let fixture = try Fixture()
        try fixture.root.createDirectories("a/b/c")
        try fixture.write("/a/b/c/file", "text")
        #expect(try fixture.root.readFile("a/b/../b/c/file") == Array("text".utf8))
        #expect(fixture.exists("root/a/b/c/file"))
        #expect(throws: SystemError("read", "a/b/c/file", code: EFBIG)) {
            try fixture.root.readFile("a/b/c/file", limit: 3)
        }
    }

    @Test(arguments: ["../outside/file", "/../../outside/file", "up/outside/file", "abs/file"])
    func neverLeavesTheRoot(path: String) throws {
        let fixture = try Fixture()
        try fixture.root.createSymbolicLink("up", target: "..")
        try fixture.root.createSymbolicLink("abs", target: fixture.path + "/outside")
        // The links lead to places inside the root, which do not exist.
        #expect(throws: SystemError.self) { try fixture.write(path, "x") }
        #expect(throws: SystemError.self) { try fixture.root.createDirectory(path) }
        #expect(throws: SystemError.self) {
            try fixture.root.createSymbolicLink(path, target: "t")
        }
        #expect(throws: SystemError.self) { try fixture.root.createNode(path, mode: S_IFIFO) }
        #expect(!fixture.exists("outside/file"))
    }

    @Test func makesDirectoriesThroughLinksInside() throws {
        let fixture = try Fixture()
        try fixture.root.createDirectory("usr")
        try fixture.root.createSymbolicLink("lib", target: "/usr")
        try fixture.root.createDirectories("lib/x/y/")
        #expect(fixture.exists("root/usr/x/y"))
        try fixture.root.createDirectories("lib/x/y")
        try fixture.write("file", "")
        #expect(throws: SystemError.self) { try fixture.root.createDirectories("file/x") }
    }

    @Test func hardLinksStayInside() throws {
        let fixture = try Fixture()
        let secret = fixture.path + "/outside/secret"
        close(open(secret, O_CREAT | O_WRONLY, 0o600))
        #expect(throws: SystemError.self) {
            try fixture.root.createHardLink("a", existing: secret)
        }
        #expect(throws: SystemError.self) {
            try fixture.root.createHardLink("a", existing: "../outside/secret")
        }
        try fixture.write("b", "x")
        try fixture.root.createHardLink("c", existing: "/b")
        #expect(try fixture.root.status("c")?.linkCount == 2)
    }

    @Test(arguments: ["", "/", ".", "a/..", "a/."])
    func refusesPathsWithoutAName(path: String) throws {
        let fixture = try Fixture()
        try fixture.root.createDirectory("a")
        #expect(throws: SystemError.self) { try fixture.root.createNode(path, mode: S_IFIFO) }
        #expect(throws: SystemError.self) { try fixture.root.remove(path) }
        #expect(fixture.exists("root/a"))
    }

    @Test func removesTreesButNotWhatLinksPointTo() throws {
        let fixture = try Fixture()
        close(open(fixture.path + "/outside/kept", O_CREAT | O_WRONLY, 0o600))
        try fixture.root.createDirectories("a/b/c")
        try fixture.write("a/b/file", "x")
        try fixture.root.createSymbolicLink("a/link", target: fixture.path + "/outside")
        try fixture.root.remove("a")
        #expect(!fixture.exists("root/a"))
        #expect(fixture.exists("outside/kept"))
        try fixture.root.remove("a")
    }

    @Test func setsAttributes() throws {
        let fixture = try Fixture()
        try fixture.write("file", "x")
        try fixture.root.setPermissions("file", mode: 0o4755)
        try fixture.root.setModificationTime("file", timespec(tv_sec: 1000, tv_nsec: 5))
        let status = try #require(try fixture.root.status("file"))
        #expect(status.permissions == 0o4755)
        #expect(status.modificationTime == 1_000_000_000_005)
        try fixture.root.createSymbolicLink("link", target: "file")
        #expect(throws: SystemError("chmod", "link", code: ELOOP)) {
            try fixture.root.setPermissions("link", mode: 0o777)
        }
        #expect(try fixture.root.status("link")?.type == S_IFLNK)
        #expect(try fixture.root.status("none") == nil)
    }

    @Test func doesNotWaitForAFIFO() throws {
        let fixture = try Fixture()
        try fixture.root.createNode("fifo", mode: S_IFIFO | 0o600)
        #expect(throws: SystemError("read", "fifo", code: EINVAL)) {
            try fixture.root.readFile("fifo")
        }
    }
}

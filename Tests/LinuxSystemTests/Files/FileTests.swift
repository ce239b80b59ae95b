import Glibc
import Testing

@testable import LinuxSystem

final class FileTests {
    let folder = "/tmp/swiftlet-file-tests-\(UInt64.random(in: 0 ... .max))"

    init() throws { try File.makeFolders(folder + "/a/b") }
    deinit { try? File.removeTree(folder) }

    @Test func aFileIsReplacedAsAWhole() throws {
        let path = folder + "/record"
        try File.writeDurably(Array("first, longer".utf8), to: path)
        try File.replace(Array("second".utf8), at: path)
        #expect(try File.read(path) == Array("second".utf8))
        #expect(File.names(in: folder) == ["a", "record"])
    }

    @Test func aFailedWriteLeavesWhatWasThere() throws {
        let path = folder + "/a"
        #expect(throws: SystemError.self) { try File.replace([1], at: path) }
        #expect(File.names(in: folder) == ["a"])
    }

    @Test func removingATreeDoesNotFollowLinks() throws {
        try File.write([1], to: folder + "/kept")
        symlink(folder, folder + "/a/b/link")
        try File.removeTree(folder + "/a")
        #expect(File.names(in: folder) == ["kept"])
        try File.removeTree(folder + "/a")
    }

    @Test func aMissingFileSaysWhich() {
        #expect {
            try File.read("/nonexistent/file")
        } throws: {
            ($0 as? SystemError)?.code == ENOENT
                && "\($0)" == "open /nonexistent/file: No such file or directory"
        }
    }
}

import Glibc
import Testing

@testable import LinuxSystem

@Suite struct ProgramFileTests {
    @Test("a copy of a program runs, and nobody can change it")
    func copy() throws {
        let program = try ProgramFile(copyOf: "/bin/sh", name: "copy")
        #expect(try File.read(program.path) == File.read("/bin/sh"))
        let result = try ChildProcess.run(
            program.path, ["-c", "echo hello; exit 3"], environment: [])
        #expect(result.status == 3)
        #expect(result.output == Array("hello\n".utf8))
        let descriptor = open(program.path, O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        #expect(write(descriptor, "x", 1) < 0)
        #expect(throws: SystemError.self) {
            try ProgramFile(copyOf: "/bin/no-such-program", name: "copy")
        }
    }
}

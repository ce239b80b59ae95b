import Glibc
import Testing

@testable import LinuxSystem

struct ChildProcessTests {
    @Test func inputOutputAndStatusArePassed() throws {
        let result = try ChildProcess.run(
            "/bin/sh", ["-c", "read line; echo \"$line $NAME\"; echo oops >&2; exit 3"],
            environment: ["NAME=value"], input: Array("given\n".utf8))
        #expect(result.status == 3)
        #expect(String(decoding: result.output, as: UTF8.self) == "given value\n")
        #expect(String(decoding: result.errorOutput, as: UTF8.self) == "oops\n")
    }

    @Test func outputOfAnySizeIsTaken() throws {
        let result = try ChildProcess.run(
            "/bin/sh", ["-c", "head -c 3000000 /dev/zero"], environment: ["PATH=/usr/bin:/bin"])
        #expect(result.output.count == 3_000_000)
    }

    @Test func noOtherDescriptorIsInherited() throws {
        let result = try ChildProcess.run(
            "/bin/sh", ["-c", "ls /proc/self/fd | wc -l"], environment: ["PATH=/usr/bin:/bin"])
        // Three streams and the folder that ls reads.
        #expect(String(decoding: result.output, as: UTF8.self).hasPrefix("4"))
    }

    @Test func signalsAreAsInAFreshProcess() throws {
        signal(SIGPIPE, SIG_IGN)
        let result = try ChildProcess.run(
            "/bin/sh", ["-c", "kill -PIPE $$; exit 0"], environment: [])
        #expect(result.status == 128 + Int(SIGPIPE))
    }

    @Test func whatEndsInTimeIsAsWithoutALimit() throws {
        let result = try ChildProcess.run(
            "/bin/sh", ["-c", "read line; echo $line; exit 4"], environment: [],
            input: Array("given\n".utf8), within: 60)
        #expect(result?.status == 4)
        #expect(result?.output == Array("given\n".utf8))
    }

    @Test func whatHangsIsKilledWithAllThatItStarted() throws {
        // The grandchild holds a pipe, whose end is told to who reads it.
        let pipe = "/tmp/swiftlet-child-\(UInt64.random(in: 0 ... .max))"
        try #require(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let result = try ChildProcess.run(
            "/bin/sh", ["-c", "sleep 1000 > \(pipe) & echo ready > \(pipe); sleep 1000"],
            environment: ["PATH=/usr/bin:/bin"], within: 1)
        #expect(result == nil)
        var event = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
        var bytes = [UInt8](repeating: 0, count: 16)
        #expect(poll(&event, 1, 10_000) == 1)
        #expect(read(reader, &bytes, 16) == 6)
        #expect(poll(&event, 1, 10_000) == 1)
        #expect(read(reader, &bytes, 16) == 0, "nobody has the pipe any more")
    }

    @Test func aMissingProgramIsNamed() {
        #expect {
            try ChildProcess.run("/nonexistent/program", [], environment: [])
        } throws: {
            "\($0)" == "start /nonexistent/program: No such file or directory"
        }
    }
}

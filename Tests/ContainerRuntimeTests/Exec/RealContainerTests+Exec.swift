import Glibc
import LinuxSystem
import Testing

@testable import ContainerRuntime

/// Commands in running containers.
extension RealContainerTests {
    private func withContainer(
        security: ContainerSecurity = ContainerSecurity(),
        _ body: (OCIContainerRuntime, Container) async throws -> Void
    ) async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(runtime)
            let container = try await start(
                "trap 'exit 0' TERM; while :; do busybox sleep 1; done", in: sandbox, of: runtime,
                security: security)
            try await body(runtime, container)
        }
    }

    private func run(
        _ script: String, in container: Container, of runtime: OCIContainerRuntime
    ) async throws -> (code: Int, output: String) {
        let result = try await runtime.execSync(
            containerID: container.id, command: ["sh", "-c", script], timeout: .seconds(30),
            outputLimit: 1 << 16)
        return (result.exitCode, String(decoding: result.output, as: UTF8.self))
    }

    /// Without what tells one process from another.
    private static let status =
        "busybox grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp:)' /proc/%/status;"
        + " busybox sed -E 's/^[0-9]+://' /proc/%/cgroup;"
        + " for n in ipc mnt net pid uts; do busybox readlink /proc/%/ns/$n; done;"
        + " busybox cat /proc/%/oom_score_adj"

    @Test(.timeLimit(.minutes(1)), arguments: [false, true])
    func aCommandIsWhatTheContainersFirstProcessIs(isPrivileged: Bool) async throws {
        let security = ContainerSecurity(
            user: isPrivileged ? "" : "app", supplementalGroups: [4000, 4001],
            addedCapabilities: ["NET_ADMIN"], droppedCapabilities: ["CHOWN"],
            privileged: isPrivileged, noNewPrivileges: !isPrivileged)
        try await withContainer(security: security) { runtime, container in
            func status(of process: String) -> String {
                String(Self.status.split(separator: "%").joined(separator: process))
            }
            let first = try await run(status(of: "1"), in: container, of: runtime)
            let own = try await run(status(of: "$$"), in: container, of: runtime)
            #expect(first.code == 0)
            #expect(first.output == own.output)
            #expect(own.output.contains("Seccomp:\t\(isPrivileged ? 0 : 2)\n"))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aCommandGetsIntoAContainerWithoutAnAppArmorProfile() async throws {
        try await withContainer(security: ContainerSecurity(appArmor: .unconfined)) {
            runtime, container in
            let result = try await run("echo in", in: container, of: runtime)
            #expect(result == (0, "in\n"))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aCommandsEndAndOutputComeBack() async throws {
        try await withContainer { runtime, container in
            let mixed = try await run(
                "echo a; echo b >&2; echo c; exit 7", in: container, of: runtime)
            #expect(mixed == (7, "a\nb\nc\n"))
            #expect(try await run("kill -9 $$", in: container, of: runtime).code == 137)
            // Its terminal, session and parent are not ours.
            let place = try await run(
                "busybox pwd; busybox env | busybox grep ^HOSTNAME; busybox tty",
                in: container, of: runtime)
            #expect(place.output == "/\nHOSTNAME=pod-name\nnot a tty\n")
            // What something left behind holds open is not waited for.
            let left = try await run("busybox sleep 100 & echo left", in: container, of: runtime)
            #expect(left == (0, "left\n"))
            let cut = try await runtime.execSync(
                containerID: container.id, command: ["busybox", "seq", "100000"], timeout: nil,
                outputLimit: 4)
            #expect(cut == ExecResult(exitCode: 0, output: Array("1\n2\n".utf8)))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatCannotBeRunIsToldInKnownWords() async throws {
        try await withContainer { runtime, container in
            func failure(_ command: String...) async -> String {
                do {
                    _ = try await runtime.execSync(
                        containerID: container.id, command: command, timeout: nil, outputLimit: 0)
                    return "none"
                } catch {
                    return "\(error)"
                }
            }
            let prefix = "OCI runtime exec failed: exec failed: unable to start container process: "
            #expect(
                await failure("nope")
                    == prefix + "exec: \"nope\": executable file not found in $PATH: unknown")
            #expect(
                await failure("/bin/nope")
                    == prefix
                    + "exec: \"/bin/nope\": stat /bin/nope: no such file or directory: unknown")
            #expect(
                await failure("/etc/passwd")
                    == prefix + "exec: \"/etc/passwd\": permission denied: unknown")
            #expect(await failure("/etc") == prefix + "exec: \"/etc\": permission denied: unknown")
            try await runtime.stopContainer(id: container.id, gracePeriod: .zero)
            #expect(await failure("sh") == "container \(container.id) is not running")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aCommandThatTakesTooLongIsKilled() async throws {
        try await withContainer { runtime, container in
            let command = ["sh", "-c", "busybox sleep 3333 & wait"]
            await #expect(
                throws: RuntimeError.execTimedOut(command: command, after: .milliseconds(300))
            ) {
                try await runtime.execSync(
                    containerID: container.id, command: command, timeout: .milliseconds(300),
                    outputLimit: 10)
            }
            // With all of its process group.
            var found = "3333"
            while found.contains("3333") {
                found = try await run(
                    "busybox ps | busybox grep '[3]333'", in: container, of: runtime
                )
                .output
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aCommandHasATerminalOfTheContainer() async throws {
        try await withContainer { runtime, container in
            let process = try await runtime.exec(
                containerID: container.id,
                ExecRequest(
                    command: ["sh", "-c", "busybox tty; busybox stty size; read x; echo got $x"],
                    terminal: true, size: TerminalSize(columns: 97, rows: 31)))
            let terminal = try #require(process.takeStreams().terminal)
            defer { close(terminal) }
            #expect(write(terminal, "word\n", 5) == 5)
            #expect(try await process.waitForEnd() == 0)
            // The end of a terminal is an error, EIO.
            var bytes = [UInt8](repeating: 0, count: 4096)
            var output = ""
            while case let count = read(terminal, &bytes, bytes.count), count > 0 {
                output += String(decoding: bytes[..<count], as: UTF8.self)
            }
            #expect(output.contains("/dev/pts/0\r\n"))
            #expect(output.contains("31 97\r\n"))
            #expect(output.contains("got word\r\n"))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aCommandOutlivesWhoAskedForIt() async throws {
        try await withContainer { runtime, container in
            var process: ExecProcess? = try await runtime.exec(
                containerID: container.id,
                ExecRequest(
                    command: ["sh", "-c", "read line; busybox sleep 1; echo > /tmp/done"],
                    standardInput: true))
            let streams = process!.takeStreams()
            for case let descriptor? in [streams.standardInput, streams.standardOutput] {
                close(descriptor)
            }
            process = nil
            let done = try await run(
                "while [ ! -e /tmp/done ]; do busybox usleep 10000; done; busybox rm /tmp/done",
                in: container, of: runtime)
            #expect(done.code == 0)
            if let error = streams.standardError { close(error) }
        }
    }
}

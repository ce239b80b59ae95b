import Foundation
import JSON
import Testing

/// exec, attach and port-forward with stock clients, over WebSocket and over SPDY.
@Suite struct StreamTests {
    struct Client: Sendable, CustomTestStringConvertible {
        var kubectl: String
        var usesWebSockets: Bool

        var testDescription: String { "\(kubectl), \(usesWebSockets ? "WebSocket" : "SPDY")" }

        /// The machine's, the newest, and those of the environment variable
        /// `SWIFTLET_TEST_KUBECTL`, with colons between them.
        static let all: [Client] = {
            let named = ProcessInfo.processInfo.environment["SWIFTLET_TEST_KUBECTL"] ?? ""
            let kubectls = KubectlTests.kubectls + named.split(separator: ":").map(String.init)
            return kubectls.flatMap { kubectl in
                [true, false].map { Client(kubectl: kubectl, usesWebSockets: $0) }
            }
        }()

        func environment(_ daemon: TestDaemon) -> [String: String] {
            daemon.environment.merging([
                "KUBECTL_REMOTE_COMMAND_WEBSOCKETS": "\(usesWebSockets)",
                "KUBECTL_PORT_FORWARD_WEBSOCKETS": "\(usesWebSockets)",
            ]) { $1 }
        }
    }

    static let pod = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: main
            image: busybox
            command:
            - sh
            - -c
            - |
              mkdir /www; echo hello > /www/index.html
              dd if=/dev/zero of=/www/big bs=1M count=20 2>/dev/null
              httpd -p 8080 -h /www
              trap 'exit 0' TERM
              while :; do sleep 1; done
          - name: cat
            image: busybox
            stdin: true
            command: [cat]
          - name: once
            image: busybox
            stdin: true
            stdinOnce: true
            command: [cat]
          - name: shell
            image: busybox
            stdin: true
            tty: true
            command: [sh, -c, 'while :; do sh; done']
        """

    private static let echo = """
        import select, socket, threading

        def echo(client):
            while data := client.recv(65536):
                client.sendall(data)
            client.close()

        listeners = [socket.create_server(("127.0.0.1", 9000 + i), backlog=200) for i in range(10)]
        print("serving", flush=True)
        while True:
            for ready in select.select(listeners, [], [])[0]:
                threading.Thread(target=echo, args=(ready.accept()[0],)).start()
        """

    /// Serves ten ports of the Pod's localhost, with the machine's Python.
    private func echoPod(_ daemon: TestDaemon) throws -> String {
        let program = daemon.root + "/echo.py"
        try Self.echo.write(toFile: program, atomically: true, encoding: .utf8)
        return """
            apiVersion: v1
            kind: Pod
            metadata:
              name: echo
            spec:
              terminationGracePeriodSeconds: 0
              containers:
              - name: main
                image: busybox
                command: [chroot, /host, /usr/bin/python3, -IS, \(program)]
                volumeMounts:
                - {name: machine, mountPath: /host, readOnly: true}
              volumes:
              - {name: machine, hostPath: {path: /}}
            """
    }

    /// Writes a line to a program until its output has what is waited for, and prints that.
    static func say(_ line: String, until answer: String, to program: String) -> String {
        """
        out=$(mktemp -d); mkfifo $out/in
        \(program) < $out/in > $out/out 2>&1 & program=$!
        exec 9> $out/in
        until grep -q '\(answer)' $out/out || ! kill -0 $program; do
            echo '\(line)' >&9; sleep 0.1
        done
        kill $program; wait $program; cat $out/out; rm -r $out
        """
    }

    func shell(
        _ script: String, _ client: Client, _ daemon: TestDaemon
    ) async throws -> CommandResult {
        try await Command.run(
            [
                "bash", "-c",
                "k='\(client.kubectl)'; \(script)",
            ],
            environment: client.environment(daemon).filter { $0.key != "" })
    }

    @Test(.timeLimit(.minutes(10)), arguments: Client.all)
    func kubectlTalksToProcesses(client: Client) async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Self.pod)
        _ = try await daemon.running("web")
        try await proxy(daemon)
        // One that were in another would not find the Pod's network.
        let namespaces = try await Command.run(
            "sh", "-c",
            "readlink /proc/\(daemon.command.processID)/task/*/ns/* | sort -u | sed 's/:.*//'"
        ).lines
        #expect(Set(namespaces).count == namespaces.count, "\(namespaces)")
        try await runCommands(client, daemon)
        try await attach(client, daemon)
        try await forwardPorts(client, daemon)
        try await copyFilesAndReadLogs(client, daemon)
        try await daemon.tearDown()
    }

    private func proxy(_ daemon: TestDaemon) async throws {
        let path = "/api/v1/namespaces/default/pods/web:8080/proxy/"
        #expect(try await daemon.kubectl("get", "--raw", path + "index.html").output == "hello\n")
        let missing = try await daemon.kubectl("get", "--raw", path + "nothing")
        #expect(missing.status == 1, "\(missing)")
        let closed = try await daemon.kubectl(
            "get", "--raw", path.replacing("8080", with: "9999"))
        #expect(closed.error.contains("error trying to reach service"), "\(closed)")
    }

    private func runCommands(_ client: Client, _ daemon: TestDaemon) async throws {
        let name = client.testDescription
        let apart = try await shell(
            "'\(client.kubectl)' exec web -c main -- sh -c 'echo out; echo err >&2; exit 3'",
            client, daemon)
        #expect(apart.status == 3, "\(name): \(apart)")
        #expect(apart.output == "out\n", "\(name)")
        #expect(apart.error == "err\ncommand terminated with exit code 3\n", "\(name)")
        let binary = try await shell(
            """
            head -c 3000000 /dev/urandom > '\(daemon.root)/random'
            "$k" exec -i web -c main -- sh -c 'cat; exit 0' < '\(daemon.root)/random' \
                | cmp - '\(daemon.root)/random' && echo same
            """, client, daemon)
        #expect(binary.output == "same\n", "\(name): \(binary)")
        let terminal = try await shell(
            "script -qec \"$k exec -it web -c main -- sh -c 'tty; exit 5'\" /dev/null", client,
            daemon)
        #expect(
            terminal.status == 5 && terminal.output.contains("/dev/pts/"), "\(name): \(terminal)")
        let missing = try await shell("\"$k\" exec web -c main -- nope", client, daemon)
        #expect(missing.status == 1)
        #expect(
            missing.error.contains(
                "OCI runtime exec failed: exec failed: unable to start container process: exec: \"nope\": executable file not found in $PATH: unknown"
            ), "\(name): \(missing)")
        let unknown = try await shell("\"$k\" exec web -c nope -- true", client, daemon)
        #expect(unknown.error.contains("container nope is not valid for pod web"), "\(name)")
        let many = try await shell(
            "for i in $(seq 12); do \"$k\" exec web -c main -- echo $i & done; wait", client, daemon
        )
        #expect(many.lines.count == 12, "\(name): \(many)")
    }

    private func attach(_ client: Client, _ daemon: TestDaemon) async throws {
        let name = client.testDescription
        // Two at once have the same output.
        let both = try await shell(
            """
            exec 2>&1
            out=$(mktemp -d); mkfifo $out/in
            "$k" attach -i web -c cat < $out/in > $out/first & first=$!
            exec 9> $out/in
            "$k" attach web -c cat > $out/second & second=$!
            until grep -q ping $out/first && grep -q ping $out/second; do
                echo ping >&9; sleep 0.1
            done
            kill $first $second; wait $first $second 2>/dev/null
            rm -r $out; echo both
            """, client, daemon)
        #expect(both.output.hasSuffix("both\n"), "\(name): \(both)")
        let shell = try await shell(
            Self.say(
                "echo sum-$((40+2))", until: "sum-42",
                to: "script -qec \"$k attach -it web -c shell\" /dev/null"), client, daemon)
        #expect(shell.output.contains("sum-42"), "\(name): \(shell)")
    }

    private func forwardPorts(_ client: Client, _ daemon: TestDaemon) async throws {
        let name = client.testDescription
        let result = try await shell(
            """
            out=$(mktemp)
            "$k" port-forward pod/web :8080 :9999 > $out 2>&1 & forward=$!
            until [ $(grep -c '127.0.0.1' $out) = 2 ]; do sleep 0.05; done
            ports=$(sed -n 's/.*127.0.0.1:\\([0-9]*\\) -> .*/\\1/p' $out)
            set -- $ports
            for i in 1 2 3 4 5 6 7 8; do curl -s -m 20 http://127.0.0.1:$1/ & jobs="$jobs $!"; done
            wait $jobs
            curl -s -m 20 http://127.0.0.1:$1/big | wc -c
            curl -s -m 20 http://127.0.0.1:$2/; echo "refused $?"
            until grep -q 'error occurred' $out; do sleep 0.05; done
            cat $out; kill $forward 2>/dev/null; rm $out
            """, client, daemon)
        #expect(result.lines.filter { $0 == "hello" }.count == 8, "\(name): \(result)")
        #expect(result.lines.contains("\(20 << 20)"), "\(name): \(result)")
        #expect(result.output.contains("connection refused"), "\(name): \(result)")
    }

    private func copyFilesAndReadLogs(_ client: Client, _ daemon: TestDaemon) async throws {
        let name = client.testDescription
        let result = try await shell(
            """
            exec 2>&1
            out=$(mktemp -d); mkdir $out/t; head -c 300000 /dev/urandom > $out/t/data
            chmod 640 $out/t/data; ln -s data $out/t/link
            "$k" exec web -c main -- rm -rf /tmp/t
            "$k" cp $out/t web:/tmp -c main
            "$k" cp web:/tmp/t $out/back -c main 2> /dev/null
            cmp $out/t/data $out/back/data && echo same
            "$k" exec web -c main -- sh -c 'stat -c %a /tmp/t/data; readlink /tmp/t/link'
            "$k" exec web -c main -- sh -c 'echo said > /proc/1/fd/1'
            "$k" logs web -c main --tail=1
            timeout 20 "$k" logs web -c main -f --tail=1 | head -n 1
            rm -r $out
            """, client, daemon)
        // kubectl leaves links out on the way back, and gives files new permissions.
        #expect(
            result.lines.filter { !$0.hasPrefix("tar:") && !$0.hasPrefix("warning:") }
                == ["same", "640", "data", "said", "said"], "\(name): \(result)")
    }

    @Test(.timeLimit(.minutes(5)))
    func manyConnectionsToManyPortsAtOnce() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(try echoPod(daemon))
        _ = try await daemon.running("echo")
        _ = try await eventually("it serves") {
            try await daemon.swiftlet("logs", "echo").output == "serving\n" ? true : nil
        }
        let ours = Client(kubectl: daemon.swiftlet, usesWebSockets: true)
        for client in Client.all + [ours] {
            let result = try await Command.run(
                [
                    "python3", TestDaemon.project + "/Tests/PythonClients/many_ports.py",
                    client.kubectl, "echo", "10", "20",
                ], environment: client.environment(daemon), timeout: 120)
            #expect(result.output == "done\n", "\(client.testDescription): \(result)")
        }
        try await daemon.tearDown()
    }

    @Test(.timeLimit(.minutes(5)))
    func clientsThatBreakTheRulesLeaveNothingBehind() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Self.pod)
        _ = try await daemon.running("web")
        _ = try await daemon.kubectl("exec", "web", "-c", "main", "--", "true")
        func descriptors() -> Int {
            (try? FileManager.default.contentsOfDirectory(
                atPath: "/proc/\(daemon.command.processID)/fd"
            ).count) ?? 0
        }
        let before = descriptors()
        let result = try await Command.run(
            "python3", TestDaemon.project + "/Tests/PythonClients/stream_faults.py",
            daemon.root, "web", "main", timeout: 90)
        #expect(result.status == 0, "\(result)")
        // The last connections end when the server has noticed.
        _ = try await eventually("all descriptors are closed, there were \(before)", within: 90) {
            descriptors() <= before ? true : nil
        }
        _ = try await eventually("no command is left") {
            let left = try await Command.run("pgrep", "-P", "\(daemon.command.processID)").lines
            return left.isEmpty ? true : nil
        }
        try await daemon.tearDown()
    }
}

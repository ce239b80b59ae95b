import Foundation
import Testing

extension Alone {
    /// Streams of every kind come and go, ended or broken off, and nothing of them stays.
    @Suite(.serialized)
    struct StreamLeakTests {
        private let rounds = ProcessInfo.processInfo.environment["SWIFTLET_SOAK"] == nil ? 8 : 500

        private static let pod = #"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: rounds
            spec:
              terminationGracePeriodSeconds: 0
              containers:
              - name: main
                image: busybox
                command:
                - sh
                - -c
                - |
                  mkdir /www; echo page > /www/index.html
                  dd if=/dev/zero of=/www/big bs=1M count=20 2>/dev/null
                  httpd -p 8080 -h /www
                  cat > /up <<'END'
                  #!/bin/sh
                  while read line; do [ "$line" = "$(printf '\r')" ] && break; done
                  printf 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n'
                  printf 'Upgrade: websocket\r\n\r\n'
                  while read word; do [ "$word" = over ] && exit; echo "$word"; done
                  END
                  chmod +x /up; echo serving
                  while :; do nc -l -p 7001 -e /up; done
              - name: cat
                image: busybox
                stdin: true
                command: [cat]
              - name: shell
                image: busybox
                stdin: true
                tty: true
                command: [sh, -c, 'while :; do sh; done']
            """#

        /// What may grow with streams.
        private struct Holdings: CustomStringConvertible {
            var descriptors = 0
            var threads = 0
            var children = 0
            /// Descriptors of the containers' monitors.
            var monitors = 0
            /// Processes in the container that commands were run in.
            var commands = 0

            var description: String {
                "\(descriptors) descriptors, \(threads) threads, \(children) children, "
                    + "\(monitors) descriptors of monitors, \(commands) processes"
            }

            func isAtMost(_ other: Holdings) -> Bool {
                descriptors <= other.descriptors && threads <= other.threads
                    && children <= other.children && monitors <= other.monitors
                    && commands <= other.commands
            }
        }

        @Test(.timeLimit(.minutes(10)))
        func nothingOfAStreamStays() async throws {
            let daemon = try await TestDaemon()
            try await daemon.apply(Self.pod)
            let containers = try await daemon.running("rounds")
            // The first round makes what all share: threads, and what is opened once.
            try await play(daemon, rounds: 1)
            let monitors = try await Command.run("pgrep", "-f", "swiftlet-monitor \(daemon.root)/")
                .lines
            #expect(monitors.count == 3)
            let container = try #require(containers.containerID("main"))
            func holdings() async throws -> Holdings {
                let daemonID = daemon.command.processID
                return Holdings(
                    descriptors: try count("/proc/\(daemonID)/fd"),
                    threads: try count("/proc/\(daemonID)/task"),
                    children: try await Command.run("pgrep", "-P", "\(daemonID)").lines.count,
                    monitors: try monitors.reduce(0) { try $0 + count("/proc/\($1)/fd") },
                    commands: try await commands(daemon, container))
            }
            let before = try await settled(holdings)
            try await play(daemon, rounds: rounds)
            var last = before
            do {
                _ = try await eventually("nothing is left", within: 60) {
                    last = try await holdings()
                    return last.isAtMost(before) ? true : nil
                }
            } catch {
                Issue.record("before: \(before); after \(rounds) rounds: \(last)")
            }
            try await daemon.tearDown()
        }

        /// Clients are told, or see their connection end, and what they had running ends as well.
        @Test(.timeLimit(.minutes(5)))
        func streamsEndWithWhatIsAtTheirOtherEnd() async throws {
            let daemon = try await TestDaemon()
            try await daemon.apply(Self.pod)
            let containers = try await daemon.running("rounds")
            let container = try #require(containers.containerID("main"))
            for signal in [SIGTERM, SIGKILL] {
                let clients = try ends(daemon)
                _ = try await eventually("all streams are open", within: 40) {
                    clients.hasOutput || !clients.isRunning ? true : nil
                }
                try await daemon.stop(signal)
                let result = try await clients.wait(timeout: 100)
                #expect(result.status == 0, "\(signal): \(result)")
                try await daemon.start()
                _ = try await eventually("no command is left") {
                    try await commands(daemon, container) == 3 ? true : nil
                }
            }
            let result = try await ends(daemon, "delete").wait(timeout: 100)
            #expect(result.status == 0, "\(result)")
            try await daemon.tearDown()
        }

        private func ends(_ daemon: TestDaemon, _ more: String...) throws -> Command {
            try Command(
                [
                    "python3", TestDaemon.project + "/Tests/PythonClients/stream_ends.py",
                    daemon.root,
                    "rounds",
                ] + more)
        }

        /// Processes in a container.
        private func commands(_ daemon: TestDaemon, _ container: String) async throws -> Int {
            let first = try #require(try daemon.processID(of: container))
            return try await Command.run("pgrep", "--ns", "\(first)", "--nslist", "pid").lines.count
        }

        private func play(_ daemon: TestDaemon, rounds: Int) async throws {
            let result = try await Command.run(
                "python3", TestDaemon.project + "/Tests/PythonClients/stream_rounds.py",
                daemon.root,
                "rounds", "\(rounds)", timeout: 60 + Double(rounds) * 30)
            #expect(result.status == 0 && result.output.hasSuffix("done\n"), "\(result)")
        }

        /// What is held once it no longer gets less: the ends of the last streams are taken note of.
        private func settled(_ holdings: () async throws -> Holdings) async throws -> Holdings {
            var least = try await holdings()
            _ = try await eventually("no command is left", within: 30) {
                let now = try await holdings()
                defer { least = now }
                // The shell, httpd and nc.
                return now.children == 0 && now.commands == 3 && least.isAtMost(now) ? true : nil
            }
            return least
        }

        private func count(_ folder: String) throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: folder).count
        }
    }
}

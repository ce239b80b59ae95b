import Foundation
import Testing

/// `swiftlet debug` with a Pod that runs.
@Suite struct DebugTests {
    private static let manifest = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
        spec:
          terminationGracePeriodSeconds: 0
          containers:
          - name: main
            image: busybox
            command: ["sh", "-c", "echo hello > /index.html; exec httpd -f -p 8080 -h /"]
        """

    @Test(.timeLimit(.minutes(5)))
    func aContainerWithToolsSeesThePod() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Self.manifest)
        _ = try await daemon.running("web")
        func shell(_ command: String) async throws -> CommandResult {
            try await Command.run(
                ["bash", "-c", command.replacing("swiftlet ", with: "'\(daemon.swiftlet)' ")],
                environment: daemon.environment)
        }

        // Its input says when it may begin, so that nothing is said before it is heard.
        let seen = try await shell(
            """
            echo go | swiftlet debug web -i --image=busybox --target=main --profile=baseline \
                --env=NOTE=well -- sh -c \
                'read go; wget -qO- localhost:8080; ps -o args | grep ^httpd; echo $NOTE; echo no >&2'
            """)
        #expect(seen.status == 0, "\(seen)")
        #expect(seen.output.contains("Defaulting debug container name to debugger-"))
        #expect(seen.output.contains("Targeting container \"main\"."))
        #expect(
            seen.output.hasSuffix("hello\nhttpd -f -p 8080 -h /\nwell\n") && seen.error == "no\n",
            "\(seen)")

        let terminal = try await shell(
            """
            out=$(mktemp)
            (until grep -q waiting $out; do sleep 0.05; done; echo word) | script -qfec \
                "'\(daemon.swiftlet)' debug web -q -it -c shell --image=busybox -- \
                    sh -c 'until read -t 1 word; do echo waiting; done; tty; echo got \\$word'" \
                /dev/null > $out
            cat $out; rm $out
            """)
        #expect(
            terminal.output.contains("/dev/pts/") && terminal.output.contains("got word"),
            "\(terminal)")

        // All of it, though it is over before anybody can attach to it.
        let short = try await daemon.swiftlet(
            "debug", "pod/web", "--image=busybox", "--attach", "-q", "-c", "short", "--", "echo",
            "said")
        #expect(short.status == 0 && short.output == "said\n", "\(short)")
        let unattached = try await daemon.swiftlet(
            "debug", "web", "-i", "--image=busybox", "--attach=false", "-q", "-c", "apart", "--",
            "cat")
        #expect(unattached.status == 0 && unattached.output == "", "\(unattached)")
        let names = try await daemon.kubectl(
            "get", "pod", "web", "-o", "jsonpath={.spec.ephemeralContainers[*].name}")
        #expect(names.output.hasSuffix(" shell short apart"), "\(names)")
        try await refusals(daemon)
        try await daemon.tearDown()
    }

    private func refusals(_ daemon: TestDaemon) async throws {
        let missing = try await daemon.swiftlet("debug", "nope", "--image=busybox")
        #expect(missing.error == "Error from server (NotFound): pods \"nope\" not found\n")
        let target = try await daemon.swiftlet(
            "debug", "web", "-q", "--image=busybox", "--target=nope")
        #expect(
            target.status == 1 && target.error.contains("targetContainerName: Not found: \"nope\""),
            "\(target)")
        let again = try await daemon.swiftlet(
            "debug", "web", "-q", "--image=other", "-c", "short")
        #expect(
            again.status == 1
                && again.error.contains(
                    "existing ephemeral containers \"short\" may not be changed"),
            "\(again)")
        let waiting = try Command(
            [
                daemon.swiftlet, "debug", "web", "-q", "-i", "-c", "never",
                "--image=example.org/none", "--image-pull-policy=Never",
            ], environment: daemon.environment)
        _ = try await eventually("it says what it waits for") {
            waiting.errorSoFar.contains("Warning: container never: Container image ") ? true : nil
        }
        _ = try await daemon.kubectl("delete", "pod", "web", "--now")
        let over = try await waiting.wait(timeout: 60)
        #expect(
            over.status == 1
                && over.error.hasSuffix(
                    "error: container never does not run: the pod web has ended or is being deleted\n"
                ),
            "\(over)")
    }
}

import Foundation
import JSON
import Testing

/// Credentials that Pods bring, and who may use what was pulled with them (KEP 2535).
@Suite struct PullSecretTests {
    private static func makeSecret(
        _ daemon: TestDaemon, _ name: String, _ host: String, password: String = "pass",
        namespace: String = "default"
    ) async throws {
        let result = try await daemon.kubectl(
            "create", "secret", "docker-registry", name, "-n", namespace,
            "--docker-server=\(host)", "--docker-username=user", "--docker-password=\(password)")
        guard result.status == 0 else { throw CommandFailure(description: result.error) }
    }

    private static func pod(
        _ name: String, _ image: String, policy: String = "IfNotPresent", secret: String? = nil,
        account: String? = nil
    ) -> String {
        var more = ""
        if let secret { more += "  imagePullSecrets: [{name: \(secret)}]\n" }
        if let account { more += "  serviceAccountName: \(account)\n" }
        return PullPolicyTests.pod(name, image: image, policy: policy, more: more)
    }

    @Test func whoMayUseAnImage() async throws {
        let registry = try await ScriptedRegistry(layout: try await Busybox.layout(), "basic")
        let daemon = try await TestDaemon()
        let image = "\(registry.host)/app:latest"
        try await Self.makeSecret(daemon, "good", registry.host)
        try await Self.makeSecret(daemon, "bad", registry.host, password: "swordfish")
        try await Self.makeSecret(daemon, "same", registry.host)

        try await daemon.apply(Self.pod("none", image))
        let none = try await daemon.pod("none", "is refused") {
            PullPolicyTests.waiting($0).message.contains("credentials")
        }
        #expect(
            ["ErrImagePull", "ImagePullBackOff"].contains(PullPolicyTests.waiting(none).reason))
        try await daemon.apply(Self.pod("wrong", image, secret: "bad"))
        let wrong = try await daemon.pod("wrong", "is refused") {
            PullPolicyTests.waiting($0).message.contains("refuses access")
        }
        #expect(!PullPolicyTests.waiting(wrong).message.contains("swordfish"))
        try await daemon.apply(Self.pod("right", image, secret: "good"))
        _ = try await daemon.running("right")

        // The image is here now. Who brings nothing does not get it, whatever its policy.
        try await daemon.apply(Self.pod("later", image))
        _ = try await daemon.pod("later", "is refused") {
            PullPolicyTests.waiting($0).message.contains("credentials")
        }
        try await daemon.apply(Self.pod("never", image, policy: "Never"))
        let never = try await daemon.pod("never", "is refused") {
            PullPolicyTests.waiting($0).reason == "ErrImageNeverPull"
        }
        #expect(PullPolicyTests.waiting(never).message.contains("no pull has proven"))
        // The same Secret, or another one with the same credentials, is enough without a question.
        try registry.clearLog()
        try await daemon.apply(Self.pod("again", image, policy: "Never", secret: "good"))
        _ = try await daemon.running("again")
        try await daemon.apply(Self.pod("copy", image, policy: "Never", secret: "same"))
        _ = try await daemon.running("copy")
        #expect(!registry.requests.contains { $0.contains(" Basic ") }, "\(registry.requests)")
        // Neither a log nor an event has a password.
        let events = try await daemon.kubectl("get", "events", "-o", "json").output
        #expect(!events.contains("swordfish") && !daemon.command.errorSoFar.contains("swordfish"))
        // What was recorded outlives the daemon.
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        try await daemon.apply(Self.pod("after", image, policy: "Never", secret: "same"))
        _ = try await daemon.running("after")
        try await daemon.apply(Self.pod("still", image, policy: "Never"))
        _ = try await daemon.pod("still", "is refused") {
            PullPolicyTests.waiting($0).reason == "ErrImageNeverPull"
        }
        try await daemon.tearDown()
    }

    @Test func serviceAccountsBringSecrets() async throws {
        let registry = try await ScriptedRegistry(layout: try await Busybox.layout(), "basic")
        let daemon = try await TestDaemon()
        let image = "\(registry.host)/app:latest"
        try await Self.makeSecret(daemon, "good", registry.host)
        try await daemon.apply(
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: puller}
            imagePullSecrets: [{name: good}]
            """)
        try await daemon.apply(Self.pod("account", image, account: "puller"))
        let pod = try await daemon.running("account")
        #expect(
            pod.value(at: "spec", "imagePullSecrets")?[0]?["name"] == "good",
            "admission has written it into the Pod")
        // A Secret that is not there is told, and no reason to fail.
        let open = try await ScriptedRegistry(layout: try await Busybox.layout())
        try await daemon.apply(Self.pod("missing", "\(open.host)/app:latest", secret: "nowhere"))
        _ = try await daemon.running("missing")
        try await daemon.expectEvents("FailedToRetrieveImagePullSecret", of: "missing")
        try await daemon.tearDown()
    }
}

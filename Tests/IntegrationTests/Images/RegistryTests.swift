import Foundation
import JSON
import Testing

/// Images from Debian's real docker-registry.
@Suite struct RegistryTests {
    @Test func aPodRunsFromARealRegistry() async throws {
        let registry = try await DockerRegistry()
        try await registry.push(layout: try await Busybox.layout(), as: "library/busybox:latest")
        let daemon = try await TestDaemon(mirror: registry.address)
        try await daemon.apply(Manifests.pod("pulled", script: "sleep 1000"))
        let pod = try await daemon.running("pulled")
        #expect(pod.container("main")?["imageID"]?.stringValue?.contains("busybox@sha256:") == true)
        // The source is named.
        try await daemon.expectEvents(registry.address)
        let images = try await daemon.swiftlet("images").output
        #expect(images.contains("docker.io/library/busybox"))

        // The registry goes away: Always cannot be met, IfNotPresent can.
        try await registry.stop()
        try await daemon.apply(
            Manifests.pod("local", script: "sleep 1000").replacing(
                "image: busybox", with: "image: busybox\n    imagePullPolicy: IfNotPresent"))
        _ = try await daemon.running("local")
        try await daemon.apply(Manifests.pod("always", script: "sleep 1000"))
        let always = try await daemon.pod("always", "cannot be pulled") {
            ["ErrImagePull", "ImagePullBackOff"].contains(
                $0.container("main")?.value(at: "state", "waiting", "reason")?.stringValue)
        }
        #expect(
            always.container("main")?.value(at: "state", "waiting", "message")?.stringValue?
                .contains(registry.address) == true)
        try await daemon.tearDown()
    }

    @Test func imagesAreListedPulledAndRemoved() async throws {
        let daemon = try await TestDaemon()
        let pull = try await daemon.swiftlet("pull", "busybox")
        #expect(pull.status == 0, "\(pull.error)")
        #expect(try await daemon.swiftlet("images").output.contains("busybox"))
        let removed = try await daemon.swiftlet("rmi", "busybox")
        #expect(removed.status == 0, "\(removed.error)")
        #expect(!(try await daemon.swiftlet("images").output.contains("busybox")))
        let again = try await daemon.swiftlet("rmi", "busybox")
        #expect(again.status != 0 && again.error.contains("busybox"))
        try await daemon.tearDown()
    }
}

/// Debian's docker-registry on a free loopback port.
final class DockerRegistry: @unchecked Sendable {
    let address: String
    private let lot: Lot
    private let folder: String
    private let command: Command

    init() async throws {
        let lot = try Lot()
        self.lot = lot
        let port = lot.port(1)
        address = "http://127.0.0.1:\(port)"
        folder = TestRun.path("-registry")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try """
        version: 0.1
        storage: {filesystem: {rootdirectory: \(folder)/data}}
        http: {addr: "127.0.0.1:\(port)"}
        """.write(toFile: folder + "/config.yml", atomically: true, encoding: .utf8)
        command = try Command(["docker-registry", "serve", folder + "/config.yml"])
        let address = address
        try await eventually("the registry answers") {
            try await Command.run("curl", "-sf", address + "/v2/").status == 0 ? () : nil
        }
    }

    func push(layout: String, as name: String) async throws {
        let result = try await Command.run(
            "skopeo", "copy", "--dest-tls-verify=false", "--insecure-policy",
            "oci:\(layout):docker.io/library/busybox:latest",
            "docker://\(address.dropFirst("http://".count))/\(name)")
        guard result.status == 0 else { throw CommandFailure(description: result.error) }
    }

    func stop() async throws {
        command.signal(SIGTERM)
        _ = try await command.wait()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

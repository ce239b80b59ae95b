import Foundation

/// An OCI image layout with busybox from Debian's busybox-static, made once a test run.
enum Busybox {
    private static let path = TestRun.path("-images")

    private actor Maker {
        private var task: Task<String, any Error>?

        func layout() async throws -> String {
            if let task { return try await task.value }
            let task = Task { try await Busybox.make() }
            self.task = task
            return try await task.value
        }
    }

    private static let maker = Maker()

    /// The layout's folder.
    static func layout() async throws -> String { try await maker.layout() }

    private static func make() async throws -> String {
        let rootfs = path + "-rootfs"
        let applets = try await Command.run("busybox", "--list").lines
        for folder in ["bin", "etc", "tmp", "root", "proc", "sys", "dev", "home"] {
            try FileManager.default.createDirectory(
                atPath: "\(rootfs)/\(folder)", withIntermediateDirectories: true)
        }
        _ = try await Command.run("sh", "-c", "cp $(command -v busybox) \(rootfs)/bin/busybox")
        for applet in applets where applet != "busybox" {
            try? FileManager.default.createSymbolicLink(
                atPath: "\(rootfs)/bin/\(applet)", withDestinationPath: "busybox")
        }
        try "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n".write(
            toFile: rootfs + "/etc/passwd", atomically: true, encoding: .utf8)
        try "root:x:0:\nnogroup:x:65534:\nextra:x:65533:nobody\n".write(
            toFile: rootfs + "/etc/group", atomically: true, encoding: .utf8)
        let result = try await Command.run(
            TestDaemon.binaries + "/swiftlet", "images", "from-rootfs", rootfs, "--tag",
            "docker.io/library/busybox:latest", "--cmd", "sh", "--to", "oci:" + path)
        try? FileManager.default.removeItem(atPath: rootfs)
        guard result.status == 0 else { throw CommandFailure(description: result.error) }
        return path
    }
}

import Foundation
import JSON
import Testing

/// The daemon is killed at points of its work with images, and started again.
@Suite struct InterruptedPullTests {
    private static let layerSize = 400_000

    private func kill(_ daemon: TestDaemon) async throws {
        try await daemon.stop(SIGKILL)
        try await daemon.start()
    }

    /// Nothing is corrupt, and nothing is there that no image needs.
    private func expectSound(_ daemon: TestDaemon, images: Int) async throws {
        let verified = try await daemon.swiftlet("images", "verify")
        #expect(verified.status == 0, "\(verified.output)")
        let list = try JSONValue(parsing: await daemon.swiftlet("images", "-o", "json").output)
        #expect(list["images"]?.arrayValue?.count == images)
        let usage = try JSONValue(
            parsing: await daemon.swiftlet("images", "df", "-o", "json").output)
        let layers = usage.value(at: "images", "layers")?.integerValue ?? -1
        #expect(names(daemon, "snapshots/layers").count == layers)
        #expect(names(daemon, "snapshots/l").count == layers)
        #expect(names(daemon, "snapshots/ingest").isEmpty)
        let mounts = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        #expect(!mounts.contains(daemon.root + "/snapshots/ingest"))
    }

    private func names(_ daemon: TestDaemon, _ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: daemon.root + "/" + folder)) ?? []
    }

    /// Bytes that came of each download that was interrupted.
    private func remainders(_ daemon: TestDaemon) -> [String: Int] {
        let folder = daemon.root + "/content/ingest"
        let pairs = names(daemon, "content/ingest").compactMap { name -> (String, Int)? in
            let size = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size]
            return (size as? Int).map { (name, $0) }
        }
        return Dictionary(uniqueKeysWithValues: pairs.filter { $0.0.count == 64 && $0.1 > 0 })
    }

    @Test func aPullIsGoneOnWithAfterAKill() async throws {
        let folder = try TestFolder()
        let (layout, gate) = (folder.path + "/layout", folder.path + "/gate")
        // What arrives is written in pieces of 1 MiB.
        let size = 5 << 20
        try await ScriptedRegistry.makeImage(layers: 2, of: size, in: layout)
        let registry = try await ScriptedRegistry(layout: layout, "hold=\(gate)", "ranges")
        let daemon = try await TestDaemon()
        let image = "\(registry.host)/app:1"
        try await daemon.apply(PullPolicyTests.pod("app", image: image, policy: "IfNotPresent"))
        let left = try await eventually("a part of each layer is on the disk") {
            let left = remainders(daemon)
            return left.values.count { $0 > size / 4 } == 2 ? left : nil
        }
        try await daemon.stop(SIGKILL)
        try registry.clearLog()
        try await daemon.start()
        try "".write(toFile: gate, atomically: false, encoding: .utf8)
        _ = try await daemon.running("app")
        // Each layer once, and from where it stopped.
        let blobs = registry.requests.filter { $0.contains("/blobs/") && $0.contains(" bytes=") }
        for (digest, count) in left {
            let part = blobs.first { $0.contains(digest) } ?? ""
            let start = part.components(separatedBy: "bytes=").last.flatMap { Int($0.dropLast()) }
            #expect((start ?? 0) >= count, "\(digest) had \(count) bytes: \(registry.requests)")
        }
        #expect(names(daemon, "content/ingest").isEmpty)
        try await expectSound(daemon, images: 1)
        try await daemon.tearDown()
    }

    /// While one layer is unpacked and the next arrives; right after a pull was answered; while an
    /// image is removed; while one is loaded.
    @Test func aKillAtAnyOtherPointLosesNothing() async throws {
        let folder = try TestFolder()
        let layout = folder.path + "/layout"
        try await ScriptedRegistry.makeImage(layers: 3, of: Self.layerSize, in: layout)
        let registry = try await ScriptedRegistry(layout: layout, "ranges")
        let daemon = try await TestDaemon()
        let image = "\(registry.host)/app:1"
        // After each number of requests that a pull makes: 2 manifests, a configuration, 4 layers.
        for requests in 1...7 {
            try registry.clearLog()
            let pull = try Command(
                [daemon.swiftlet, "pull", image], environment: daemon.environment)
            _ = try await eventually("\(requests) requests were made") {
                registry.requests.count >= requests || !pull.isRunning ? true : nil
            }
            try await kill(daemon)
            _ = try await pull.wait()
            let isThere = try await daemon.swiftlet("images", "inspect", image).status == 0
            try await expectSound(daemon, images: isThere ? 1 : 0)
            if isThere { _ = try await daemon.swiftlet("rmi", image) }
            _ = try await daemon.swiftlet("images", "prune", "--all")
        }
        // What was answered stays.
        #expect(try await daemon.swiftlet("pull", image).status == 0)
        try await kill(daemon)
        try await expectSound(daemon, images: 1)
        #expect(try await daemon.swiftlet("images", "inspect", image).status == 0)
        // A removal that nobody waited for.
        let removal = try Command([daemon.swiftlet, "rmi", image], environment: daemon.environment)
        try await kill(daemon)
        _ = try await removal.wait()
        let stays = try await daemon.swiftlet("images", "inspect", image).status == 0
        try await expectSound(daemon, images: stays ? 1 : 0)
        // An archive whose end has not come.
        _ = try await daemon.swiftlet("pull", image)
        let archive = folder.path + "/app.tar"
        _ = try await daemon.swiftlet("save", image, "--output", archive)
        _ = try await daemon.swiftlet("rmi", image)
        let load = try Command(
            ["sh", "-c", "(head -c 1000000 \(archive); sleep 5) | \(daemon.swiftlet) load"],
            environment: daemon.environment)
        _ = try await eventually("the archive arrives") {
            names(daemon, "content/ingest").isEmpty ? nil : true
        }
        try await kill(daemon)
        #expect(try await load.wait().status != 0)
        try await expectSound(daemon, images: 0)
        #expect(names(daemon, "content/ingest").isEmpty)
        #expect(try await daemon.swiftlet("load", archive).status == 0)
        try await expectSound(daemon, images: 1)
        try await daemon.tearDown()
    }
}

import Foundation
import JSON
import Testing

/// What a Pod's pull policy means, with a registry that writes down what it is asked.
@Suite struct PullPolicyTests {
    static func pod(_ name: String, image: String, policy: String, more: String = "") -> String {
        Manifests.pod(name, script: "sleep 1000", extra: more).replacing(
            "image: busybox", with: "image: \(image)\n    imagePullPolicy: \(policy)")
    }

    static func waiting(_ pod: JSONValue) -> (reason: String?, message: String) {
        let state = pod.container("main")?.value(at: "state", "waiting")
        return (state?["reason"]?.stringValue, state?["message"]?.stringValue ?? "")
    }

    static func events(_ daemon: TestDaemon, of pod: String) async throws -> [String] {
        let list = try await daemon.kubectl(
            "get", "events", "--field-selector", "involvedObject.name=\(pod)", "-o", "json")
        return (try JSONValue(parsing: list.output)["items"]?.arrayValue ?? []).map {
            "\($0["reason"]?.stringValue ?? "") \($0["message"]?.stringValue ?? "")"
        }
    }

    @Test func eachPolicyAsksWhatItHasTo() async throws {
        let registry = try await ScriptedRegistry(layout: try await Busybox.layout())
        let daemon = try await TestDaemon()
        let image = "\(registry.host)/app:latest"
        // Never does not ask, and says so until somebody else has brought the image.
        try await daemon.apply(Self.pod("never", image: image, policy: "Never"))
        let never = try await daemon.pod("never", "is refused") {
            Self.waiting($0).reason == "ErrImageNeverPull"
        }
        #expect(Self.waiting(never).message.contains("is not present with pull policy of Never"))
        #expect(registry.requests.isEmpty)
        // IfNotPresent fetches what is missing, and then asks no more.
        try await daemon.apply(Self.pod("first", image: image, policy: "IfNotPresent"))
        _ = try await daemon.running("first")
        #expect(registry.requests.contains { $0.hasPrefix("GET /v2/app/blobs/") })
        _ = try await daemon.running("never")
        try registry.clearLog()
        try await daemon.apply(Self.pod("second", image: image, policy: "IfNotPresent"))
        _ = try await daemon.running("second")
        #expect(registry.requests.isEmpty)
        try await daemon.expectEvents("already present", of: "second")
        // Always asks once, and fetches nothing that is there.
        try await daemon.apply(Self.pod("always", image: image, policy: "Always"))
        _ = try await daemon.running("always")
        #expect(registry.requests == ["HEAD /v2/app/manifests/latest -"])
        try await daemon.tearDown()
    }

    @Test func aFailedPullIsRepeatedUntilItWorks() async throws {
        let folder = try TestFolder()
        let registry = try await ScriptedRegistry(layout: folder.path + "/layout")
        try await ScriptedRegistry.makeImage(layers: 0, of: 0, in: folder.path + "/layout")
        let index = folder.path + "/layout/index.json"
        try FileManager.default.moveItem(atPath: index, toPath: index + ".away")
        try #"{"schemaVersion":2,"manifests":[]}"#.write(
            toFile: index, atomically: true, encoding: .utf8)
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Self.pod("late", image: "\(registry.host)/app:1", policy: "IfNotPresent"))
        let failed = try await daemon.pod("late", "fails") {
            Self.waiting($0).reason != nil
                && Self.waiting($0).reason != "ContainerCreating"
        }
        #expect(Self.waiting(failed).reason == "ErrImagePull")
        #expect(Self.waiting(failed).message.contains("not found in http://\(registry.host)"))
        let waiting = try await daemon.pod("late", "backs off") {
            Self.waiting($0).reason == "ImagePullBackOff"
        }
        #expect(Self.waiting(waiting).message.contains("Back-off pulling image"))
        // It comes to be; the Pod follows by itself.
        try FileManager.default.removeItem(atPath: index)
        try FileManager.default.moveItem(atPath: index + ".away", toPath: index)
        _ = try await daemon.running("late")
        try await daemon.expectEvents(
            "Failed Error: ErrImagePull", "BackOff", "Failed Error: ImagePullBackOff",
            "Source: http://\(registry.host)", of: "late")
        try await daemon.tearDown()
    }

    @Test func namesThatAreNoneAreToldAtOnce() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Self.pod("wrong", image: "Host/App:1", policy: "Always"))
        let pod = try await daemon.pod("wrong", "has no image") {
            Self.waiting($0).reason == "InvalidImageName"
        }
        #expect(Self.waiting(pod).message.contains("\"Host/App:1\""))
        #expect(Self.waiting(pod).message.contains("lower case"))
        try await daemon.tearDown()
    }

    @Test func offlineWhatIsHereIsUsed() async throws {
        let registry = try await ScriptedRegistry(layout: try await Busybox.layout())
        let image = "\(registry.host)/app:latest"
        let daemon = try await TestDaemon()
        _ = try await daemon.swiftlet("pull", image)
        try registry.clearLog()
        try await daemon.stop()
        try await daemon.start("--offline")
        try await daemon.apply(Self.pod("here", image: image, policy: "Always"))
        _ = try await daemon.running("here")
        try await daemon.expectEvents("since the daemon runs offline", of: "here")
        try await daemon.apply(
            Self.pod("away", image: "\(registry.host)/other:1", policy: "IfNotPresent"))
        let away = try await daemon.pod("away", "has no image") {
            Self.waiting($0).message.contains("--offline")
        }
        #expect(["RegistryUnavailable", "ImagePullBackOff"].contains(Self.waiting(away).reason))
        #expect(registry.requests.isEmpty)
        try await daemon.tearDown()
    }

    /// With `serializeImagePulls`, a pull that stands still keeps the next one from beginning.
    @Test func pullsGoSideBySideOrOneAfterTheOther() async throws {
        let folder = try TestFolder()
        try await ScriptedRegistry.makeImage(
            layers: 1, of: 200_000, in: folder.path + "/layout")
        let config = folder.path + "/config.yaml"
        try "serializeImagePulls: true".write(toFile: config, atomically: true, encoding: .utf8)
        for isSerial in [false, true] {
            let gate = folder.path + "/gate-\(isSerial)"
            let registry = try await ScriptedRegistry(
                layout: folder.path + "/layout", "hold=\(gate)")
            let other = try await ScriptedRegistry(layout: try await Busybox.layout())
            let daemon = try await TestDaemon(flags: isSerial ? ["--config", config] : [])
            try await daemon.apply(
                Self.pod("slow", image: "\(registry.host)/app:1", policy: "Always"))
            _ = try await eventually("the slow pull has begun") {
                registry.requests.contains { $0.contains("/blobs/") } ? true : nil
            }
            try await daemon.apply(
                Self.pod("quick", image: "\(other.host)/app:latest", policy: "Always"))
            if isSerial {
                _ = try await daemon.pod("quick", "waits in line") { pod in
                    Self.waiting(pod).reason != nil
                }
                let events = try await eventually("the quick one is announced") {
                    let events = try await Self.events(daemon, of: "quick")
                    return events.contains { $0.hasPrefix("Pulling") } ? events : nil
                }
                #expect(!events.contains { $0.hasPrefix("Pulled") })
                #expect(other.requests.isEmpty)
            } else {
                _ = try await daemon.running("quick")
            }
            try "".write(toFile: gate, atomically: false, encoding: .utf8)
            _ = try await daemon.running("slow")
            _ = try await daemon.running("quick")
            try await daemon.tearDown()
        }
    }
}

import Foundation
import JSON
import KubernetesAPI
import Testing

/// What Pods may take of the machine, and what becomes of those that take more.
@Suite struct EvictionTests {
    private static func isEvicted(_ pod: JSONValue) -> Bool {
        pod.value(at: "status", "phase") == "Failed"
            && pod.value(at: "status", "reason") == "Evicted"
    }

    /// A daemon with a file of settings, which may be written anew before it starts again.
    private func daemon(_ settings: String) async throws -> (TestDaemon, String) {
        let root = TestRun.path()
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        let file = root + "/settings.yaml"
        try settings.write(toFile: file, atomically: true, encoding: .utf8)
        return (try await TestDaemon(root: root, flags: ["--config", file]), file)
    }

    @Test(.timeLimit(.minutes(5))) func podsThatTakeMoreOfTheDiskThanTheyMayAreEvicted()
        async throws
    {
        let daemon = try await TestDaemon()
        let write = "dd if=/dev/zero of=$0/a bs=1M count=3; sleep 3600"
        func pod(_ name: String, _ folder: String, _ extra: String) -> String {
            Manifests.pod(name, script: write.replacing("$0", with: folder), extra: extra)
        }
        try await daemon.apply(
            pod(
                "directory", "/data",
                """
                    volumeMounts: [{name: data, mountPath: /data}]
                  volumes: [{name: data, emptyDir: {sizeLimit: 1Mi}}]
                """))
        try await daemon.apply(
            pod("layer", "/tmp", "    resources: {limits: {ephemeral-storage: 1Mi}}"))
        try await daemon.apply(
            pod(
                "small", "/data",
                """
                    volumeMounts: [{name: data, mountPath: /data}]
                    resources: {limits: {ephemeral-storage: 100Mi}}
                  volumes: [{name: data, emptyDir: {sizeLimit: 50Mi}}]
                """))
        for (name, message) in [
            ("directory", "Usage of EmptyDir volume \"data\" exceeds the limit \"1Mi\". "),
            (
                "layer",
                "Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. "
            ),
        ] {
            let pod = try await daemon.pod(name, "evicted", Self.isEvicted)
            #expect(pod.value(at: "status", "message")?.stringValue == message)
        }
        #expect(try await daemon.pod("small")?.isReady == true)
        _ = try await daemon.kubectl("delete", "pod", "--all")
        try await daemon.tearDown()
    }

    @Test func memoryVolumesCountAndProcessesAreCounted() async throws {
        let (daemon, _) = try await daemon("podPidsLimit: 24\n")
        try await daemon.apply(
            Manifests.pod(
                "limits",
                script: "dd if=/dev/zero of=/memory/a bs=1M count=16; df -m /memory | tail -1; "
                    + "(for i in $(seq 40); do sleep 3600 & done); exec sleep 3600",
                restartPolicy: "Never",
                extra: """
                        resources: {limits: {memory: 48Mi}}
                        volumeMounts: [{name: memory, mountPath: /memory}]
                      volumes: [{name: memory, emptyDir: {medium: Memory}}]
                    """))
        let pod = try await daemon.pod("limits", "has begun") {
            $0.container("main")?.value(at: "state", "waiting") == nil
        }
        _ = try await eventually("it could not fork any more") {
            try await daemon.kubectl("logs", "limits").output.contains("can't fork") ? true : nil
        }
        let log = try await daemon.kubectl("logs", "limits").output
        #expect(log.split(whereSeparator: \.isWhitespace).contains("48"), "\(log)")
        let process = try #require(try daemon.processID(of: pod.containerID("main") ?? ""))
        let groups = try Cgroups(of: process)
        #expect(groups.value("pids", "../pids.max", "../pids.max") == "24")
        let used = groups.value("memory", "../memory.usage_in_bytes", "../memory.current")
        #expect((Int(used ?? "") ?? 0) >= 16 << 20, "\(used ?? "none")")
        _ = try await daemon.kubectl("delete", "pod", "limits")
        try await daemon.tearDown()
    }

    @Test(
        "a soft threshold is told at once and acted on after its grace period, and Pods have theirs",
        .timeLimit(.minutes(5)))
    func softThreshold() async throws {
        let (daemon, file) = try await daemon("evictionHard: {}\n")
        // It takes longer to end than a Pod gets at a hard threshold.
        let probe = "    readinessProbe: {exec: {command: [test, -e, /tmp/on]}, periodSeconds: 1}"
        try await daemon.apply(
            Manifests.pod(
                "victim", script: "trap 'sleep 4; exit 7' TERM; touch /tmp/on; sleep 3600 & wait",
                extra: probe, grace: 90))
        _ = try await daemon.running("victim")
        try await daemon.stop()
        let settings = """
            evictionHard: {}
            evictionSoft: {memory.available: 100%}
            evictionSoftGracePeriod: {memory.available: 5s}
            evictionMaxPodGracePeriod: 90
            """
        try settings.write(toFile: file, atomically: true, encoding: .utf8)
        try await daemon.start()
        let pod = try await daemon.pod("victim", "evicted", Self.isEvicted)
        #expect(
            pod.container("main")?.value(at: "state", "terminated", "exitCode") == 7, "\(pod)")
        let node = try await daemon.kubectl("get", "nodes", "-o", "json")
        let conditions = try JSONValue(parsing: node.output)["items"]?[0]?
            .value(at: "status", "conditions")?.arrayValue
        let pressure = try #require(conditions?.first { $0["type"] == "MemoryPressure" })
        #expect(pressure["status"] == "True")
        func seconds(_ condition: JSONValue?) throws -> Int64 {
            let text = try #require(condition?["lastTransitionTime"]?.stringValue)
            return try #require(Timestamp(text)).nanosecondsSince1970 / 1_000_000_000
        }
        // Both are whole seconds.
        let waited = try seconds(pod.condition("DisruptionTarget")) - seconds(pressure)
        #expect(waited >= 4, "\(waited) s")
        _ = try await daemon.kubectl("delete", "pod", "--all")
        try await daemon.tearDown()
    }

    @Test(
        "those beyond their requests go first, of them the less important, then the furthest above",
        .timeLimit(.minutes(5)))
    func order() async throws {
        let (daemon, file) = try await daemon("evictionHard: {}\n")
        try await daemon.apply(
            """
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: high}
            value: 1000
            """)
        let fill = "dd if=/dev/zero of=/dev/shm/a bs=1M count=20; touch /tmp/on; exec sleep 3600"
        let probe = "    readinessProbe: {exec: {command: [test, -e, /tmp/on]}, periodSeconds: 1}\n"
        let pods = [
            ("within", "    resources: {requests: {memory: 128Mi}}"),
            ("important", "  priorityClassName: high"),
            ("larger", ""), ("smaller", "    resources: {requests: {memory: 12Mi}}"),
        ]
        for (name, extra) in pods {
            try await daemon.apply(Manifests.pod(name, script: fill, extra: probe + extra))
        }
        for (name, _) in pods { _ = try await daemon.running(name) }
        try await daemon.stop()
        try "evictionHard: {memory.available: 100%}\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        try await daemon.start()
        // One at a time; events are written in the order of what they tell.
        let evicted = try await eventually("all but the last are evicted", within: 180) {
            let list = try await daemon.kubectl(
                "get", "events", "--field-selector", "reason=Evicted", "-o", "json")
            let events = try JSONValue(parsing: list.output)["items"]?.arrayValue ?? []
            let names = events.sorted { Self.version(of: $0) < Self.version(of: $1) }.compactMap {
                $0.value(at: "involvedObject", "name")?.stringValue
            }
            return names.count >= 3 ? names : nil
        }
        #expect(evicted.prefix(3) == ["larger", "smaller", "important"])
        _ = try await daemon.kubectl("delete", "pod", "--all")
        try await daemon.tearDown()
    }

    private static func version(of event: JSONValue) -> Int {
        (event.value(at: "metadata", "resourceVersion")?.stringValue).flatMap { Int($0) } ?? 0
    }

    @Test(.timeLimit(.minutes(5))) func aNodeThatIsShortOfMemoryEvictsAndTakesNobodyIn()
        async throws
    {
        let (daemon, file) = try await daemon("evictionHard: {}\n")
        try await daemon.apply(Manifests.pod("victim", script: "sleep 3600"))
        _ = try await daemon.running("victim")
        try await daemon.stop()
        try "evictionHard: {memory.available: 100%}\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        try await daemon.start()
        let pod = try await daemon.pod("victim", "evicted", Self.isEvicted)
        let message = pod.value(at: "status", "message")?.stringValue ?? ""
        #expect(message.hasPrefix("The node was low on resource: memory."), "\(message)")
        let told = try await eventually("the event is there") {
            let list = try await daemon.kubectl(
                "get", "events", "--field-selector", "reason=Evicted", "-o", "json")
            return try JSONValue(parsing: list.output)["items"]?.arrayValue?.first
        }
        #expect(told["message"]?.stringValue == message)
        #expect(told.value(at: "metadata", "annotations", "offending_containers") == "main")
        let used = told.value(at: "metadata", "annotations", "offending_containers_usage")
        #expect(message.contains("was using \(used?.stringValue ?? "none"), request is 0"))
        #expect(told.value(at: "metadata", "annotations", "starved_resource") == "memory")
        let node = try await daemon.kubectl("get", "nodes", "-o", "json")
        #expect(node.output.contains("KubeletHasInsufficientMemory"))
        _ = try await eventually("the node is tainted") {
            try await daemon.kubectl("get", "nodes", "-o", "json").output.contains(
                "node.kubernetes.io/memory-pressure") ? true : nil
        }
        try await daemon.apply(Manifests.pod("newcomer", script: "sleep 3600"))
        _ = try await daemon.pod("newcomer", "has no place") {
            $0.value(at: "status", "conditions")?.serialized().contains("untolerated taint") == true
        }
        _ = try await daemon.kubectl("delete", "pod", "--all")
        try await daemon.tearDown()
    }
}

import Foundation
import JSON
import Testing

/// The tutorial's Pod, with stock kubectl, from nothing to gone.
@Suite struct TutorialTests {
    @Test func runsAsTheTutorialSays() async throws {
        let daemon = try await TestDaemon()
        let manifest = TestDaemon.project + "/examples/sidecar-pod.yaml"

        #expect(
            try await daemon.kubectl("create", "namespace", "lab").output
                == "namespace/lab created\n")
        let watch = try Command(
            ["kubectl", "get", "pods", "--namespace", "lab", "--watch"],
            environment: daemon.environment)
        let applied = try await daemon.kubectl("apply", "-f", manifest, "--namespace", "lab")
        #expect(applied.output == "pod/sidecar-demo created\n", "\(applied.error)")
        let pod = try await daemon.running("sidecar-demo", namespace: "lab")

        // The states on the way, in their order, as a watcher sees them.
        let states = try await eventually("a watcher sees Running") { () -> [String]? in
            let states = watch.outputSoFar.split(separator: "\n").dropFirst().compactMap {
                $0.split(separator: " ", omittingEmptySubsequences: true).dropFirst(2).first
            }.map(String.init)
            return states.last == "Running" && watch.outputSoFar.contains("2/2") ? states : nil
        }
        watch.signal(SIGTERM)
        let distinct = states.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        #expect(distinct == ["Pending", "Init:0/1", "PodInitializing", "Running"])

        let unchanged = try await daemon.kubectl("apply", "-f", manifest, "--namespace", "lab")
        // kubectl says so of any Pod with volumes, since the server added one for the credentials
        // and lists of other lengths count as another order; nothing is changed by it.
        #expect(unchanged.output == "pod/sidecar-demo configured\n", "\(unchanged.error)")
        let again = try #require(try await daemon.pod("sidecar-demo", namespace: "lab"))
        #expect(again["spec"] == pod["spec"])
        #expect(
            again.value(at: "metadata", "generation") == pod.value(at: "metadata", "generation"))
        let ours = try await daemon.swiftlet("apply", "-f", manifest, "--namespace", "lab")
        #expect(ours.output == "pod/sidecar-demo unchanged\n", "\(ours.error)")

        try await logs(daemon)
        try await described(daemon)
        try limits(daemon, pod)

        let deleted = try await daemon.kubectl(
            "delete", "pod", "sidecar-demo", "--namespace", "lab", "--grace-period", "1")
        #expect(deleted.status == 0)
        #expect(try await daemon.pod("sidecar-demo", namespace: "lab") == nil)
        #expect(try await daemon.kubectl("delete", "namespace", "lab").status == 0)
        #expect(try await daemon.kubectl("get", "namespace", "lab").error.contains("NotFound"))
        try await daemon.tearDown()
    }

    private func logs(_ daemon: TestDaemon) async throws {
        let follow = try Command(
            ["kubectl", "logs", "sidecar-demo", "logreader", "--namespace", "lab", "--follow"],
            environment: daemon.environment)
        let year = Calendar(identifier: .gregorian).component(.year, from: Date())
        _ = try await eventually("the reader prints what the writer wrote") {
            follow.outputSoFar.contains(" UTC \(year)") ? true : nil
        }
        #expect(follow.outputSoFar.hasPrefix("init\n"))
        #expect(follow.isRunning)
        follow.signal(SIGTERM)
        _ = try await follow.wait()
    }

    private func described(_ daemon: TestDaemon) async throws {
        let text = try await daemon.kubectl(
            "describe", "pod", "sidecar-demo", "--namespace", "lab"
        ).output
        for expected in [
            "Init Containers:", "logwriter:", "logreader:", "QoS Class:", "Burstable", "Completed",
            "memory:  32Mi", "Scheduled", "Pulled", "Created", "Started",
        ] {
            #expect(text.contains(expected), "\(expected) is missing in\n\(text)")
        }
        #expect(text.contains("oci:"), "the Pulled event names the source")
    }

    private func limits(_ daemon: TestDaemon, _ pod: JSONValue) throws {
        let id = try #require(pod.containerID("logwriter"))
        let processID = try #require(try daemon.processID(of: id))
        let cgroups = try Cgroups(of: processID)
        #expect(cgroups.value("cpu", "cpu.cfs_quota_us", "cpu.max")?.hasPrefix("2000") == true)
        #expect(cgroups.value("memory", "memory.limit_in_bytes", "memory.max") == "33554432")
        #expect(cgroups.path("memory")?.contains("/burstable/pod") == true)
        let oom = try String(contentsOfFile: "/proc/\(processID)/oom_score_adj", encoding: .utf8)
        #expect((900...999).contains(Int(oom.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0))
        let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        #expect(status.contains("Seccomp:\t2"), "a default seccomp filter is in force")
        #expect(status.contains("CapEff:\t00000000a80425fb"), "the default capabilities")
    }
}

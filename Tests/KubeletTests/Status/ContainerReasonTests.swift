import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// Why a container does not run, as its status and `kubectl get pods` say it.
@Suite struct ContainerReasonTests: PodDecisions {
    private func status(_ change: (inout ObservedContainer) -> Void) -> ContainerStatus {
        let pod = Pod.bound([.named("main")])
        var observed = ready(pod)
        change(&observed["main"])
        return PodStatuses.status(
            of: pod, observed: observed, previous: PodStatus(), hostIPs: [],
            now: now, settings: SyncSettings()
        ).containerStatuses[0]
    }

    private func failure(_ reason: String, secondsAgo: Int64) -> Failure {
        Failure(
            reason: reason, message: "why", failedAt: now - secondsAgo * .second,
            retryAt: now + 10 * .second)
    }

    @Test("nothing has gone wrong yet")
    func creating() {
        #expect(status { _ in }.state.waiting?.reason == "ContainerCreating")
    }

    @Test(
        "what cannot be started",
        arguments: [
            "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
            "PostStartHookError",
        ])
    func starts(reason: String) {
        let waiting = status { $0.failure = failure(reason, secondsAgo: 5) }.state.waiting
        #expect(waiting?.reason == reason)
        #expect(waiting?.message == "why")
    }

    @Test(
        "images that cannot be had; those that are pulled again show so after a second",
        arguments: [
            ("ErrImageNeverPull", 5, "ErrImageNeverPull why"),
            ("InvalidImageName", 5, "InvalidImageName why"),
            ("ErrImagePull", 0, "ErrImagePull why"),
            (
                "ErrImagePull", 1,
                "ImagePullBackOff Back-off pulling image \"busybox\": ErrImagePull: why"
            ), ("RegistryUnavailable", 0, "RegistryUnavailable why"),
            (
                "RegistryUnavailable", 1,
                "ImagePullBackOff Back-off pulling image \"busybox\": RegistryUnavailable: why"
            ),
        ] as [(String, Int64, String)])
    func images(reason: String, secondsAgo: Int64, expected: String) {
        let failure = failure(reason, secondsAgo: secondsAgo)
        for image in [ObservedContainer.Image.failed(failure), .working(after: failure)] {
            let waiting = status { $0.image = image }.state.waiting
            #expect("\(waiting?.reason ?? "") \(waiting?.message ?? "")" == expected)
        }
    }

    @Test("an image that cannot be had shows when it is its container's turn")
    func imagesAhead() {
        let pod = Pod.bound(
            init: [.named("setup"), .named("proxy") { $0.restartPolicy = "Always" }],
            [.named("main")])
        var observed = ready(pod)
        for name in ["setup", "proxy", "main"] {
            observed[name].image = .failed(failure("ErrImagePull", secondsAgo: 0))
        }
        func reasons() -> [String] {
            let status = PodStatuses.status(
                of: pod, observed: observed, previous: PodStatus(), hostIPs: [], now: now,
                settings: SyncSettings())
            return (status.initContainerStatuses + status.containerStatuses).map {
                $0.state.waiting?.reason ?? "-"
            }
        }
        let initializing = "PodInitializing"
        #expect(reasons() == ["ErrImagePull", initializing, initializing])
        observed["setup"].current = container("setup", running)
        #expect(reasons() == ["-", initializing, initializing])
        observed["setup"].current = container("setup", exited(0))
        #expect(reasons() == ["-", "ErrImagePull", initializing])
        observed["proxy"].current = container("proxy", running)
        #expect(reasons() == ["-", "-", "ErrImagePull"])
        // What once ran is started again by its own right, whatever others do.
        observed["main"].current = container("main", running)
        observed["proxy"].current = nil
        #expect(reasons() == ["-", "ErrImagePull", "-"])
        observed.volumes = .preparing
        #expect(reasons() == ["-", initializing, "-"])
    }

    @Test("how a container that has ended shows until it runs again")
    func restarting() {
        func reason(_ change: (inout ObservedContainer) -> Void = { _ in }) -> String {
            let shown = status {
                $0.current = container("main", exited(1))
                change(&$0)
            }
            if let ended = shown.state.terminated { return ended.reason }
            #expect(shown.lastState.terminated?.exitCode == 1)
            return shown.state.waiting.map { "\($0.reason) \($0.message.prefix(11))" } ?? ""
        }
        var counted = CrashBackOff()
        counted.advance(finishedAt: now, now: now, BackOffSettings())
        // The first restart is at once, and counts when it has begun.
        #expect(reason() == "Error")
        #expect(
            reason {
                $0.operation = .launching
                $0.backOff = counted
            } == "Error")
        // The second one waits, and shows so until the container runs.
        #expect(reason { $0.backOff = counted } == "CrashLoopBackOff back-off 10")
        counted.advance(finishedAt: now, now: now, BackOffSettings())
        #expect(
            reason {
                $0.operation = .launching
                $0.backOff = counted
                $0.putOffBy = 10 * .second
            } == "CrashLoopBackOff back-off 10")
        // What was ended to run again does not wait, unless the time before is not over.
        #expect(
            reason {
                $0.restartRequested = true
                $0.backOff = counted
            } == "Error")
        #expect(
            reason {
                $0.restartRequested = true
                $0.restartIsPutOff = true
                $0.backOff = counted
            } == "CrashLoopBackOff back-off 20")
        // When that is over, it shows why it cannot be started.
        let failure = failure("CreateContainerError", secondsAgo: 0)
        #expect(
            reason {
                $0.backOff = counted
                $0.failure = failure
            } == "CrashLoopBackOff back-off 20")
        #expect(
            reason {
                $0.putOffBy = 10 * .second
                $0.failure = failure
            } == "CreateContainerError why")
    }
}

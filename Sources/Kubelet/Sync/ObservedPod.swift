import ContainerRuntime
import ImageStore

/// Why a step failed, and when it is due again.
struct Failure: Sendable, Hashable {
    /// As a container's waiting state has it, for example `ErrImagePull`.
    var reason: String
    var message: String
    /// Nanoseconds since 1970.
    var failedAt: Int64
    /// Nanoseconds since 1970.
    var retryAt: Int64

    /// The reason where a postStart hook failed.
    static let postStart = "PostStartHookError"
}

/// Why the image of an image volume is not to be had.
struct ImageVolumeFailure: Sendable, Hashable {
    var volume: String
    var image: String
    var failure: Failure
}

/// Everything that is known about a Pod besides its API object; a decision is made from both.
struct ObservedPod: Sendable, Hashable {
    /// The Pod sandbox, and what is being done about it.
    enum Sandbox: Sendable, Hashable {
        case missing
        case creating
        case ready(PodSandbox)
        /// Not ready although nobody stopped it, for example after a restart of the machine.
        case lost(PodSandbox)
        case removing
        case stopping(PodSandbox)
        case stopped(PodSandbox)
        case failed(Failure)
    }

    enum Volumes: Sendable, Hashable {
        case pending
        case preparing
        case ready
        case failed(Failure)
    }

    /// What is to be written anew into volumes that are ready.
    struct VolumeUpdate: Sendable, Hashable {
        /// Something that files are made of has changed.
        var isNeeded = false
        var isUnderWay = false
        /// When the next one is due in any case, nanoseconds since 1970.
        var dueAt: Int64?
    }

    var stage: PodStage = .syncing
    /// Whether others have been told to end for it and have not ended yet.
    var isAwaitingRoom = false
    var sandbox: Sandbox = .missing
    /// The attempt number of the next sandbox.
    var nextSandboxAttempt = 0
    var volumes: Volumes = .pending
    /// Kept while it is tried again.
    var imageVolumeFailure: ImageVolumeFailure?
    /// What the image volumes are the files of, by the volume's name.
    var volumeImages: [String: String] = [:]
    var volumeUpdate = VolumeUpdate()
    var resize = ObservedResize()
    /// By container name, init and ephemeral containers included.
    var containers: [String: ObservedContainer] = [:]
    /// Set while all containers are ended and removed to be started anew.
    var restartOfAll: RestartOfAll?
    /// No container is started before this time, nanoseconds since 1970: the back-off of a restart
    /// of all containers.
    var startsAfter: Int64?

    /// The Pod's addresses as far as they are known.
    var ipAddresses: [String] {
        switch sandbox {
        case .ready(let sandbox), .stopping(let sandbox), .stopped(let sandbox): sandbox.ipAddresses
        default: []
        }
    }

    /// Whether a step is under way that writes into the Pod's volumes.
    var isWritingVolumes: Bool { volumes == .preparing || volumeUpdate.isUnderWay }

    /// What the Pod's volumes are made of has changed: one that waits for it is made at once.
    mutating func volumesChanged() {
        volumeUpdate.isNeeded = true
        guard case .failed = volumes else { return }
        volumes = .pending
    }

    /// What a container could not be made without may be there now: it is tried at once.
    mutating func configurationChanged(of container: String, now: Int64) {
        guard self[container].failure?.reason == "CreateContainerConfigError" else { return }
        self[container].failure?.retryAt = now
    }

    subscript(name: String) -> ObservedContainer {
        get { containers[name] ?? ObservedContainer() }
        set { containers[name] = newValue }
    }
}

/// How far the life of a Pod is; it never goes back.
enum PodStage: Sendable, Hashable {
    /// Containers are started and restarted as the Pod asks.
    case syncing
    /// Containers are being ended.
    case terminating(Termination)
    /// No container runs and none will.
    case terminated(Termination)
    /// What the Pod had is being removed.
    case finishing(Termination)

    var termination: Termination? {
        switch self {
        case .syncing: nil
        case .terminating(let value), .terminated(let value), .finishing(let value): value
        }
    }

    /// Whether no container runs and none will.
    var isTerminal: Bool {
        switch self {
        case .syncing, .terminating: false
        case .terminated, .finishing: true
        }
    }
}

/// Why and how a Pod ends.
struct Termination: Sendable, Hashable {
    enum Cause: Sendable, Hashable {
        /// Somebody deleted it.
        case deleted
        /// All containers have ended and none is to run again.
        case completed
        /// It was active for longer than `activeDeadlineSeconds`.
        case deadlineExceeded
        /// It fails as a whole: it was refused or evicted.
        case failed(PodFailure)

        var failure: PodFailure? {
            if case .failed(let failure) = self { failure } else { nil }
        }
    }

    var cause: Cause
    /// Seconds from `startedAt` until containers are killed.
    var gracePeriod: Int64
    /// Nanoseconds since 1970.
    var startedAt: Int64

    /// Nanoseconds since 1970.
    var deadline: Int64 { startedAt + gracePeriod * .second }
}

/// Everything that is known about one container of a Pod.
struct ObservedContainer: Sendable, Hashable {
    enum Image: Sendable, Hashable {
        case unknown
        /// Being looked for; `after` is the failure before, if there was one.
        case working(after: Failure?)
        case ready(ImageRecord)
        case failed(Failure)
    }

    /// The one thing that is being done about the container.
    enum Operation: Sendable, Hashable {
        case none
        /// Being created and started, or only started.
        case launching
        /// It runs, and its postStart hook has not ended yet.
        case starting
        case stopping(ContainerEnding)
    }

    var image: Image = .unknown
    var operation: Operation = .none
    /// The newest container.
    var current: RuntimeContainer?
    /// Whether that has done its work in a sandbox that is gone, and is not part of the next one.
    var outlivesSandbox = false
    /// The one before it.
    var last: RuntimeContainer?
    /// Whether that was removed with all others to begin anew.
    var lastWasReset = false
    /// The attempt number where there is no container yet.
    var firstAttempt = 0
    /// Why the last attempt to create one failed.
    var failure: Failure?
    var backOff = CrashBackOff()
    /// How long the next start was put off when the container ended, in nanoseconds; shown until it
    /// has been started. Nil where it was not.
    var putOffBy: Int64?
    /// Set where a running container was stopped to be replaced: it runs again whatever its policy.
    var restartRequested = false
    /// Whether the back-off holds for the restart that was requested.
    var restartIsPutOff = false
    /// Why the running container is to be stopped.
    var stopRequest: StopReason?
    /// Whether it was told that the Pod ends; one that is started again then is told no second time.
    var knowsEnd = false
    /// What the probes of `current` have found.
    var health = ContainerHealth()
    /// What ended containers left as their termination message, by container id.
    var terminationMessages: [String: String] = [:]

    /// The container is gone, its number and its end are kept; a next one begins anew.
    mutating func forget() {
        guard let current else { return }
        var next = ObservedContainer()
        next.firstAttempt = current.configuration.attempt + 1
        next.last = current
        next.terminationMessages = terminationMessages
        self = next
    }

    /// Whether a container is there or is being made, in the sandbox that is in use.
    var isBegun: Bool { operation != .none || (current != nil && !outlivesSandbox) }

    /// Why there is no image; still shown while it is tried again.
    var imageFailure: Failure? {
        switch image {
        case .failed(let failure): failure
        case .working(let failure): failure
        case .unknown, .ready: nil
        }
    }

    var nextAttempt: Int {
        current.map { $0.configuration.attempt + 1 } ?? firstAttempt
    }

    /// How far its end is; nil where it is not being ended.
    var ending: ContainerEnding? {
        if case .stopping(let ending) = operation { ending } else { nil }
    }

    var runs: Bool { current?.isRunning == true }

    /// Whether the container, or one being made, may have running processes.
    var isActive: Bool {
        if operation == .launching { return true }
        switch current?.state {
        case .running, .unknown: return true
        case .created, .exited, nil: return false
        }
    }
}

extension Int64 {
    /// A second in nanoseconds.
    static let second: Int64 = 1_000_000_000

    /// As many seconds as can be added to a time in nanoseconds without overflow: at most 68 years.
    /// Pods and those who delete them may ask for any number.
    var boundedSeconds: Int64 { Swift.min(Swift.max(self, 0), Int64(Int32.max)) }
}

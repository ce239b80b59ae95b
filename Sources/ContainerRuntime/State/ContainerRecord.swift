import LinuxSystem

/// What is kept on disk about a container. Each step's intention is written before the step, so a
/// daemon that died at any moment is followed by one that knows what may have happened.
struct ContainerRecord: Sendable, Hashable, Codable {
    enum Phase: Sendable, Hashable, Codable {
        /// The bundle is there, nothing runs.
        case created
        /// The monitor may have been started, the container may exist; it was not released.
        case starting
        /// It was released, or is about to be. `startedAt`: nanoseconds since 1970.
        case running(startedAt: Int64, ProcessIdentity)
        /// It could not be started.
        case failed(ContainerExit)
        case removing
    }

    var id: String
    var sandboxID: String
    var configuration: ContainerConfiguration
    /// Below the cgroup mount points.
    var cgroup: String
    /// Nanoseconds since 1970.
    var createdAt: Int64
    var phase: Phase
    /// Nil in records of older versions.
    var user: ContainerUser?
}

/// What is kept on disk about a sandbox.
struct SandboxRecord: Sendable, Hashable, Codable {
    enum Phase: String, Sendable, Codable {
        case creating
        case ready
        case notReady
        case removing
    }

    var id: String
    var configuration: PodSandboxConfiguration
    /// Nanoseconds since 1970.
    var createdAt: Int64
    var phase: Phase
    var ipAddresses: [String] = []
    /// When the machine was started, as `bootID` of the host's features; empty where a version
    /// before this one did not write it down.
    @DefaultWhenAbsent var bootID: String
    /// Process 1 of a Pod whose containers share their processes.
    var processOne: ProcessIdentity?
    /// Where its containers have users of their own.
    var users: PinnedUserNamespace?

    var sandbox: PodSandbox {
        PodSandbox(
            id: id, configuration: configuration, state: phase == .ready ? .ready : .notReady,
            createdAt: createdAt, ipAddresses: ipAddresses, users: users)
    }
}

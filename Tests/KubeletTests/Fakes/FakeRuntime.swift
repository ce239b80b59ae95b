import ContainerRuntime
import Kubelet
import LinuxSystem

/// A runtime that keeps containers in memory; the test says when and how they end.
actor FakeRuntime: ContainerRuntime {
    private(set) var sandboxes: [String: PodSandbox] = [:]
    private(set) var containers: [String: RuntimeContainer] = [:]
    private var order: [String] = []
    private var subscribers: [AsyncStream<ContainerEvent>.Continuation] = []
    private var sandboxFailures: [String] = []
    private var heldStart: String?
    private var heldRemoval: String?
    private var heldRemovals: [CheckedContinuation<Void, Never>] = []
    private var heldStarts: [CheckedContinuation<Void, Never>] = []
    /// Names of containers that ignore the stop signal until they are killed.
    private var stubborn: Set<String> = []
    /// Names of containers whose start fails, with the message.
    private var startFailures: [String: String] = [:]
    /// Ends at once: exit codes by container name, taken from the front.
    private var exitCodes: [String: [Int]] = [:]
    /// What commands in containers come to, by the container's name and the command.
    private var execAnswer: (@Sendable (String, [String]) async throws -> ExecResult)?
    /// What was asked for, in its order: `run sandbox`, `create init/0`, `start init/0`.
    private(set) var calls: [String] = []
    private let clock: FakeClock

    init(clock: FakeClock) {
        self.clock = clock
    }

    // MARK: - Told by the test

    /// Starts of this container do not end until they are released.
    func holdStart(of name: String) { heldStart = name }

    func releaseStarts() {
        heldStart = nil
        for start in heldStarts { start.resume() }
        heldStarts = []
    }

    /// The network of this Pod's sandbox is not taken down until removals are released.
    func holdRemoval(of uid: String) { heldRemoval = uid }

    func releaseRemovals() {
        heldRemoval = nil
        for removal in heldRemovals { removal.resume() }
        heldRemovals = []
    }

    func failSandboxes(_ messages: [String]) { sandboxFailures = messages }
    func failStart(of name: String, _ message: String) { startFailures[name] = message }
    func endAtOnce(_ name: String, _ codes: [Int]) { exitCodes[name] = codes }
    func answerExec(_ answer: @escaping @Sendable (String, [String]) async throws -> ExecResult) {
        execAnswer = answer
    }
    func ignoreStop(_ name: String) { stubborn.insert(name) }

    /// Ends a running container.
    func end(_ name: String, code: Int, outOfMemory: Bool = false) {
        guard let id = order.last(where: { containers[$0]?.configuration.name == name }) else {
            return
        }
        end(
            id: id, ContainerExit(exitCode: code, finishedAt: clock.now(), outOfMemory: outOfMemory)
        )
    }

    func stats(containerID: String) -> CgroupUsage? {
        memoryUsage.map { CgroupUsage(memoryUsage: $0, memoryWorkingSet: $0) }
    }

    func podSandboxStats(id: String) -> CgroupUsage? { stats(containerID: id) }

    /// Bytes that every container uses.
    private var memoryUsage: UInt64?

    func useMemory(_ bytes: UInt64?) { memoryUsage = bytes }

    func updateContainerResources(id: String, _ resources: LinuxResources) throws {
        let name = containers[id]?.configuration.name ?? "?"
        calls.append("resize \(name) \(Self.text(resources))")
        containers[id]?.configuration.resources = resources
    }

    func updatePodSandboxResources(id: String, _ resources: LinuxResources) throws {
        calls.append("resize sandbox \(Self.text(resources))")
        sandboxes[id]?.configuration.resources = resources
    }

    private(set) var groups: [String: LinuxResources] = [:]

    func updateGroup(_ name: String, _ resources: LinuxResources) { groups[name] = resources }

    private static func text(_ resources: LinuxResources) -> String {
        "quota=\(resources.cpuQuota ?? 0) memory=\(resources.memoryLimit ?? 0)"
    }

    func running() -> [String] {
        order.compactMap { containers[$0] }.filter(\.isAlive).map(\.configuration.name)
    }

    /// Process 1 of the Pod's sandbox is killed, and with it all containers.
    func endSandbox(of uid: String) {
        guard let id = sandboxes.values.first(where: { $0.configuration.metadata.uid == uid })?.id
        else { return }
        sandboxes[id]?.state = .notReady
        for subscriber in subscribers { subscriber.yield(.sandboxEnded(sandboxID: id)) }
        for container in containers.values where container.sandboxID == id {
            end(id: container.id, ContainerExit(exitCode: 137, signal: 9, finishedAt: clock.now()))
        }
    }

    /// As after a restart of the machine.
    func loseAll() {
        sandboxes = [:]
        containers = [:]
        order = []
    }

    func loseSandboxes() {
        for id in sandboxes.keys { sandboxes[id]?.state = .notReady }
        for id in order { end(id: id, ContainerExit(exitCode: 137, finishedAt: clock.now())) }
    }

    private func end(id: String, _ exit: ContainerExit) {
        guard let container = containers[id], case .running(let startedAt) = container.state else {
            return
        }
        containers[id]?.state = .exited(startedAt: startedAt, exit)
        for subscriber in subscribers {
            subscriber.yield(.exited(containerID: id, sandboxID: container.sandboxID))
        }
    }

    // MARK: - ContainerRuntime

    func runPodSandbox(_ configuration: PodSandboxConfiguration) async throws -> PodSandbox {
        calls.append("run sandbox \(configuration.metadata.attempt)")
        if !sandboxFailures.isEmpty { throw FakeError(description: sandboxFailures.removeFirst()) }
        let id = "sandbox-\(configuration.metadata.uid)-\(configuration.metadata.attempt)"
        let sandbox = PodSandbox(
            id: id, configuration: configuration, state: .ready, createdAt: clock.now(),
            ipAddresses: ["10.90.0.7"])
        sandboxes[id] = sandbox
        return sandbox
    }

    func stopPodSandbox(id: String) async throws {
        calls.append("stop sandbox")
        if let held = heldRemoval, sandboxes[id]?.configuration.metadata.uid == held {
            await withCheckedContinuation { heldRemovals.append($0) }
        }
        sandboxes[id]?.state = .notReady
        for container in containers.values where container.sandboxID == id {
            end(id: container.id, ContainerExit(exitCode: 137, finishedAt: clock.now()))
        }
    }

    func removePodSandbox(id: String) async throws {
        calls.append("remove sandbox")
        sandboxes[id] = nil
        order.removeAll { containers[$0]?.sandboxID == id }
        containers = containers.filter { $0.value.sandboxID != id }
    }

    func podSandboxes(owner: SandboxOwner) async -> [PodSandbox] { Array(sandboxes.values) }

    func createContainer(
        id: String, sandboxID: String, configuration: ContainerConfiguration
    ) async throws -> RuntimeContainer {
        calls.append("create \(configuration.name)/\(configuration.attempt)")
        let container = RuntimeContainer(
            id: id, sandboxID: sandboxID, configuration: configuration, state: .created,
            createdAt: clock.now())
        containers[id] = container
        order.append(id)
        return container
    }

    func startContainer(
        id: String, gate: @escaping @Sendable () async -> Void
    ) async throws -> RuntimeContainer {
        if containers[id]?.configuration.name == heldStart {
            await withCheckedContinuation { heldStarts.append($0) }
        }
        await gate()
        guard let container = containers[id] else {
            throw FakeError(description: "no such container")
        }
        let name = container.configuration.name
        calls.append("start \(name)/\(container.configuration.attempt)")
        if let message = startFailures[name] {
            containers[id]?.state = .exited(
                startedAt: nil,
                ContainerExit(
                    exitCode: 128, finishedAt: clock.now(), reason: "StartError", message: message))
            throw FakeError(description: message)
        }
        containers[id]?.state = .running(startedAt: clock.now())
        containers[id]?.processID = Int32(order.count)
        let started = containers[id]!
        if let code = exitCodes[name]?.first {
            exitCodes[name]?.removeFirst()
            end(id: id, ContainerExit(exitCode: code, finishedAt: clock.now()))
        }
        return started
    }

    func stopContainer(id: String, gracePeriod: Duration) async throws {
        guard let container = containers[id] else { return }
        let name = container.configuration.name
        calls.append("stop \(name) \(gracePeriod.components.seconds)")
        guard container.isAlive else { return }
        if stubborn.contains(name) {
            let clock = self.clock
            try? await clock.sleep(
                until: clock.now() + gracePeriod.components.seconds * 1_000_000_000)
            end(id: id, ContainerExit(exitCode: 137, signal: 9, finishedAt: clock.now()))
        } else {
            end(id: id, ContainerExit(exitCode: 143, signal: 15, finishedAt: clock.now()))
        }
    }

    func removeContainer(id: String) async throws {
        if let container = containers[id] {
            calls.append(
                "remove \(container.configuration.name)/\(container.configuration.attempt)")
        }
        containers[id] = nil
        order.removeAll { $0 == id }
    }

    func containers(sandboxID: String?) async -> [RuntimeContainer] {
        order.compactMap { containers[$0] }.filter { sandboxID == nil || $0.sandboxID == sandboxID }
    }

    func container(id: String) async -> RuntimeContainer? { containers[id] }

    func exec(containerID: String, _ request: ExecRequest) async throws -> ExecProcess {
        throw RuntimeError.execFailed("there are no real containers here")
    }

    func execSync(
        containerID: String, command: [String], timeout: Duration?, outputLimit: Int
    ) async throws -> ExecResult {
        let name = containers[containerID]?.configuration.name ?? ""
        calls.append("exec \(name) \(command.joined(separator: " "))")
        return try await execAnswer?(name, command) ?? ExecResult(exitCode: 0, output: [])
    }

    func attach(containerID: String) async throws -> AttachedProcess {
        throw RuntimeError.attachEnded("there are no real containers here")
    }

    func connect(sandboxID: String, port: UInt16) async throws -> Int32 {
        throw RuntimeError.noSuchSandbox(sandboxID)
    }

    func events() async -> AsyncStream<ContainerEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: ContainerEvent.self)
        subscribers.append(continuation)
        return stream
    }
}

struct FakeError: Error, CustomStringConvertible {
    var description: String
}

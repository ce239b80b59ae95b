import Foundation
import JSON

/// A daemon with a root of its own below /tmp, and clients that speak to it.
final class TestDaemon: @unchecked Sendable {
    static let binaries =
        ProcessInfo.processInfo.environment["SWIFTLET_BIN"]
        ?? FileManager.default.currentDirectoryPath + "/.build/debug"
    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The environment variable `SWIFTLET_TEST_RUNTIME` has tests run with that OCI runtime.
    private static let runtimeFlags =
        ProcessInfo.processInfo.environment["SWIFTLET_TEST_RUNTIME"].map { ["--runtime", $0] } ?? []

    let root: String
    /// Ports of this machine that the test may use.
    let lot: Lot
    private let flags: [String]
    private let launcher: [String]
    private(set) var command: Command
    private var isTornDown = false

    var swiftlet: String { Self.binaries + "/swiftlet" }
    var kubeconfig: String { root + "/kubeconfig" }
    var environment: [String: String] { ["KUBECONFIG": kubeconfig, "SWIFTLET_ROOT": root] }

    /// Starts a daemon and waits until it is ready.
    ///
    /// - Parameters:
    ///   - mirror: where docker.io's images come from; nil takes a layout with busybox.
    ///   - root: a folder of this name below /tmp that is there already; nil makes one.
    ///   - choosesAddresses: whether it chooses its Pods' addresses by itself.
    ///   - launcher: a program, with arguments, that becomes the daemon.
    init(
        mirror: String? = nil, root: String? = nil, choosesAddresses: Bool = false,
        launcher: [String] = [], flags: [String] = []
    ) async throws {
        let name = root ?? TestRun.path()
        try FileManager.default.createDirectory(atPath: name, withIntermediateDirectories: true)
        self.root = name
        let source: String
        if let mirror { source = mirror } else { source = "oci:" + (try await Busybox.layout()) }
        // A port that stays, so that clients find the daemon again after a restart.
        lot = try Lot()
        self.flags =
            ["--listen", "127.0.0.1:\(lot.port(1))"]
            + (choosesAddresses ? [] : ["--pod-cidr", lot.podCIDR])
            + ["--registry-mirror", "docker.io=" + source] + Self.runtimeFlags + flags
        self.launcher = launcher
        command = try Self.start(root: name, flags: self.flags, launcher)
        try await waitUntilReady()
    }

    /// A test that failed leaves nothing behind that another one would stumble over.
    deinit {
        guard !isTornDown else { return }
        command.signal(SIGKILL)
        guard let teardown = try? Command([swiftlet, "teardown", "--root", root]) else { return }
        teardown.waitBlocking()
        try? FileManager.default.removeItem(atPath: root)
    }

    private static func start(
        root: String, flags: [String], _ launcher: [String]
    ) throws -> Command {
        try Command(launcher + [binaries + "/swiftlet", "serve", "--root", root] + flags)
    }

    private func waitUntilReady() async throws {
        let status = try await Command.run(
            swiftlet, "status", "--root", root, "--wait", "--timeout", "60s", timeout: 90)
        guard status.status == 0 else {
            throw CommandFailure(
                description: "the daemon did not start: \(command.errorSoFar) \(status.error)")
        }
    }

    /// Ends the daemon with a signal and waits for its end.
    func stop(_ signal: Int32 = SIGTERM) async throws {
        command.signal(signal)
        _ = try await command.wait(timeout: 60)
    }

    /// - Parameter more: flags beside those of the first start.
    func start(_ more: String...) async throws {
        command = try Self.start(root: root, flags: flags + more, launcher)
        try await waitUntilReady()
    }

    /// Removes everything that the daemon made.
    func tearDown() async throws {
        if command.isRunning { try await stop(SIGKILL) }
        let result = try await Command.run(swiftlet, "teardown", "--root", root, timeout: 180)
        guard result.status == 0 else {
            throw CommandFailure(description: "teardown: \(result.error)")
        }
        try? FileManager.default.removeItem(atPath: root)
        isTornDown = true
    }

    // MARK: - Clients

    func kubectl(_ arguments: String..., input: String? = nil, timeout: Double = 120) async throws
        -> CommandResult
    {
        try await Command.run(
            ["kubectl"] + arguments, environment: environment, input: input, timeout: timeout)
    }

    func swiftlet(_ arguments: String..., input: String? = nil, timeout: Double = 120) async throws
        -> CommandResult
    {
        try await Command.run(
            [swiftlet] + arguments, environment: environment, input: input, timeout: timeout)
    }

    /// Applies a manifest and expects it to be taken.
    func apply(_ manifest: String, namespace: String = "default") async throws {
        let result = try await swiftlet("apply", "-n", namespace, "-f", "-", input: manifest)
        guard result.status == 0 else { throw CommandFailure(description: result.error) }
    }
}

extension JSONValue {
    var isReady: Bool {
        value(at: "status", "phase") == "Running"
            && value(at: "status", "conditions")?.arrayValue?.contains {
                $0["type"] == "Ready" && $0["status"] == "True"
            } == true
    }

    func container(_ name: String) -> JSONValue? {
        value(at: "status", "containerStatuses")?.arrayValue?.first {
            $0["name"]?.stringValue == name
        }
    }

    /// The id without `swiftlet://`.
    func containerID(_ name: String) -> String? {
        container(name)?["containerID"]?.stringValue?.components(separatedBy: "//").last
    }

    func restartCount(_ name: String) -> Int64? { container(name)?["restartCount"]?.integerValue }
}

extension TestDaemon {
    /// The process id on the host of a container's first process.
    func processID(of containerID: String) throws -> Int32? {
        let path = "\(root)/run/containers/\(containerID)/pid"
        return (try? String(contentsOfFile: path, encoding: .utf8))
            .flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}

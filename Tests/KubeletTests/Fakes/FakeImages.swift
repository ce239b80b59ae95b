import ImageStore
import JSON
import LinuxSystem
import OCI
import Synchronization

/// Images that are there, and images that a pull brings or fails to bring.
final class FakeImages: ImageService {
    private struct State {
        var local: [String: ImageRecord] = [:]
        var failures: [String: [String]] = [:]
        var gates: [String: [CheckedContinuation<Void, Never>]] = [:]
        var held: Set<String> = []
        var pulls: [String] = []
        var rootFileSystems: Set<String> = []
    }

    private let state = Mutex(State())

    static let record = ImageRecord(
        id: Digest("sha256:" + String(repeating: "ab", count: 32))!,
        tags: ["docker.io/library/busybox:latest"],
        digests: ["docker.io/library/busybox@sha256:" + String(repeating: "cd", count: 32)],
        size: 1_000_000, createdAt: 0,
        configuration: ImageConfiguration(json: [
            "config": ["Cmd": ["sh"], "Env": ["PATH=/bin:/usr/bin"]]
        ]))

    func writableLayer(containerID: String) -> String? { nil }

    func add(_ name: String, _ record: ImageRecord = record) {
        state.withLock { $0.local[name] = record }
    }
    /// The next pulls of this name fail with these messages.
    func fail(_ name: String, _ messages: [String]) {
        state.withLock { $0.failures[name] = messages }
    }
    /// Pulls of this name wait until they are released.
    func hold(_ name: String) { state.withLock { _ = $0.held.insert(name) } }
    func release(_ name: String) {
        let waiting = state.withLock { state in
            state.held.remove(name)
            return state.gates.removeValue(forKey: name) ?? []
        }
        for gate in waiting { gate.resume() }
    }
    var pulls: [String] { state.withLock { $0.pulls } }
    var mounted: Set<String> { state.withLock { $0.rootFileSystems } }
    func mount(_ id: String) { state.withLock { _ = $0.rootFileSystems.insert(id) } }

    func image(_ reference: String) async -> ImageRecord? { state.withLock { $0.local[reference] } }
    func images() async -> [ImageRecord] { state.withLock { Array($0.local.values) } }

    func pull(
        _ reference: String, options: ImagePullOptions,
        progress: (@Sendable (ImagePullProgress) -> Void)?
    ) async throws -> ImagePull {
        await withCheckedContinuation { gate in
            let isHeld = state.withLock { state in
                state.pulls.append(reference)
                guard state.held.contains(reference) else { return false }
                state.gates[reference, default: []].append(gate)
                return true
            }
            if !isHeld { gate.resume() }
        }
        let failure = state.withLock { state -> String? in
            guard var list = state.failures[reference], !list.isEmpty else { return nil }
            defer { state.failures[reference] = list }
            return list.removeFirst()
        }
        if let failure { throw FakeError(description: failure) }
        add(reference)
        return ImagePull(image: Self.record, source: "oci:/images", bytesFetched: 0)
    }

    func remove(_ reference: String) async throws -> [String] {
        state.withLock { state in
            state.local = state.local.filter { $0.value.id.description != reference }
        }
        return []
    }
    func prepareRootFileSystem(
        imageID: Digest, containerID: String, users: PinnedUserNamespace?
    ) async throws -> String {
        mount(containerID)
        return "/rootfs/\(containerID)"
    }
    func removeRootFileSystem(containerID: String) async throws {
        state.withLock { _ = $0.rootFileSystems.remove(containerID) }
    }
    func rootFileSystems() async -> [String] { Array(mounted) }
    func diskUsage() async -> Int64 { 0 }
}

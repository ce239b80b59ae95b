import JSON
import KubernetesAPI
import KubernetesClient
import LinuxSystem
import Logging
import Synchronization

/// Binds claims to volumes on this machine, makes folders for those that have none, and takes them
/// back.
final class StorageController: Sendable {
    private enum Input: Sendable {
        case claims(ObjectUpdate<PersistentVolumeClaim>)
        case volumes(ObjectUpdate<PersistentVolume>)
        case podsChanged
    }

    private struct State {
        var claims: [LocalStorage.Claim: PersistentVolumeClaim] = [:]
        var volumes: [String: PersistentVolume] = [:]
        /// The Pods that use claims, by uid.
        var pods: [String: Pod] = [:]
        var isSynchronized = (claims: false, volumes: false)
        /// The claims, by uid, whose owners were told that nothing is made for them.
        var refused: Set<String> = []
    }

    private let services: KubeletServices
    private let state = Mutex(State())
    private let inputs: AsyncStream<Input>
    private let input: AsyncStream<Input>.Continuation

    init(services: KubeletServices) {
        self.services = services
        (inputs, input) = AsyncStream.makeStream()
    }

    /// Below it each volume that was made for a claim has its folder.
    private var root: String { services.configuration.root + "/volumes" }

    // MARK: - Told by the kubelet

    /// All Pods of this machine.
    func podsAre(_ pods: [Pod]) {
        state.withLock { $0.pods = [:] }
        for pod in pods { podChanged(pod) }
        input.yield(.podsChanged)
    }

    func podChanged(_ pod: Pod) {
        let uid = pod.metadata.uid
        let isOver = ["Succeeded", "Failed"].contains(pod.status.phase.rawValue)
        let mayUse = !pod.claimNames.isEmpty && !isOver
        let hasChanged = state.withLock { state in
            let wasThere = state.pods.updateValue(pod, forKey: uid) != nil
            if !mayUse { state.pods[uid] = nil }
            return wasThere != mayUse
        }
        if hasChanged { input.yield(.podsChanged) }
    }

    func podRemoved(_ uid: String) {
        if state.withLock({ $0.pods.removeValue(forKey: uid) }) != nil { input.yield(.podsChanged) }
    }

    // MARK: - Work

    /// Works until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { [input] in
                for await update in self.updates(of: PersistentVolumeClaim.self) {
                    input.yield(.claims(update))
                }
            }
            group.addTask { [input] in
                for await update in self.updates(of: PersistentVolume.self) {
                    input.yield(.volumes(update))
                }
            }
            for await next in inputs {
                learn(next)
                for action in decide() {
                    if Task.isCancelled { return }
                    await attempt(action, &group)
                }
            }
            group.cancelAll()
        }
    }

    private func updates<Object: KubernetesObject>(of type: Object.Type) -> ObjectUpdates<Object> {
        services.client.updates(of: type, options: ListOptions()) { [logger = services.logger] in
            logger.warning(
                "storage cannot be watched, trying again", metadata: ["error": "\($0)"])
        }
    }

    private func learn(_ next: Input) {
        state.withLock { state in
            switch next {
            case .claims(.synchronized(let claims)):
                state.isSynchronized.claims = true
                state.claims = Dictionary(
                    claims.map { (LocalStorage.Claim($0), $0) }, uniquingKeysWith: { $1 })
            case .claims(.applied(let claim)): state.claims[LocalStorage.Claim(claim)] = claim
            case .claims(.deleted(let claim)):
                state.claims[LocalStorage.Claim(claim)] = nil
                state.refused.remove(claim.metadata.uid)
            case .volumes(.synchronized(let volumes)):
                state.isSynchronized.volumes = true
                state.volumes = Dictionary(
                    volumes.map { ($0.metadata.name, $0) }, uniquingKeysWith: { $1 })
            case .volumes(.applied(let volume)): state.volumes[volume.metadata.name] = volume
            case .volumes(.deleted(let volume)): state.volumes[volume.metadata.name] = nil
            case .podsChanged: break
            }
        }
    }

    private func decide() -> [StorageAction] {
        state.withLock { state in
            // Half of the truth would look as if claims or volumes were gone.
            guard state.isSynchronized == (true, true) else { return [] }
            var used: Set<LocalStorage.Claim> = []
            for pod in state.pods.values {
                for name in pod.claimNames.values {
                    used.insert(.init(namespace: pod.metadata.namespace, name: name))
                }
            }
            return missingClaims(state.pods.values, state.claims)
                + ClaimBinding(
                    claims: Array(state.claims.values), volumes: Array(state.volumes.values),
                    used: used
                ).decide()
        }
    }

    /// Claims that generic ephemeral volumes want and nobody has made yet.
    private func missingClaims(
        _ pods: some Sequence<Pod>, _ claims: [LocalStorage.Claim: PersistentVolumeClaim]
    ) -> [StorageAction] {
        pods.filter { $0.metadata.deletionTimestamp == nil }.flatMap { pod in
            pod.spec.volumes.filter { volume in
                volume.ephemeral != nil
                    && claims[
                        .init(
                            namespace: pod.metadata.namespace,
                            name: "\(pod.metadata.name)-\(volume.name)")] == nil
            }.map { StorageAction.create(podUID: pod.metadata.uid, volume: $0.name) }
        }
    }

    private func attempt(_ action: StorageAction, _ group: inout DiscardingTaskGroup) async {
        do {
            try await carryOut(action)
        } catch let error as APIError where [404, 409].contains(error.code) {
            // Somebody else was first; the watch tells what is to be done now.
        } catch {
            services.logger.warning(
                "storage could not be dealt with, trying again",
                metadata: ["action": "\(action)", "error": "\(error)"])
            group.addTask { [input, clock = services.clock] in
                try? await clock.sleep(until: clock.now() + .second)
                input.yield(.podsChanged)
            }
        }
    }

    private func carryOut(_ action: StorageAction) async throws {
        switch action {
        case .create(let uid, let volume): try await createClaim(uid, volume)
        case .protectClaim(let key):
            try await changeClaim(key) {
                $0.metadata.finalizers.append(LocalStorage.claimProtection)
                if $0.spec.storageClassName == nil {
                    $0.spec.storageClassName = LocalStorage.classes[0]
                }
            }
        case .unprotectClaim(let key):
            try await changeClaim(key) {
                $0.metadata.finalizers.removeAll { $0 == LocalStorage.claimProtection }
            }
        case .unprotectVolume(let name):
            try await changeVolume(name) {
                $0.metadata.finalizers.removeAll { $0 == LocalStorage.volumeProtection }
            }
        case .bind(let key, let volume): try await bind(key, volume)
        case .provision(let key): try await provision(key)
        case .refuse(let key, let reason): refuse(key, reason)
        case .lose(let key):
            guard var claim = claim(key) else { return }
            claim.status.phase = "Lost"
            remember(try await services.client.updateStatus(claim))
        case .setPhase(let volume, let phase): try await setPhase(of: volume, phase)
        case .remove(let name): try await remove(name)
        }
    }

    // MARK: - Steps

    /// In Kubernetes' order, so that a volume is never two claims': the volume names its claim
    /// first.
    private func bind(_ key: LocalStorage.Claim, _ volumeName: String) async throws {
        guard let claim = claim(key) else { return }
        try await changeVolume(volumeName) {
            guard $0.spec.claimRef?.uid != claim.metadata.uid else { return }
            $0.spec.claimRef = LocalStorage.reference(to: claim)
        }
        try await setPhase(of: volumeName, "Bound")
        try await changeClaim(key) {
            $0.spec.volumeName = volumeName
            $0.metadata.annotations[LocalStorage.bindCompleted] = "yes"
        }
        guard var bound = self.claim(key), let volume = volume(volumeName) else { return }
        bound.status.phase = "Bound"
        bound.status.accessModes = volume.spec.accessModes
        bound.status.capacity = volume.spec.capacity
        remember(try await services.client.updateStatus(bound))
    }

    private func provision(_ key: LocalStorage.Claim) async throws {
        guard let claim = claim(key) else { return }
        let volume = LocalStorage.volume(
            for: claim, nodeName: services.configuration.nodeName, root: root)
        let folder = volume.spec.local?.path ?? ""
        try await blockingCall {
            try PodDirectory.make(folder)
            // Containers of any user write to it.
            try VolumeOwnership.apply(to: folder, mode: 0o777, isFolder: true, group: nil)
        }
        do {
            remember(try await services.client.create(volume))
        } catch let error as APIError where error.code == 409 {
            // Made by a daemon that ended before it was bound.
        }
        record(
            claim, "ProvisioningSucceeded",
            "Successfully provisioned volume \(volume.metadata.name)")
        try await bind(key, volume.metadata.name)
    }

    private func refuse(_ key: LocalStorage.Claim, _ reason: String) {
        guard let claim = claim(key),
            state.withLock({ $0.refused.insert(claim.metadata.uid).inserted })
        else { return }
        let name = claim.spec.storageClassName ?? LocalStorage.classes[0]
        record(
            claim, "ProvisioningFailed",
            "failed to provision volume with StorageClass \"\(name)\": \(reason)",
            type: "Warning")
    }

    private func remove(_ name: String) async throws {
        guard let volume = volume(name), try await !isClaimed(volume) else { return }
        if volume.status.phase != "Released" { try await setPhase(of: name, "Released") }
        if let path = volume.spec.local?.path, LocalStorage.isProvisioned(path, in: root) {
            try await blockingCall { try DirectoryTree.remove(path) }
        }
        try await services.client.delete(PersistentVolume.self, name: name)
    }

    /// Whether the volume's claim is there, asked of the server: data goes with the answer.
    private func isClaimed(_ volume: PersistentVolume) async throws -> Bool {
        guard let owner = volume.spec.claimRef else { return false }
        do {
            let claim = try await services.client.get(
                PersistentVolumeClaim.self, namespace: owner.namespace, name: owner.name)
            return claim.metadata.uid == owner.uid
        } catch let error as APIError where error.code == 404 {
            return false
        }
    }

    private func setPhase(of name: String, _ phase: String) async throws {
        guard var volume = volume(name), volume.status.phase.rawValue != phase else { return }
        volume.status.phase = PersistentVolumePhase(rawValue: phase)
        volume.status.lastPhaseTransitionTime =
            Timestamp(
                nanosecondsSince1970: services.clock.now()
            ).truncatedToSeconds
        volume.status.message =
            phase == "Failed"
            ? "error getting deleter volume plugin for volume \"\(name)\": no deletable volume plugin matched"
            : ""
        remember(try await services.client.updateStatus(volume))
    }

    private func createClaim(_ uid: String, _ volumeName: String) async throws {
        guard let pod = state.withLock({ $0.pods[uid] }),
            let template = pod.spec.volumes.first(where: { $0.name == volumeName })?
                .ephemeral?["volumeClaimTemplate"]
        else { return }
        var claim = PersistentVolumeClaim()
        let metadata = ObjectMeta(json: template["metadata"] ?? .null)
        claim.metadata.name = "\(pod.metadata.name)-\(volumeName)"
        claim.metadata.namespace = pod.metadata.namespace
        claim.metadata.labels = metadata.labels
        claim.metadata.annotations = metadata.annotations
        claim.metadata.ownerReferences = [
            .with {
                $0.apiVersion = "v1"
                $0.kind = "Pod"
                $0.name = pod.metadata.name
                $0.uid = uid
                $0.controller = true
                $0.blockOwnerDeletion = true
            }
        ]
        claim.spec = PersistentVolumeClaimSpec(json: template["spec"] ?? .null)
        remember(try await services.client.create(claim))
    }

    // MARK: - Objects

    private func changeClaim(
        _ key: LocalStorage.Claim, _ change: (inout PersistentVolumeClaim) -> Void
    ) async throws {
        guard let present = claim(key) else { return }
        var claim = present
        change(&claim)
        if claim.json != present.json { remember(try await services.client.update(claim)) }
    }

    private func changeVolume(
        _ name: String, _ change: (inout PersistentVolume) -> Void
    ) async throws {
        guard let present = volume(name) else { return }
        var volume = present
        change(&volume)
        if volume.json != present.json { remember(try await services.client.update(volume)) }
    }

    private func claim(_ key: LocalStorage.Claim) -> PersistentVolumeClaim? {
        state.withLock { $0.claims[key] }
    }

    private func volume(_ name: String) -> PersistentVolume? {
        state.withLock { $0.volumes[name] }
    }

    /// What was just written is what the next step builds on; the watch tells it later.
    private func remember(_ claim: PersistentVolumeClaim) {
        state.withLock { $0.claims[LocalStorage.Claim(claim)] = claim }
    }

    private func remember(_ volume: PersistentVolume) {
        state.withLock { $0.volumes[volume.metadata.name] = volume }
    }

    private func record(
        _ claim: PersistentVolumeClaim, _ reason: String, _ message: String,
        type: String = "Normal"
    ) {
        services.events.record(
            LocalStorage.reference(to: claim), type: type, reason: reason, message: message)
    }
}

import KubernetesAPI
import Synchronization

/// Which Pods have the claims that are for one Pod at a time (access mode `ReadWriteOncePod`).
///
/// kube-scheduler holds back who comes second. A Pod with a `nodeName` of its own it never sees;
/// that one waits here for its volume (kubelet: `IsVolumeMountedElsewhere`).
final class ClaimHolders: Sendable {
    private struct State {
        /// The uids of Pods.
        var holders: [LocalStorage.Claim: String] = [:]
        /// Whom to tell when a claim is free, by uid.
        var waiting: [LocalStorage.Claim: [String: @Sendable () -> Void]] = [:]
    }

    private let state = Mutex(State())

    /// Gives a claim to a Pod, for as long as it is not released.
    ///
    /// - Parameter retry: called once when the claim is free, where another Pod has it.
    /// - Returns: whether the Pod has it.
    func take(
        _ claim: LocalStorage.Claim, for uid: String, retry: @escaping @Sendable () -> Void = {}
    ) -> Bool {
        state.withLock { state in
            let holder = state.holders[claim, default: uid]
            guard holder == uid else {
                state.waiting[claim, default: [:]][uid] = retry
                return false
            }
            state.holders[claim] = uid
            state.waiting[claim]?[uid] = nil
            return true
        }
    }

    /// The Pod has ended, and wants nothing any more.
    func release(uid: String) {
        let retries = state.withLock { state in
            for claim in state.waiting.keys { state.waiting[claim]?[uid] = nil }
            let freed = state.holders.filter { $0.value == uid }.keys
            return freed.flatMap { claim in
                state.holders[claim] = nil
                return state.waiting.removeValue(forKey: claim).map { Array($0.values) } ?? []
            }
        }
        for retry in retries { retry() }
    }

    /// Gives Pods the claims that are in their folders: a daemon before gave them.
    ///
    /// - Parameter root: the kubelet's folder.
    func adopt(_ pods: [Pod], root: String) {
        for pod in pods where ![.succeeded, .failed].contains(pod.status.phase) {
            let directory = PodDirectory(root: root, uid: pod.metadata.uid)
            for (volume, claim) in pod.claimNames
            where PodVolumes.linkTarget(directory.volume(volume, .claim)) != nil {
                _ = take(
                    .init(namespace: pod.metadata.namespace, name: claim), for: pod.metadata.uid)
            }
        }
    }
}

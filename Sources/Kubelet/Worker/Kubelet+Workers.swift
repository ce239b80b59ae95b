import KubernetesAPI

extension Kubelet {
    /// How long a request waits for the kubelet to take notice of a Pod, which takes milliseconds.
    private static let patience = Duration.seconds(5)

    /// Who looks after a Pod, once that has taken over what runs. Right after a start of the daemon, or
    /// the Pod's creation, that is yet to come.
    ///
    /// - Returns: nil for a Pod of no machine or another one, and one that is gone.
    func worker(of pod: Pod) async -> PodWorker? {
        let uid = pod.metadata.uid
        let node = services.configuration.nodeName
        await synchronized.wait(atMost: Self.patience)
        // One that is being deleted may have been done with, but for others' finalizers.
        if pod.spec.nodeName == node, pod.metadata.deletionTimestamp == nil {
            await arrivals.wait(for: uid, atMost: Self.patience) { worker(uid: uid) != nil }
        }
        let found = worker(uid: uid)
        await found?.adopted.wait(atMost: Self.patience)
        return found
    }
}

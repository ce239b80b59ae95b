import KubernetesAPI

/// What becomes of changes of the Pod's API object.
extension PodWorker {
    /// Takes a new version of the API object; the status stays our own but for what others add.
    func accept(_ changed: Pod) {
        let own = PodConditions.own
        if pod.hasDownwardFiles,
            pod.metadata.labels != changed.metadata.labels
                || pod.metadata.annotations != changed.metadata.annotations
        {
            observed.volumesChanged()
        }
        let foreign = changed.status.conditions.filter { !own.contains($0.type.rawValue) }
        forgetImages(changedIn: changed.spec)
        pod = allocation.applied(to: changed)
        desired = ResourceAllocation(of: changed.spec)
        considerResize()
        reported.conditions =
            foreign + reported.conditions.filter { own.contains($0.type.rawValue) }
        pod.status = reported
    }

    func acceptRemoval() {
        isRemoved = true
        guard pod.metadata.deletionTimestamp == nil else { return }
        pod.metadata.deletionTimestamp = Timestamp(nanosecondsSince1970: services.clock.now())
        pod.metadata.deletionGracePeriodSeconds = 0
    }

    /// Another image is tried at once: what the one before was put off for does not hold for it. A
    /// container that runs is told of it by a decision.
    private func forgetImages(changedIn spec: PodSpec) {
        let images = Dictionary(
            pod.spec.containersWithRoles.map { ($0.container.name, $0.container.image) },
            uniquingKeysWith: { $1 })
        for (container, _) in spec.containersWithRoles {
            let name = container.name
            guard let image = images[name], image != container.image, !observed[name].runs else {
                continue
            }
            observed[name].image = .unknown
            observed[name].failure = nil
            observed[name].backOff = CrashBackOff()
            observed[name].putOffBy = nil
            failures["image of \(name)"] = nil
            failures["container \(name)"] = nil
        }
    }
}

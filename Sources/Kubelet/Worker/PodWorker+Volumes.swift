import ContainerRuntime
import KubernetesAPI
import LinuxSystem

/// The Pod's volumes, and what keeps them and the containers' environments up to date.
extension PodWorker {
    /// How long volumes may take until it is told (kubelet: `podAttachAndMountTimeout`),
    /// nanoseconds.
    static let volumeTimeLimit = 123 * Int64.second

    // MARK: - Steps

    nonisolated func prepareVolumes(
        _ progress: VolumeProgress, _ users: PinnedUserNamespace?
    ) async {
        let span = trace.begin("volumes")
        var (pod, contents) = await contents()
        let puller = services.imagePuller(for: pod, events: events)
        let now = services.clock.now()
        let failures = await imageFailures.filter { now < $0.value.retryAt }
        await ImageVolumes(
            services: services, puller: puller, pod: pod, users: users, failures: failures
        ).add(to: &contents)
        takeClaims(&contents)
        let errors = await whileOverdueIsTold(progress) {
            await carryOutVolumes(progress) { [pod, contents] in
                try $0.prepare(pod.spec, contents, now: now)
            }
        }
        if errors.isEmpty { span.end() }
        send(.volumesFilled(contents, failures: errors))
    }

    /// Claims that are for one Pod at a time: where another Pod has one, this one waits for it.
    private nonisolated func takeClaims(_ contents: inout VolumeContents) {
        for (volume, claim) in contents.exclusiveClaims {
            let isTaken = services.claims.take(claim, for: uid) { [weak self] in
                self?.send(.claimFreed)
            }
            if !isTaken { contents.places[volume] = .failure(.inUse(volume: volume)) }
        }
    }

    nonisolated func updateVolumes(_ progress: VolumeProgress) async {
        let (pod, contents) = await contents()
        let now = services.clock.now()
        let failures = await carryOutVolumes(progress) {
            $0.update(pod.spec, contents, now: now)
        }
        send(.volumesFilled(contents, failures: failures))
    }

    /// What the environment of a container refers to; the worker is told what was read first.
    nonisolated func configurations(
        for container: KubernetesAPI.Container, _ pod: Pod
    ) async -> Configurations {
        let references = pod.environmentReferences(of: container)
        guard !references.isEmpty else { return Configurations() }
        let configurations = await services.client.configurations(references)
        send(.environmentRead(container: container.name, configurations.versions))
        return configurations
    }

    private nonisolated func contents() async -> (Pod, VolumeContents) {
        let (pod, tokens) = await (pod, tokens)
        let filler = VolumeFiller(
            client: services.client, pod: pod,
            resources: services.configuration.resourceReference.within(pod.spec),
            tokenRefresh: services.configuration.tokenRefresh, now: services.clock.now())
        return (pod, await filler.contents(tokens: tokens))
    }

    private nonisolated func carryOutVolumes(
        _ progress: VolumeProgress,
        _ work: @escaping @Sendable (PodVolumes) throws -> [VolumeError]
    ) async -> [VolumeError] {
        let configuration = services.configuration
        let volumes = PodVolumes(
            directory: services.directory(of: uid), progress: progress,
            nodeMemory: NodeResources(configuration).allocatable["memory"]?.value ?? .max)
        do {
            return try await foreignCall { try work(volumes) }
        } catch {
            progress.giveUp()
            return [.folder(cause: String(describing: error))]
        }
    }

    /// Tells, again and again, of a volume that is not there in time.
    private nonisolated func whileOverdueIsTold(
        _ progress: VolumeProgress, _ work: () async -> [VolumeError]
    ) async -> [VolumeError] {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [clock = services.clock, events] in
                while true {
                    do { try await clock.sleep(until: clock.now() + Self.volumeTimeLimit) } catch {
                        return
                    }
                    events.warning(
                        "FailedMount",
                        "Unable to attach or mount volumes: unmounted volumes=[\(progress.volume ?? "")], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition"
                    )
                }
            }
            let failures = await work()
            group.cancelAll()
            return failures
        }
    }

    // MARK: - Outcomes

    func volumesFilled(_ contents: VolumeContents, _ errors: [VolumeError]) {
        tokens = contents.tokens
        references.volumesFilled(
            from: contents.configurations.versions, immutable: contents.configurations.immutable)
        observed.volumeUpdate.isUnderWay = false
        observed.volumeUpdate.dueAt = contents.refreshAt
        observed.imageVolumeFailure = nil
        observed.volumeImages.merge(contents.images) { $1 }
        for volume in pod.spec.volumes where contents.images[volume.name] != nil {
            if let image = volume.image { imageIsThere(image.reference) }
        }
        if volumesAreOutdated {
            volumesAreOutdated = false
            observed.volumes = .pending
        } else if let first = errors.first {
            let failure: Failure
            if case .image(let volume, let image, let reason, let message) = first {
                failure = imageFailure(
                    image, of: "volumes", reason, message, begunAt: volumesBegunAt)
                observed.imageVolumeFailure = ImageVolumeFailure(
                    volume: volume, image: image, failure: failure)
            } else {
                failure = self.failure("volumes", "FailedMount", first.description)
            }
            for error in errors {
                // The pull has said it.
                if case .image = error { continue }
                events.warning("FailedMount", error.description)
            }
            if observed.volumes == .ready {
                observed.volumeUpdate.dueAt = failure.retryAt
            } else {
                observed.volumes = .failed(failure)
            }
        } else {
            failures["volumes"] = nil
            observed.volumes = .ready
        }
        followReferences()
        // Where it took longer than the Pod's end could wait, nobody else gives back what it took.
        if observed.stage.isTerminal { services.claims.release(uid: uid) }
    }

    /// A claim that another Pod had can be had.
    func claimFreed() {
        if observed.volumes == .preparing {
            volumesAreOutdated = true
        } else if case .failed = observed.volumes {
            observed.volumes = .pending
        }
    }

    func learn(_ reference: ConfigurationReference, _ version: String) {
        let consequences = references.learn(reference, version: version)
        if consequences.volumes { observed.volumesChanged() }
        let now = services.clock.now()
        for name in consequences.containers { observed.configurationChanged(of: name, now: now) }
    }

    /// Watches what the Pod needs now, as long as its containers may be started.
    func followReferences() {
        guard observed.stage == .syncing else { return }
        services.references.follow(references.watched, for: uid) { [weak self] in
            self?.send(.referenceChanged($0, version: $1))
        }
    }
}

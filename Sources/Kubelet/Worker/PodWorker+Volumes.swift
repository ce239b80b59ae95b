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
        let images = ImageVolumes(services: services, puller: puller, pod: pod, users: users)
        contents.places.merge(await images.places()) { own, _ in own }
        let now = services.clock.now()
        let failures = await whileOverdueIsTold(progress) {
            await carryOutVolumes(progress) { [pod, contents] in
                try $0.prepare(pod.spec, contents, now: now)
            }
        }
        if failures.isEmpty { span.end() }
        send(.volumesFilled(contents, failures: failures))
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
            resources: services.configuration.resourceReference,
            tokenRefresh: services.configuration.tokenRefresh, now: services.clock.now())
        return (pod, await filler.contents(tokens: tokens))
    }

    private nonisolated func carryOutVolumes(
        _ progress: VolumeProgress,
        _ work: @escaping @Sendable (PodVolumes) throws -> [VolumeError]
    ) async -> [VolumeError] {
        let volumes = PodVolumes(directory: services.directory(of: uid), progress: progress)
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
        if volumesAreOutdated {
            volumesAreOutdated = false
            observed.volumes = .pending
        } else if let first = errors.first {
            let failure: Failure
            if case .image(let volume, let image, let reason, let message) = first {
                failure = self.failure(
                    "volumes", reason, message, services.configuration.imageBackOff)
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

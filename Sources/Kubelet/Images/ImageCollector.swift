import ContainerRuntime
import ImageStore
import Logging
import OCI

/// Removes images that nobody uses when the disk fills up, as the kubelet does it: every five minutes
/// a look at the disk, which others fill, too, and all that can go when Pods would have to.
struct ImageCollector: Sendable {
    /// What came of a look at the disk.
    struct Outcome: Sendable, Hashable {
        var removed: [ImageRecord] = []
        /// Why there is less room than there should be; nil where there is enough.
        var failure: String?
    }

    /// pkg/kubelet/kubelet.go, `ImageGCPeriod`
    private static let period = Int64(300) * .second

    let services: KubeletServices

    private var settings: ImageSettings { services.configuration.images }

    /// Until the task is cancelled.
    func run() async {
        var hasFailed = false
        while !Task.isCancelled {
            let failure = await collect().failure
            // The first time pulls may be under way, whose images are in use a moment later.
            if let failure, hasFailed { services.nodeWarning("ImageGCFailed", failure) }
            hasFailed = failure != nil
            do {
                try await services.clock.sleep(until: services.clock.now() + Self.period)
            } catch { return }
        }
    }

    @discardableResult
    func collect() async -> Outcome {
        var outcome = Outcome()
        let now = services.clock.now()
        let candidates = await candidates()
        for image in ImageCollection.expired(candidates, now: now, settings)
        where await remove(image) {
            outcome.removed.append(image)
        }
        guard let disk = await services.images.disk() else { return outcome }
        let excess = ImageCollection.excess(
            capacity: disk.capacity, available: disk.available, settings)
        guard excess > 0 else { return outcome }
        let goal = disk.available + excess
        services.logger.notice(
            "the disk of the images is filling up; unused ones are removed",
            metadata: ["available": "\(disk.available)", "goal": "\(goal)"])
        for image in candidates where !outcome.removed.contains(image) {
            // Layers are shared, and so only the disk knows what a removal brought.
            guard let now = await services.images.disk(), now.available < goal else {
                return outcome
            }
            if await remove(image) { outcome.removed.append(image) }
        }
        if let end = await services.images.disk(), end.available < goal {
            let failure = ImageCollection.failure(
                capacity: disk.capacity, available: disk.available,
                freed: max(end.available - disk.available, 0))
            services.nodeWarning("FreeDiskSpaceFailed", failure)
            outcome.failure = failure
        }
        return outcome
    }

    /// Removes images that may go, however full the disk is, as long as that does not suffice.
    ///
    /// - Returns: whether it suffices now.
    func removeUnused(until isEnough: @Sendable () async -> Bool) async -> Bool {
        for image in await candidates() {
            if await isEnough() { return true }
            _ = await remove(image)
        }
        return await isEnough()
    }

    private func candidates() async -> [ImageRecord] {
        ImageCollection.candidates(
            await services.images.images(), used: await usedImages(), now: services.clock.now(),
            settings)
    }

    private func usedImages() async -> Set<String> {
        Set(await services.runtime.containers(sandboxID: nil).map(\.configuration.imageID))
            .union(await services.images.mountedImages())
    }

    private func remove(_ image: ImageRecord) async -> Bool {
        // A container may have come meanwhile.
        guard !(await usedImages()).contains(image.id.description) else { return false }
        do {
            _ = try await services.images.remove(image.id.description)
            services.logger.info(
                "removed an unused image",
                metadata: ["image": "\(image.tags.first ?? image.id.description)"])
            return true
        } catch {
            services.logger.warning(
                "an unused image could not be removed",
                metadata: ["image": "\(image.id)", "error": "\(error)"])
            return false
        }
    }
}

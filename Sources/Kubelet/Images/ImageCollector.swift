import ContainerRuntime
import ImageStore
import Logging
import OCI

/// Removes images that nobody uses when the disk fills up, as the kubelet does it: every five minutes
/// a look at the disk, which others fill, too.
struct ImageCollector: Sendable {
    /// pkg/kubelet/kubelet.go, `ImageGCPeriod`
    private static let period = Duration.seconds(300)

    let images: any ImageService
    let runtime: any ContainerRuntime
    let settings: ImageSettings
    let clock: any WallClock
    let logger: Logger

    /// Until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            await collect()
            do { try await Task.sleep(for: Self.period) } catch { return }
        }
    }

    /// - Returns: the images that were removed.
    @discardableResult
    func collect() async -> [ImageRecord] {
        let now = clock.now()
        let candidates = ImageCollection.candidates(
            await images.images(), used: await usedImages(), now: now, settings)
        var removed: [ImageRecord] = []
        for image in ImageCollection.expired(candidates, now: now, settings)
        where await remove(image) {
            removed.append(image)
        }
        guard let disk = await images.disk() else { return removed }
        let excess = ImageCollection.excess(
            capacity: disk.capacity, available: disk.available, settings)
        guard excess > 0 else { return removed }
        let goal = disk.available + excess
        logger.notice(
            "the disk of the images is filling up; unused ones are removed",
            metadata: ["available": "\(disk.available)", "goal": "\(goal)"])
        for image in candidates where !removed.contains(image) {
            // Layers are shared, and so only the disk knows what a removal brought.
            guard let now = await images.disk(), now.available < goal else { return removed }
            if await remove(image) { removed.append(image) }
        }
        if let end = await images.disk(), end.available < goal {
            logger.warning(
                "the disk of the images is full, and no image is left that nobody uses",
                metadata: ["available": "\(end.available)", "goal": "\(goal)"])
        }
        return removed
    }

    private func usedImages() async -> Set<String> {
        Set(await runtime.containers(sandboxID: nil).map(\.configuration.imageID))
            .union(await images.mountedImages())
    }

    private func remove(_ image: ImageRecord) async -> Bool {
        // A container may have come meanwhile.
        guard !(await usedImages()).contains(image.id.description) else { return false }
        do {
            _ = try await images.remove(image.id.description)
            logger.info(
                "removed an unused image",
                metadata: ["image": "\(image.tags.first ?? image.id.description)"])
            return true
        } catch {
            logger.warning(
                "an unused image could not be removed",
                metadata: ["image": "\(image.id)", "error": "\(error)"])
            return false
        }
    }
}

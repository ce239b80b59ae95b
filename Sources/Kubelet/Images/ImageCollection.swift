import ImageStore
import OCI

/// Which images go when, to keep room on the disk.
enum ImageCollection {
    /// Bytes to free, 0 while the disk is not full enough.
    static func excess(capacity: Int64, available: Int64, _ settings: ImageSettings) -> Int64 {
        guard capacity > 0, settings.highThreshold < 100 else { return 0 }
        let used = 100 - Double(available) / Double(capacity) * 100
        guard used >= Double(settings.highThreshold) else { return 0 }
        return max(capacity / 100 * Int64(100 - settings.lowThreshold) - available, 0)
    }

    /// The kubelet's words for a disk that unused images do not free enough of.
    static func failure(capacity: Int64, available: Int64, freed: Int64) -> String {
        let used = capacity > 0 ? 100 - available * 100 / capacity : 100
        return "Insufficient free disk space on the node's image filesystem (\(used)% of "
            + "\(size(capacity)) used). Failed to free sufficient space by deleting "
            + "unused images (freed \(freed) bytes). Consider resizing the disk or deleting unused "
            + "files."
    }

    /// With one decimal, as in `19.6 GiB`.
    private static func size(_ bytes: Int64) -> String {
        var tenths = bytes * 10
        var unit = 0
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        while tenths >= 10_240, unit < units.count - 1 {
            tenths /= 1024
            unit += 1
        }
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    /// Unused images, the one that was not used for the longest time first.
    ///
    /// - Parameter used: ids of the images of containers, running or not.
    static func candidates(
        _ images: [ImageRecord], used: Set<String>, now: Int64, _ settings: ImageSettings
    ) -> [ImageRecord] {
        images.filter {
            !used.contains($0.id.description) && now - $0.lastUsedAt >= settings.minimumAge
        }
        .sorted { ($0.lastUsedAt, $0.createdAt) < ($1.lastUsedAt, $1.createdAt) }
    }

    /// Those among them that go whatever the disk says.
    static func expired(
        _ candidates: [ImageRecord], now: Int64, _ settings: ImageSettings
    ) -> [ImageRecord] {
        guard settings.maximumAge > 0 else { return [] }
        return candidates.filter { now - $0.lastUsedAt > settings.maximumAge }
    }
}

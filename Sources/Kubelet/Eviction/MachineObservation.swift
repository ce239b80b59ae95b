import Glibc
import LinuxSystem

/// How much of something is left, and how much there is: bytes, inodes, process ids.
public struct EvictionObservation: Sendable, Hashable {
    public var available: Int64
    public var capacity: Int64

    public init(available: Int64, capacity: Int64) {
        self.available = available
        self.capacity = capacity
    }
}

/// What the machine has left, by signal. A signal that cannot be read is left out.
public enum MachineObservation {
    /// - Parameter root: has the images and the Pods' files.
    public static func current(root: String) -> [EvictionSignal: EvictionObservation] {
        var found: [EvictionSignal: EvictionObservation] = [:]
        found[.memoryAvailable] = memory()
        if let files = FileSystemUsage(path: root) {
            let space = EvictionObservation(
                available: Int64(clamping: files.available),
                capacity: Int64(clamping: files.capacity)
            )
            found[.nodeFsAvailable] = space
            found[.imageFsAvailable] = space
            // Some file systems make inodes as they need them, and count none.
            if files.inodes > 0 {
                let inodes = EvictionObservation(
                    available: Int64(clamping: files.freeInodes),
                    capacity: Int64(clamping: files.inodes))
                found[.nodeFsInodesFree] = inodes
                found[.imageFsInodesFree] = inodes
            }
        }
        found[.pidAvailable] = processes()
        return found
    }

    /// As the kubelet counts it: memory less what cannot be given back easily.
    private static func memory() -> EvictionObservation? {
        let total = MachineUsage.totalMemory()
        let used = MachineUsage.current().memoryWorkingSet ?? 0
        guard total > 0 else { return nil }
        return EvictionObservation(
            available: Int64(clamping: total > used ? total - used : 0),
            capacity: Int64(clamping: total))
    }

    private static func processes() -> EvictionObservation? {
        guard let most = number("/proc/sys/kernel/pid_max", 0),
            let threads = number("/proc/sys/kernel/threads-max", 0),
            // loadavg: `0.20 0.18 0.12 1/80 11206`, the fourth running/all.
            let running = number("/proc/loadavg", 4)
        else { return nil }
        let capacity = min(most, threads)
        return EvictionObservation(available: max(capacity - running, 0), capacity: capacity)
    }

    private static func number(_ path: String, _ index: Int) -> Int64? {
        let text = String(decoding: PodDirectory.read(path, limit: 256) ?? [], as: UTF8.self)
        let words = text.split { $0.isWhitespace || $0 == "/" }
        return words.indices.contains(index) ? Int64(words[index]) : nil
    }
}

import Synchronization

/// The last sample of each group, for the rate at which it uses CPU.
final class UsageHistory: Sendable {
    private let samples = Mutex<[String: UsageSample]>([:])

    /// Keeps a sample.
    ///
    /// - Returns: the one that was kept before.
    func exchange(_ name: String, _ sample: UsageSample) -> UsageSample? {
        samples.withLock { $0.updateValue(sample, forKey: name) }
    }

    /// Forgets the groups that are gone.
    func forgetAllBut(_ names: Set<String>) {
        samples.withLock { $0 = $0.filter { names.contains($0.key) } }
    }
}

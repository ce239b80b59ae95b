import ImageStore
import Synchronization

/// Tells in events how far a pull is that takes its time: after ten seconds, then after twice as long
/// each time, and once a minute in the end.
final class PullReport: Sendable {
    static let firstAfter = 10 * Int64.second
    static let longestWait = 60 * Int64.second

    private let image: String
    private let clock: any WallClock
    private let tell: @Sendable (String) -> Void
    private let due: Mutex<(at: Int64, wait: Int64)>

    /// - Parameter tell: gets a sentence.
    init(of image: String, clock: any WallClock, tell: @escaping @Sendable (String) -> Void) {
        self.image = image
        self.clock = clock
        self.tell = tell
        due = Mutex((clock.now() + Self.firstAfter, Self.firstAfter))
    }

    func note(_ progress: ImagePullProgress) {
        let now = clock.now()
        let isDue = due.withLock { due in
            guard now >= due.at else { return false }
            due.wait = min(due.wait * 2, Self.longestWait)
            due.at = now + due.wait
            return true
        }
        if isDue { tell(Self.message(image, progress)) }
    }

    static func message(_ image: String, _ progress: ImagePullProgress) -> String {
        let layers = progress.layers.filter { $0.state != .present }
        let done = layers.count { $0.state == .done }
        let (completed, total) = (progress.completedBytes >> 20, progress.totalBytes >> 20)
        return "Pulling image \"\(image)\": \(done) of \(layers.count) layers are unpacked, "
            + "\(completed) of \(total) MiB have come"
    }
}

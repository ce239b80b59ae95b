import Synchronization

/// Where a call is that makes the volumes of a Pod. It hangs where a file system does not answer,
/// and nothing can end it: it is told to leave all else alone instead.
final class VolumeProgress: Sendable {
    private let state = Mutex<(volume: String?, isGivenUp: Bool)>((nil, false))

    /// The volume that is being made.
    var volume: String? { state.withLock { $0.volume } }

    /// - Returns: whether the volume is still to be made.
    func begin(_ volume: String) -> Bool {
        state.withLock {
            $0.volume = volume
            return !$0.isGivenUp
        }
    }

    func giveUp() {
        state.withLock { $0.isGivenUp = true }
    }
}

/// How failed pulls are repeated: `ErrImagePull` at first, then `ImagePullBackOff` until the next
/// attempt.
enum ImageBackOff {
    /// For so long the failure itself is shown before the waiting, in nanoseconds.
    static let failureIsShownFor: Int64 = .second

    /// When the reason shown changes or the next attempt is due.
    static func nextChange(of failure: Failure, now: Int64) -> Int64 {
        let flip = failure.failedAt + failureIsShownFor
        return now < flip && flip < failure.retryAt ? flip : failure.retryAt
    }

    /// Whether a pull failed in a way that the back-off is about.
    static func isRepeated(_ reason: String) -> Bool {
        reason == "ErrImagePull" || reason == "RegistryUnavailable"
    }

    /// What the container's waiting state says.
    static func waiting(
        for failure: Failure, image: String, now: Int64
    ) -> (reason: String, message: String) {
        guard isRepeated(failure.reason), now >= failure.failedAt + failureIsShownFor else {
            return (failure.reason, failure.message)
        }
        return (
            "ImagePullBackOff",
            "Back-off pulling image \"\(image)\": \(failure.reason): \(failure.message)"
        )
    }
}

import KubernetesAPI
import Logging

extension SigningKeys {
    /// Makes a new key whenever the present one is old, until the task is cancelled.
    public func rotate(
        now: @Sendable () -> Timestamp, onFailure: @Sendable (any Error) -> Void
    ) async {
        while !Task.isCancelled {
            var wait: Int64 = 3600
            do {
                wait = try rotate(now: now().secondsSince1970)
            } catch {
                onFailure(error)
            }
            // At most a day: the machine may sleep, and its clock may be set.
            try? await Task.sleep(for: .seconds(min(wait, 86_400)))
        }
    }
}

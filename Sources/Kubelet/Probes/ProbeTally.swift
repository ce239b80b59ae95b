import KubernetesAPI

/// Counts the outcomes of a probe until they decide (kubelet: `worker.doProbe`).
struct ProbeTally: Sendable, Hashable {
    private let successThreshold: Int32
    private let failureThreshold: Int32
    /// What was decided last.
    private(set) var verdict: Bool?
    private var last: Bool?
    private var run: Int32 = 0

    /// - Parameter verdict: what was decided before, for example by a daemon before this one.
    init(_ probe: Probe, verdict: Bool? = nil) {
        successThreshold = max(probe.successThreshold, 1)
        failureThreshold = probe.failureThreshold > 0 ? probe.failureThreshold : 3
        self.verdict = verdict
    }

    /// - Returns: the new verdict where this outcome has changed it.
    mutating func count(_ outcome: ProbeOutcome) -> Bool? {
        let succeeded: Bool
        switch outcome {
        case .success, .warning: succeeded = true
        case .failure: succeeded = false
        case .error: return nil
        }
        run = last == succeeded ? run + 1 : 1
        last = succeeded
        guard run >= (succeeded ? successThreshold : failureThreshold), verdict != succeeded else {
            return nil
        }
        verdict = succeeded
        return succeeded
    }
}

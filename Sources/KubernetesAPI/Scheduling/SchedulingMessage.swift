/// What kube-scheduler says of a Pod that has no place (`FitError`), with one node in the cluster.
public enum SchedulingMessage {
    /// - Parameters:
    ///   - preempts: whether the Pod may have others ended.
    ///   - isTried: whether nothing is known yet of what the end of others would bring.
    public static func unschedulable(
        _ failures: [FitFailure], preempts: Bool = true, isTried: Bool = false
    ) -> String {
        let reasons = Set(failures.map { $0.isOfPod ? $0.text : "1 \($0.text)" }).sorted().joined(
            separator: ", ")
        let found = "0/1 nodes are available: \(reasons)."
        let preemption: String
        if !preempts {
            preemption = "not eligible due to preemptionPolicy=Never."
        } else if !failures.allSatisfy(\.isResolvable) {
            preemption =
                "0/1 nodes are available: 1 Preemption is not helpful for scheduling."
        } else if isTried {
            return found
        } else {
            preemption =
                "0/1 nodes are available: 1 No preemption victims found for incoming pod."
        }
        return "\(found) no new claims to deallocate, preemption: \(preemption)"
    }
}

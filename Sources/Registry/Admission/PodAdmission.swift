import JSON
import KubernetesAPI
import ObjectStore

/// What kube-apiserver's standard admission plugins make of a new Pod before it is validated, in
/// their order.
struct PodAdmission: Sendable {
    let lookup: AdmissionLookup
    let mountsTokens: Bool

    /// - Throws: `APIError` 403 for a Pod that is not admitted.
    func complete(_ pod: inout JSONValue) async throws {
        for limitRange in try await lookup.all(.limitRanges, in: pod.namespace) {
            LimitRanger.applyDefaults(of: limitRange.object, to: &pod)
        }
        let account = ServiceAccountAdmission.accountName(of: pod)
        try ServiceAccountAdmission.apply(
            try await lookup.get(.serviceAccounts, in: pod.namespace, account), named: account,
            to: &pod, mountsToken: mountsTokens)
        let classes = try await lookup.all(.priorityClasses).map(\.object)
        try PriorityAdmission.apply(classes, to: &pod)
        DefaultTolerations.apply(to: &pod)
        if let name = pod.value(at: "spec", "runtimeClassName")?.stringValue {
            try RuntimeClassAdmission.apply(
                try await lookup.get(.runtimeClasses, name), named: name, to: &pod)
        } else {
            try RuntimeClassAdmission.refuseOverhead(of: pod)
        }
    }

    /// Keeps what admission has added to a Pod, where an update comes without it.
    static func keepAdditions(to pod: inout JSONValue, from old: JSONValue) {
        for member in ["priority", "preemptionPolicy", "serviceAccountName", "serviceAccount"] {
            guard let value = old.value(at: "spec", member), pod["spec"]?.has(member) == false
            else { continue }
            pod.set(value, at: "spec", member)
        }
        DefaultTolerations.apply(to: &pod)
    }

    /// The refusal of a Pod.
    static func refusal(_ pod: JSONValue, _ cause: String) -> APIError {
        let prefix = pod.metadata("generateName")?.stringValue ?? ""
        return .forbidden(.pods, name: pod.name.isEmpty ? prefix : pod.name, cause)
    }
}

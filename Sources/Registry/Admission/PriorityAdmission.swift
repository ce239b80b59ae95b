import JSON
import KubernetesAPI

/// Turns the name of a PriorityClass into numbers (the admission plugin Priority).
enum PriorityAdmission {
    /// - Parameter classes: all there are.
    /// - Throws: `APIError` 403 for a class that does not exist, and for numbers that are not its.
    static func apply(_ classes: [JSONValue], to pod: inout JSONValue) throws {
        let name = pod.value(at: "spec", "priorityClassName")?.stringValue ?? ""
        let found = name.isEmpty ? defaultClass(classes) : classes.first { $0.name == name }
        if !name.isEmpty, found == nil {
            throw PodAdmission.refusal(pod, "no PriorityClass with name \(name) was found")
        }
        let priority = found?["value"]?.integerValue ?? 0
        let policy = found?.string("preemptionPolicy") ?? "PreemptLowerPriority"
        if let given = pod.value(at: "spec", "priority")?.integerValue, given != priority {
            throw PodAdmission.refusal(
                pod,
                "the integer value of priority (\(given)) must not be provided in pod spec; "
                    + "priority admission controller computed \(priority) from the given "
                    + "PriorityClass name")
        }
        let given = pod.value(at: "spec", "preemptionPolicy")?.stringValue ?? ""
        if !given.isEmpty, given != policy {
            throw PodAdmission.refusal(
                pod,
                "the string value of PreemptionPolicy (\(given)) must not be provided in pod spec; "
                    + "priority admission controller computed \(policy) from the given "
                    + "PriorityClass name")
        }
        if let found, name.isEmpty { pod.set(.string(found.name), at: "spec", "priorityClassName") }
        pod.set(.integer(priority), at: "spec", "priority")
        pod.set(.string(policy), at: "spec", "preemptionPolicy")
    }

    /// The class of Pods that name none: of several that claim to be it the lowest.
    private static func defaultClass(_ classes: [JSONValue]) -> JSONValue? {
        classes.filter { $0["globalDefault"]?.boolValue == true }
            .min { ($0["value"]?.integerValue ?? 0) < ($1["value"]?.integerValue ?? 0) }
    }

    /// - Throws: `APIError` 403 for a second class that wants to be the default.
    static func refuseSecondDefault(_ candidate: JSONValue, among classes: [JSONValue]) throws {
        guard candidate["globalDefault"]?.boolValue == true, let present = defaultClass(classes),
            present.name != candidate.name
        else { return }
        throw APIError.forbidden(
            .priorityClasses, name: candidate.name,
            "PriorityClass \(present.name) is already marked as default. Only one default can exist"
        )
    }
}

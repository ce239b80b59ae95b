import JSON
import KubernetesAPI

/// What is still in a namespace that is being deleted, and the conditions that tell of it
/// (pkg/controller/namespace/deletion).
struct NamespaceRemains {
    private var counts: [(type: ResourceType, count: Int)] = []
    private var finalizers: [String: Int] = [:]

    var isEmpty: Bool { counts.isEmpty }

    mutating func add(_ objects: [JSONValue], _ type: ResourceType) {
        if objects.isEmpty { return }
        counts.append((type, objects.count))
        for finalizer in objects.flatMap(\.finalizers) { finalizers[finalizer, default: 0] += 1 }
    }

    func conditions(replacing present: [JSONValue], now: Timestamp) -> [JSONValue] {
        let told: [(type: String, status: Bool, reason: String, message: String)] = [
            (
                "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered",
                "All resources successfully discovered"
            ),
            (
                "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions",
                "All legacy kube types successfully parsed"
            ),
            (
                "NamespaceDeletionContentFailure", false, "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization"
            ),
            isEmpty
                ? (
                    "NamespaceContentRemaining", false, "ContentRemoved",
                    "All content successfully removed"
                ) : ("NamespaceContentRemaining", true, "SomeResourcesRemain", contentMessage),
            finalizers.isEmpty
                ? (
                    "NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers",
                    "All content-preserving finalizers finished"
                )
                : (
                    "NamespaceFinalizersRemaining", true, "SomeFinalizersRemain",
                    finalizerMessage
                ),
        ]
        return told.map { condition in
            let status = condition.status ? "True" : "False"
            let before = present.first { $0.string("type") == condition.type }
            let since =
                before?.string("status") == status ? before?["lastTransitionTime"] : nil
            return [
                "type": .string(condition.type), "status": .string(status),
                "reason": .string(condition.reason), "message": .string(condition.message),
                "lastTransitionTime": since ?? now.json,
            ]
        }
    }

    private var contentMessage: String {
        let list = counts.map { type, count in
            // Kubernetes writes the group after a point also where it is empty.
            "\(type.plural).\(type.group) has \(count) resource instances"
        }.sorted()
        return "Some resources are remaining: " + list.joined(separator: ", ")
    }

    private var finalizerMessage: String {
        let list = finalizers.map { "\($0.key) in \($0.value) resource instances" }.sorted()
        return "Some content in the namespace has finalizers remaining: "
            + list.joined(separator: ", ")
    }
}

import JSON

/// What Kubernetes fills into a PriorityClass, and the classes it has from the start.
public enum PriorityClassDefaults {
    public static func apply(to priorityClass: inout JSONValue) {
        priorityClass.setDefault("preemptionPolicy", "PreemptLowerPriority")
        // Always printed, unlike other zeros: the field is required.
        priorityClass.setIfMissing("value", 0)
    }

    /// The classes of Pods without which a cluster does not work.
    public static let system: [JSONValue] = [
        [
            "metadata": ["name": "system-cluster-critical"], "value": 2_000_000_000,
            "description": """
            Used for system critical pods that must run in the cluster, but can be moved to \
            another node if necessary.
            """,
        ],
        [
            "metadata": ["name": "system-node-critical"], "value": 2_000_001_000,
            "description": """
            Used for system critical pods that must not be moved from their current node.
            """,
        ],
    ]
}

import JSON

/// Names of resources: `cpu`, `hugepages-2Mi`, `example.com/gpu` (pkg/apis/core/helper).
public enum ResourceNames {
    private static let ofContainers: Set = ["cpu", "memory", "ephemeral-storage"]
    private static let ofQuotas: Set = [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory",
        "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "pods", "resourcequotas", "services",
        "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps",
        "services.nodeports", "services.loadbalancers",
    ]
    /// Counted in whole units.
    private static let whole: Set = [
        "pods", "services", "replicationcontrollers", "secrets", "configmaps",
        "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
        "resourcequotas",
    ]

    /// - Parameter isOfContainer: whether the name must be one that containers can ask for.
    public static func errors(
        _ name: String, _ path: String, isOfContainer: Bool
    ) -> [FieldError] {
        var errors = generalErrors(name, path)
        guard isOfContainer else { return errors }
        if !name.contains("/") {
            if !ofContainers.contains(name), !isHugePages(name) {
                errors.append(
                    .invalid(path, .string(name), "must be a standard resource for containers"))
            }
        } else if !isNative(name), !isExtended(name) {
            errors.append(
                .invalid(path, .string(name), "doesn't follow extended resource name standard"))
        }
        return errors
    }

    private static func generalErrors(_ name: String, _ path: String) -> [FieldError] {
        let problems = NameValidation.qualifiedName(name)
        if !problems.isEmpty { return problems.map { .invalid(path, .string(name), $0) } }
        if name.contains("/") || name == "storage" || isOfQuota(name) { return [] }
        return [
            .invalid(
                path, .string(name), "must be a standard resource type or fully qualified")
        ]
    }

    /// Whether a ResourceQuota knows the name without a domain.
    public static func isOfQuota(_ name: String) -> Bool {
        ofQuotas.contains(name) || isHugePages(name) || name.hasPrefix("requests.hugepages-")
            || isObjectCount(name)
    }

    /// `count/pods`, `count/leases.coordination.k8s.io`
    public static func isObjectCount(_ name: String) -> Bool { name.hasPrefix("count/") }

    public static func isWhole(_ name: String) -> Bool { whole.contains(name) || isExtended(name) }

    public static func isHugePages(_ name: String) -> Bool { name.hasPrefix("hugepages-") }

    /// A name without a domain, or with one of Kubernetes' own.
    public static func isNative(_ name: String) -> Bool {
        !name.contains("/") || name.contains("kubernetes.io/")
    }

    /// A resource of a device, such as `example.com/gpu`.
    public static func isExtended(_ name: String) -> Bool {
        !isNative(name) && !name.hasPrefix("requests.")
            && NameValidation.qualifiedName("requests." + name).isEmpty
    }

    /// Whether a limit may be more than the request.
    public static func allowsOvercommit(_ name: String) -> Bool {
        isNative(name) && !isHugePages(name)
    }
}

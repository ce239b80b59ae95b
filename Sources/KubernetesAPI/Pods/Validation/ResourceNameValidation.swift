import JSON

/// What resources are called (pkg/apis/core/helper in Kubernetes).
enum ResourceNameValidation {
    private static let standard: Set = [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory",
        "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
        "persistentvolumeclaims", "storage", "requests.storage", "services.nodeports",
        "services.loadbalancers",
    ]
    private static let whole: Set = [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
        "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
    ]

    /// A resource that a container can ask for.
    @FieldErrorList static func container(_ field: Field, _ name: String) -> [FieldError] {
        general(field, name)
        if !isQualified(name) {
            if !["cpu", "memory", "ephemeral-storage"].contains(name),
                !ResourceValidation.isHugePages(name)
            {
                field.invalid(.string(name), "must be a standard resource for containers")
            }
        } else if !isNative(name), !isExtended(name) {
            field.invalid(.string(name), "doesn't follow extended resource name standard")
        }
    }

    /// A resource that a Pod as a whole can ask for.
    @FieldErrorList static func pod(_ field: Field, _ name: String) -> [FieldError] {
        let problems = general(field, name)
        problems
        if problems.isEmpty, !["cpu", "memory"].contains(name),
            !ResourceValidation.isHugePages(name)
        {
            field.notSupported(["cpu", "hugepages-", "memory"], value: .string(name))
        }
    }

    static func general(_ field: Field, _ name: String) -> [FieldError] {
        let problems = NameValidation.qualifiedName(name)
        if !problems.isEmpty { return problems.map { field.invalid(.string(name), $0) } }
        if isQualified(name) || standard.contains(name) || name.hasPrefix("hugepages-")
            || name.hasPrefix("requests.hugepages-")
        {
            return []
        }
        return [
            field.invalid(.string(name), "must be a standard resource type or fully qualified")
        ]
    }

    /// Whether it has a domain before its name.
    private static func isQualified(_ name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: "/"))
    }

    /// Whether Kubernetes itself knows the resource.
    static func isNative(_ name: String) -> Bool {
        !isQualified(name) || name.contains("kubernetes.io/")
    }

    /// Whether it is somebody else's, of the form `example.com/device`.
    static func isExtended(_ name: String) -> Bool {
        !isNative(name) && !name.hasPrefix("requests.")
            && NameValidation.qualifiedName("requests.\(name)").isEmpty
    }

    /// Whether Pods may be promised less than they can use.
    static func canBeOvercommitted(_ name: String) -> Bool {
        isNative(name) && !ResourceValidation.isHugePages(name)
    }

    /// Whether there are no parts of it.
    static func isWhole(_ name: String) -> Bool { whole.contains(name) || isExtended(name) }
}

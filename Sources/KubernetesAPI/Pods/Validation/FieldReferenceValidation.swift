import JSON

/// What the downward API tells: fields of the Pod, and resources of a container.
enum FieldReferenceValidation {
    static let volumeFields = [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
        "metadata.uid",
    ]
    static let variableFields = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
        "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
        "status.podIPs",
    ]
    /// What exists, for a variable or a volume or neither.
    private static let knownFields =
        volumeFields + variableFields + [
            "spec.restartPolicy", "spec.schedulerName", "status.phase", "spec.host",
        ]

    @FieldErrorList static func object(_ reference: Field, _ supported: [String]) -> [FieldError] {
        let fieldPath = reference["fieldPath"]
        let version = reference["apiVersion"]
        if version.isEmpty {
            version.required()
        } else if fieldPath.isEmpty {
            fieldPath.required()
        } else if version.text != "v1" {
            fieldPath.invalid(
                "error converting fieldPath: unsupported pod version: \(version.text)")
        } else if let (map, key) = subscripted(fieldPath.text) {
            entry(reference, map, key)
        } else if !knownFields.contains(fieldPath.text) {
            fieldPath.invalid(
                "error converting fieldPath: field label not supported: \(fieldPath.text)")
        } else {
            let name = fieldPath.text == "spec.host" ? "spec.nodeName" : fieldPath.text
            if !supported.contains(name) {
                fieldPath.notSupported(supported, value: .string(name))
            }
        }
    }

    @FieldErrorList private static func entry(
        _ reference: Field, _ map: String, _ key: String
    ) -> [FieldError] {
        switch map {
        case "metadata.annotations":
            NameValidation.qualifiedName(key.lowercased()).map {
                reference.invalid(.string(key.lowercased()), $0)
            }
        case "metadata.labels":
            NameValidation.qualifiedName(key).map { reference.invalid(.string(key), $0) }
        default:
            reference["fieldPath"].invalid(
                "error converting fieldPath: field label does not support subscript: "
                    + reference["fieldPath"].text)
        }
    }

    /// `metadata.labels['app']` as map and key.
    private static func subscripted(_ path: String) -> (String, String)? {
        guard path.hasSuffix("']"), let start = path.firstIndex(of: "[") else { return nil }
        let quoted = path[start...].dropFirst().dropLast(2)
        guard quoted.hasPrefix("'"), start != path.startIndex else { return nil }
        return (String(path[..<start]), String(quoted.dropFirst()))
    }

    // MARK: - Resources

    private static let resources = [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu",
        "requests.ephemeral-storage", "requests.memory",
    ]
    private static let byteDivisors = [
        "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei",
    ]

    /// - Parameter needsContainer: whether the reference must name the container.
    @FieldErrorList static func resource(
        _ reference: Field, needsContainer: Bool
    ) -> [FieldError] {
        let resource = reference["resource"]
        if needsContainer, reference["containerName"].isEmpty {
            reference["containerName"].required()
        } else if resource.isEmpty {
            resource.required()
        } else if !resources.contains(resource.text), !isHugePages(resource.text) {
            resource.notSupported(resources)
        }
        divisor(reference["divisor"], of: resource.text)
    }

    private static func isHugePages(_ resource: String) -> Bool {
        resource.hasPrefix("requests.hugepages-") || resource.hasPrefix("limits.hugepages-")
    }

    @FieldErrorList private static func divisor(
        _ divisor: Field, of resource: String
    ) -> [FieldError] {
        if let amount = divisor.quantity, !amount.isZero,
            let (supported, kind) = divisors(of: resource), !supported.contains(amount.canonical)
        {
            let values =
                supported.count == 2 ? "1m and 1" : supported.joined(separator: ", ")
            divisor.invalid(
                .string(resource),
                "only divisor's values \(values) are supported with the \(kind) resource")
        }
    }

    private static func divisors(of resource: String) -> ([String], String)? {
        switch resource {
        case "limits.cpu", "requests.cpu": (["1m", "1"], "cpu")
        case "limits.memory", "requests.memory": (byteDivisors, "memory")
        case "limits.ephemeral-storage", "requests.ephemeral-storage":
            (byteDivisors, "local ephemeral storage")
        default: isHugePages(resource) ? (byteDivisors, "hugepages") : nil
        }
    }
}

import JSON

/// What a client should know about a Pod that is accepted (pkg/api/pod/warnings.go in Kubernetes).
public struct PodWarnings {
    /// The Pod, or the template in a PodTemplate.
    private let object: Field
    private let isTemplate: Bool

    /// Warnings about a new Pod, with Kubernetes' words.
    public static func warnings(for pod: JSONValue) -> [String] {
        let object = Field(pod)
        let name = object["metadata"]["name"].text
        let problems = NameValidation.dns1123Label(name)
        var warnings: [String] = []
        if !problems.isEmpty {
            warnings.append(
                "metadata.name: this is used in the Pod's hostname, which can result in surprising "
                    + "behavior; a DNS label is recommended: [\(problems.joined(separator: " "))]")
        }
        return warnings + PodWarnings(object: object, isTemplate: false).all
    }

    /// Warnings about a new PodTemplate.
    public static func warnings(forTemplate podTemplate: JSONValue) -> [String] {
        PodWarnings(object: Field(podTemplate)["template"], isTemplate: true).all
    }

    private var spec: Field { object["spec"] }
    private var annotations: Field { object["metadata"]["annotations"] }

    private var all: [String] {
        nodeLabels + spread + oldAnnotations + VolumeWarnings.warnings(for: spec["volumes"])
            + references + overhead + seccomp + spec.allContainers.flatMap(container)
            + PortWarnings.warnings(for: spec.allContainers) + gracePeriod + affinity + addresses
    }

    // MARK: - Placement

    private static let oldNodeLabels = [
        "beta.kubernetes.io/arch": "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        "beta.kubernetes.io/os": "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "failure-domain.beta.kubernetes.io/region":
            "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        "failure-domain.beta.kubernetes.io/zone":
            "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        "beta.kubernetes.io/instance-type":
            "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
        "app.kubernetes.io/created-by": "deprecated since v1.9",
        "scheduler.alpha.kubernetes.io/preferAvoidPods":
            "deprecated since v1.22; use Taints and Tolerations instead",
        "node-role.kubernetes.io/master": "use \"node-role.kubernetes.io/control-plane\" instead",
    ]
    private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
    private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

    private var nodeLabels: [String] {
        let selector = spec["nodeSelector"].entries.compactMap { key, field in
            Self.oldNodeLabels[key].map { "\(field.path): \($0)" }
        }
        let affinity = spec["affinity"]["nodeAffinity"]
        let terms = affinity[Self.required]["nodeSelectorTerms"].elements.flatMap {
            nodeTerm($0, checksValues: false)
        }
        let preferences = affinity[Self.preferred].elements.flatMap {
            nodeTerm($0["preference"], checksValues: true)
        }
        return selector + terms + preferences
    }

    private func nodeTerm(_ term: Field, checksValues: Bool) -> [String] {
        term["matchExpressions"].elements.flatMap { expression in
            let key = expression["key"]
            let old = Self.oldNodeLabels[key.text].map { ["\(key.path): \(key.text) is \($0)"] }
            let values = checksValues ? expression["values"].elements : []
            return (old ?? [])
                + values.flatMap { value in
                    NameValidation.labelValue(value.text).map {
                        "\(value.path): \(value.text) is invalid, \($0)"
                    }
                }
        }
    }

    private var spread: [String] {
        spec["topologySpreadConstraints"].elements.flatMap { constraint in
            let key = constraint["topologyKey"]
            let old = Self.oldNodeLabels[key.text].map { ["\(key.path): \(key.text) is \($0)"] }
            return (old ?? []) + selectsNothing(constraint["labelSelector"])
        }
    }

    private func selectsNothing(_ selector: Field) -> [String] {
        selector.isSet
            ? [] : ["\(selector.path): a null labelSelector results in matching no pod"]
    }

    private var affinity: [String] {
        ["podAffinity", "podAntiAffinity"].flatMap { kind in
            let affinity = spec["affinity"][kind]
            return affinity[Self.required].elements.flatMap { selectsNothing($0["labelSelector"]) }
                + affinity[Self.preferred].elements.flatMap {
                    selectsNothing($0["podAffinityTerm"]["labelSelector"])
                }
        }
    }

    // MARK: - Annotations

    private var oldAnnotations: [String] {
        [
            (
                "scheduler.alpha.kubernetes.io/critical-pod",
                "non-functional in v1.16+; use the \"priorityClassName\" field instead"
            ),
            (
                "security.alpha.kubernetes.io/sysctls",
                "non-functional in v1.11+; use the \"sysctls\" field instead"
            ),
            (
                "security.alpha.kubernetes.io/unsafe-sysctls",
                "non-functional in v1.11+; use the \"sysctls\" field instead"
            ),
        ].filter { annotations[$0.0].isSet }.map { "\(annotations.key($0.0).path): \($0.1)" }
    }

    private var seccomp: [String] {
        annotation(
            "seccomp.security.alpha.kubernetes.io/pod",
            without: spec["securityContext"]["seccompProfile"])
    }

    private func annotation(_ key: String, without field: Field) -> [String] {
        guard annotations[key].isSet, !field.isSet else { return [] }
        return [
            "\(annotations.key(key).path): non-functional in v1.27+; use the \"seccompProfile\" "
                + "field instead"
        ]
    }

    // MARK: - Values

    /// Entries that mean the same twice, or nothing.
    private var references: [String] {
        var warnings = repeated(spec["hostAliases"], "ip", "duplicate ip")
        warnings += repeated(spec["imagePullSecrets"], "name", "duplicate name")
        for secret in spec["imagePullSecrets"].elements where secret["name"].isEmpty {
            warnings.append("\(secret["name"].path): invalid empty name \"\"")
        }
        return warnings
    }

    private func repeated(_ list: Field, _ member: String, _ what: String) -> [String] {
        var seen: Set<String> = []
        return list.elements.filter { !seen.insert($0[member].text).inserted }.map {
            "\($0[member].path): \(what) \"\($0[member].text)\""
        }
    }

    private var overhead: [String] { fractions(spec["overhead"]) }

    /// Parts of a byte.
    private func fractions(_ amounts: Field) -> [String] {
        ["memory", "ephemeral-storage"].compactMap { name in
            guard let amount = amounts[name].quantity, amount.milliValue % 1000 != 0 else {
                return nil
            }
            return "\(amounts.key(name).path): fractional byte value \"\(amount.canonical)\" is "
                + "invalid, must be an integer"
        }
    }

    private func container(_ container: Field) -> [String] {
        let name = container["name"].text
        var warnings = annotation(
            "container.seccomp.security.alpha.kubernetes.io/\(name)",
            without: container["securityContext"]["seccompProfile"])
        let appArmor = PodAnnotationValidation.appArmorContainer + name
        let hasField = container["securityContext"]["appArmorProfile"].isSet
        if annotations[appArmor].isSet, !(isTemplate && hasField) {
            warnings.append(
                "\(annotations.key(appArmor).path): deprecated since v1.30; use the "
                    + "\"appArmorProfile\" field instead")
        }
        let resources = container["resources"]
        for resource in ["memory", "ephemeral-storage"] {
            for kind in ["limits", "requests"] {
                warnings += fractions(resources[kind]).filter { $0.contains("[\(resource)]") }
            }
        }
        return warnings + variables(container["env"])
    }

    /// A later variable takes the place of an earlier one, unless it is made from it.
    private func variables(_ variables: Field) -> [String] {
        var seen: Set<String> = []
        return variables.elements.compactMap { variable in
            let name = variable["name"].text
            let value = variable["value"].text
            guard !seen.insert(name).inserted else { return nil }
            let reference = "$(\(name))"
            let isMadeFromIt = value != reference && value.contains(reference)
            if isMadeFromIt, !variable["valueFrom"].isSet { return nil }
            return "\(variable.path): hides previous definition of \"\(name)\", which may be "
                + "dropped when using apply"
        }
    }

    private var gracePeriod: [String] {
        let seconds = spec["terminationGracePeriodSeconds"]
        guard seconds.number < 0 else { return [] }
        return [
            "\(seconds.path): must be >= 0; negative values are invalid and will be treated as 1"
        ]
    }

    private var addresses: [String] {
        (spec["dnsConfig"]["nameservers"].elements + spec["hostAliases"].elements.map { $0["ip"] })
            .compactMap { address in
                guard let canonical = IPAddress.canonicalV6(address.text),
                    canonical != address.text
                else { return nil }
                return "\(address.path): IPv6 address \"\(address.text)\" should be in RFC 5952 "
                    + "canonical format (\"\(canonical)\")"
            }
    }
}

import KubernetesAPI

/// Where the environment variables of a container come from.
struct EnvironmentDescription {
    let pod: Pod
    let container: Container

    func add(to text: inout DescriptionText) {
        if !container.envFrom.isEmpty {
            text.line("Environment Variables from:", level: 2)
            for source in container.envFrom { addSource(source, to: &text) }
        }
        text.line(container.env.isEmpty ? "Environment:\t<none>" : "Environment:", level: 2)
        for variable in container.env { addVariable(variable, to: &text) }
    }

    private func addSource(_ source: EnvFromSource, to text: inout DescriptionText) {
        let prefix = source.prefix.isEmpty ? "" : " with prefix '\(source.prefix)'"
        if let map = source.configMapRef {
            text.line(
                "\(map.name)\tConfigMap\(prefix)\tOptional: \(map.optional ?? false)", level: 3)
        } else if let secret = source.secretRef {
            text.line(
                "\(secret.name)\tSecret\(prefix)\tOptional: \(secret.optional ?? false)", level: 3)
        }
    }

    private func addVariable(_ variable: EnvVar, to text: inout DescriptionText) {
        guard let source = variable.valueFrom else {
            let lines = variable.value.split(separator: "\n", omittingEmptySubsequences: false)
            text.field(variable.name, String(lines.first ?? ""), level: 3)
            for line in lines.dropFirst() { text.line("\t\(line)", level: 3) }
            return
        }
        if let field = source.fieldRef {
            let value = self.value(of: field.fieldPath)
            text.field(
                variable.name, "\(value) (\(field.apiVersion):\(field.fieldPath))", level: 3)
        } else if let resource = source.resourceFieldRef {
            text.field(variable.name, "\(amount(resource)) (\(resource.resource))", level: 3)
        } else if let secret = source.secretKeyRef {
            text.field(
                variable.name,
                "<set to the key '\(secret.key)' in secret '\(secret.name)'>"
                    + "\tOptional: \(secret.optional ?? false)", level: 3)
        } else if let map = source.configMapKeyRef {
            text.field(
                variable.name,
                "<set to the key '\(map.key)' of config map '\(map.name)'>"
                    + "\tOptional: \(map.optional ?? false)", level: 3)
        }
    }

    /// In units of the divisor, rounded up; 0 where the container does not say.
    private func amount(_ reference: ResourceFieldSelector) -> Int64 {
        let parts = reference.resource.split(separator: ".", maxSplits: 1)
        let amounts =
            parts.first == "limits" ? container.resources.limits : container.resources.requests
        let name = String(parts.last ?? "")
        let amount = amounts[name] ?? Quantity()
        let (whole, part) =
            name == "cpu"
            ? (amount.milliValue, reference.divisor.milliValue)
            : (amount.value, reference.divisor.value)
        let divisor = part > 0 ? part : name == "cpu" ? 1000 : 1
        return whole / divisor + (whole % divisor > 0 ? 1 : 0)
    }

    private func value(of path: String) -> String {
        switch path {
        case "metadata.name": pod.metadata.name
        case "metadata.namespace": pod.metadata.namespace
        case "metadata.uid": pod.metadata.uid
        default: ""
        }
    }
}

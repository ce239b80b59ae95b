import KubernetesAPI
import OCI

/// The environment of a container's process.
struct ContainerEnvironment {
    /// The Pod's own variables by name, for `$(NAME)` in commands and arguments.
    private(set) var variables: [String: String] = [:]
    private var order: [String] = []

    /// - Throws: `ContainerConfigurationError` for a reference that cannot be resolved.
    init(
        of container: KubernetesAPI.Container, fields: FieldReference, resources: ResourceReference,
        siblings: [KubernetesAPI.Container] = []
    ) throws(ContainerConfigurationError) {
        for source in container.envFrom {
            if let reference = source.configMapRef, reference.optional != true {
                throw .unservedReference(variable: "envFrom", kind: "ConfigMap")
            }
            if let reference = source.secretRef, reference.optional != true {
                throw .unservedReference(variable: "envFrom", kind: "Secret")
            }
        }
        for variable in container.env {
            guard
                let value = try Self.value(
                    of: variable, known: variables, container: container, fields: fields,
                    resources: resources, siblings: siblings)
            else { continue }
            if variables.updateValue(value, forKey: variable.name) == nil {
                order.append(variable.name)
            }
        }
    }

    /// `NAME=value` of everything: the image's, the host name, and the Pod's, which win.
    func list(image: ImageConfiguration, hostname: String) -> [String] {
        let name = { (entry: String) in String(entry.prefix { $0 != "=" }) }
        var base = image.environment
        base.removeAll { name($0) == "HOSTNAME" }
        base.append("HOSTNAME=\(hostname)")
        base.removeAll { variables[name($0)] != nil }
        return base + order.map { "\($0)=\(variables[$0]!)" }
    }

    private static func value(
        of variable: EnvVar, known: [String: String], container: KubernetesAPI.Container,
        fields: FieldReference, resources: ResourceReference, siblings: [KubernetesAPI.Container]
    ) throws(ContainerConfigurationError) -> String? {
        guard let source = variable.valueFrom else {
            return VariableExpansion.expand(variable.value) { known[$0] }
        }
        if let field = source.fieldRef { return try fields.value(of: field.fieldPath) }
        if let reference = source.resourceFieldRef {
            let name = reference.containerName
            let owner = name.isEmpty ? container : siblings.first { $0.name == name } ?? container
            return try resources.value(
                of: reference.resource, divisor: reference.divisor, container: owner)
        }
        if let reference = source.configMapKeyRef {
            if reference.optional == true { return nil }
            throw .unservedReference(variable: variable.name, kind: "ConfigMap")
        }
        if let reference = source.secretKeyRef {
            if reference.optional == true { return nil }
            throw .unservedReference(variable: variable.name, kind: "Secret")
        }
        throw .unservedReference(variable: variable.name, kind: "file")
    }
}

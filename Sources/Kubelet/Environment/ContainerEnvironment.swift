import KubernetesAPI
import OCI

/// The environment of a container's process.
struct ContainerEnvironment {
    /// What variables can refer to.
    struct Sources {
        var fields: FieldReference
        var resources: ResourceReference
        var configurations = Configurations()
        /// Where services are, for every container.
        var services: [String: String] = [:]
        /// The Pod's containers, for requests and limits of others.
        var siblings: [KubernetesAPI.Container] = []
        /// What the files of variables say; nil for a variable that a file does not have.
        var files: [FileKeySelector: Result<String?, ContainerConfigurationError>] = [:]

        fileprivate func values(
            _ kind: ConfigurationReference.Kind, _ name: String, _ isOptional: Bool?
        ) throws(ConfigurationReferenceError) -> [String: [UInt8]] {
            try configurations.data(
                of: fields.pod.reference(kind, name), isOptional: isOptional ?? false
            ).data
        }
    }

    /// Names that a ConfigMap or Secret has and the environment cannot.
    struct SkippedNames: Sendable, Hashable {
        var reference: ConfigurationReference
        var names: [String]

        /// As the kubelet words it.
        var message: String {
            let kind = reference.kind == .configMap ? "configMap" : "secret"
            return
                "Keys [\(names.joined(separator: ", "))] from the EnvFrom \(kind) \(reference.namespace)/\(reference.name) were skipped since they are considered invalid environment variable names."
        }
    }

    /// The Pod's own variables and those of services, for `$(NAME)` in commands and arguments.
    private(set) var variables: [String: String] = [:]
    private(set) var skipped: [SkippedNames] = []
    private var order: [String] = []

    /// What `envFrom` gives comes first, then `env` in its order, which may refer to all before it;
    /// variables of services give way to both.
    ///
    /// - Throws: `ContainerConfigurationError`, `ConfigurationReferenceError` for a reference that
    ///   cannot be resolved.
    init(of container: KubernetesAPI.Container, _ sources: Sources) throws {
        for source in container.envFrom { try add(source, sources) }
        for variable in container.env {
            if let value = try value(of: variable, in: container, sources) {
                set(variable.name, value)
            }
        }
        for (name, value) in sources.services.sorted(by: { $0.key < $1.key })
        where variables[name] == nil {
            set(name, value)
        }
    }

    /// `NAME=value` of everything: the image's, the host name, and the Pod's, which win.
    func list(image: ImageConfiguration, hostname: String) -> [String] {
        let name = { (entry: String) in String(entry.prefix { $0 != "=" }) }
        var base = image.environment
        base.removeAll { name($0) == "HOSTNAME" }
        base.append("HOSTNAME=\(hostname)")
        base.removeAll { variables[name($0)] != nil }
        return base + order.compactMap { name in variables[name].map { "\(name)=\($0)" } }
    }

    // MARK: - Steps

    private mutating func set(_ name: String, _ value: String) {
        if variables.updateValue(value, forKey: name) == nil { order.append(name) }
    }

    private mutating func add(_ source: EnvFromSource, _ sources: Sources) throws {
        let kind: ConfigurationReference.Kind
        let name: String
        let isOptional: Bool?
        if let map = source.configMapRef {
            (kind, name, isOptional) = (.configMap, map.name, map.optional)
        } else if let secret = source.secretRef {
            (kind, name, isOptional) = (.secret, secret.name, secret.optional)
        } else {
            return
        }
        var skippedNames: [String] = []
        for (key, value) in try sources.values(kind, name, isOptional).sorted(by: {
            $0.key < $1.key
        }) {
            let variable = source.prefix + key
            if NameValidation.environmentVariable(variable).isEmpty {
                set(variable, String(decoding: value, as: UTF8.self))
            } else {
                skippedNames.append(variable)
            }
        }
        guard !skippedNames.isEmpty else { return }
        skipped.append(
            SkippedNames(reference: sources.fields.pod.reference(kind, name), names: skippedNames))
    }

    private func value(
        of variable: EnvVar, in container: KubernetesAPI.Container, _ sources: Sources
    ) throws -> String? {
        guard let source = variable.valueFrom else {
            return VariableExpansion.expand(variable.value) {
                variables[$0] ?? sources.services[$0]
            }
        }
        if let field = source.fieldRef { return try sources.fields.value(of: field.fieldPath) }
        if let reference = source.resourceFieldRef {
            let name = reference.containerName
            let named = sources.siblings.first { $0.name == name }
            guard let owner = name.isEmpty ? container : named else {
                throw ContainerConfigurationError.unknownContainer(name)
            }
            return try sources.resources.value(
                of: reference.resource, divisor: reference.divisor, container: owner)
        }
        if let reference = source.configMapKeyRef {
            return try value(
                .configMap, reference.name, reference.key, reference.optional, sources)
        }
        if let reference = source.secretKeyRef {
            return try value(.secret, reference.name, reference.key, reference.optional, sources)
        }
        if let reference = source.fileKeyRef {
            if let value = try sources.files[reference]?.get() { return value }
            if reference.optional == true { return nil }
            throw ContainerConfigurationError.missingFileKey(reference.key, path: reference.path)
        }
        throw ContainerConfigurationError.unservedReference(variable: variable.name)
    }

    private func value(
        _ kind: ConfigurationReference.Kind, _ name: String, _ key: String, _ isOptional: Bool?,
        _ sources: Sources
    ) throws -> String? {
        guard let value = try sources.values(kind, name, isOptional)[key] else {
            if isOptional == true { return nil }
            throw ContainerConfigurationError.missingKey(
                key, of: sources.fields.pod.reference(kind, name))
        }
        return String(decoding: value, as: UTF8.self)
    }
}

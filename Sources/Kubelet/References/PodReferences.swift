/// Which versions of ConfigMaps and Secrets a Pod has seen, so that news of them can be judged.
struct PodReferences: Sendable, Hashable {
    /// What a change means to the Pod.
    struct Consequences: Sendable, Hashable {
        var volumes = false
        /// Containers that could not be made before and may be now.
        var containers: Set<String> = []
    }

    /// What the volumes were filled from when they were last; an empty version is a missing object.
    private(set) var volumes: [ConfigurationReference: String] = [:]
    /// What containers that cannot be made were configured from.
    private(set) var containers: [String: [ConfigurationReference: String]] = [:]
    private var immutable: Set<ConfigurationReference> = []

    /// What is to be watched. A container that runs has its environment for good.
    var watched: Set<ConfigurationReference> {
        containers.values.reduce(into: Set(volumes.keys)) { $0.formUnion($1.keys) }
            .subtracting(immutable)
    }

    mutating func volumesFilled(
        from versions: [ConfigurationReference: String], immutable: Set<ConfigurationReference>
    ) {
        volumes = versions
        self.immutable = immutable
    }

    mutating func containerFailed(
        _ name: String, configuredFrom versions: [ConfigurationReference: String]
    ) {
        containers[name] = versions.isEmpty ? nil : versions
    }

    mutating func containerMade(_ name: String) {
        containers[name] = nil
    }

    /// Takes note of an object's version.
    ///
    /// - Parameter version: empty where the object is gone.
    mutating func learn(_ reference: ConfigurationReference, version: String) -> Consequences {
        var consequences = Consequences()
        if let known = volumes[reference], known != version {
            volumes[reference] = version
            consequences.volumes = true
        }
        for (name, versions) in containers {
            guard let known = versions[reference], known != version else { continue }
            containers[name]?[reference] = version
            consequences.containers.insert(name)
        }
        return consequences
    }
}

import KubernetesAPI
import KubernetesClient

/// The content of a ConfigMap or Secret.
struct ConfigurationData: Sendable, Hashable {
    /// The text of a ConfigMap, or all that a Secret has: what environment variables are made of.
    var data: [String: [UInt8]] = [:]
    /// What a ConfigMap has besides its text; only for files.
    var binaryData: [String: [UInt8]] = [:]
    /// Whether it never changes.
    var isImmutable = false
    /// The object's `resourceVersion`.
    var version = ""
    /// Where the volume of a claim is on this machine; nil where there is none yet.
    var path: String?
    /// Why there is none, as what follows the claim's name.
    var reason = ""
    /// Whether the claim's volume is of type `local`.
    var isLocal = false
    /// Whether it is a device rather than a file system.
    var isBlock = false
    /// Whether it is for one Pod at a time.
    var isForOnePod = false
    /// The uid of whom a claim was made for; empty where nobody made it for another.
    var owner = ""

    init() {}

    init(_ object: ConfigMap) {
        data = object.data.mapValues { Array($0.utf8) }
        binaryData = object.binaryData
        isImmutable = object.immutable ?? false
        version = object.metadata.resourceVersion
    }

    init(_ object: Secret) {
        data = object.data
        isImmutable = object.immutable ?? false
        version = object.metadata.resourceVersion
    }

    /// - Parameter volume: what the claim is bound to; nil where it is not.
    init(_ claim: PersistentVolumeClaim, _ volume: PersistentVolume?) {
        version = claim.metadata.resourceVersion
        owner = claim.metadata.ownerReferences.first { $0.controller == true }?.uid ?? ""
        if claim.metadata.deletionTimestamp != nil {
            reason = "is being deleted"
        } else if let volume {
            path = volume.localPath
            isLocal = volume.spec.local != nil
            isBlock = volume.spec.volumeMode?.rawValue == "Block"
            isForOnePod = volume.spec.accessModes.map(\.rawValue) == ["ReadWriteOncePod"]
            reason = "is bound to a volume of a type that is not served here"
        } else {
            reason = "is not bound"
        }
    }
}

/// Why a ConfigMap or Secret cannot be used; worded as the kubelet does.
enum ConfigurationReferenceError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(ConfigurationReference)
    case unreadable(ConfigurationReference, cause: String)

    var description: String {
        switch self {
        case .missing(let reference): "\(reference.kindName) \"\(reference.name)\" not found"
        case .unreadable(let reference, let cause):
            "failed to get \(reference.kindName) \"\(reference.name)\": \(cause)"
        }
    }
}

/// ConfigMaps and Secrets as they were at one moment.
struct Configurations: Sendable {
    private var results:
        [ConfigurationReference: Result<ConfigurationData, ConfigurationReferenceError>]

    init(
        _ results: [ConfigurationReference: Result<
            ConfigurationData, ConfigurationReferenceError
        >] =
            [:]
    ) {
        self.results = results
    }

    /// - Parameter isOptional: a missing one is then an empty one.
    /// - Throws: `ConfigurationReferenceError`.
    func data(
        of reference: ConfigurationReference, isOptional: Bool
    ) throws(ConfigurationReferenceError) -> ConfigurationData {
        do {
            return try results[reference, default: .failure(.missing(reference))].get()
        } catch {
            if isOptional, case .missing = error { return ConfigurationData() }
            throw error
        }
    }

    /// The version of each that was read; empty where there is none.
    var versions: [ConfigurationReference: String] {
        results.compactMapValues { result in
            switch result {
            case .success(let data): data.version
            case .failure(.missing): ""
            case .failure(.unreadable): nil
            }
        }
    }

    /// Those that never change.
    var immutable: Set<ConfigurationReference> {
        Set(results.filter { (try? $0.value.get().isImmutable) ?? false }.keys)
    }
}

extension KubernetesClient {
    /// Reads ConfigMaps and Secrets beside each other.
    func configurations(_ references: Set<ConfigurationReference>) async -> Configurations {
        guard !references.isEmpty else { return Configurations() }
        return await withTaskGroup { group in
            for reference in references {
                group.addTask { (reference, await self.configuration(reference)) }
            }
            var results:
                [ConfigurationReference: Result<ConfigurationData, ConfigurationReferenceError>] =
                    [:]
            for await (reference, result) in group { results[reference] = result }
            return Configurations(results)
        }
    }

    private func configuration(
        _ reference: ConfigurationReference
    ) async -> Result<ConfigurationData, ConfigurationReferenceError> {
        do {
            switch reference.kind {
            case .configMap:
                return .success(
                    ConfigurationData(
                        try await get(
                            ConfigMap.self, namespace: reference.namespace, name: reference.name)))
            case .secret:
                return .success(
                    ConfigurationData(
                        try await get(
                            Secret.self, namespace: reference.namespace, name: reference.name)))
            case .claim:
                let claim = try await get(
                    PersistentVolumeClaim.self, namespace: reference.namespace,
                    name: reference.name)
                var volume: PersistentVolume?
                if claim.status.phase == "Bound" {
                    volume = try await get(PersistentVolume.self, name: claim.spec.volumeName)
                }
                return .success(ConfigurationData(claim, volume))
            }
        } catch let error as APIError where error.code == 404 {
            return .failure(.missing(reference))
        } catch {
            return .failure(.unreadable(reference, cause: String(describing: error)))
        }
    }
}

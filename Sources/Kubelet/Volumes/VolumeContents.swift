import KubernetesAPI
import KubernetesClient

/// What the kubelet is to write into the volumes of a Pod.
struct VolumeContents: Sendable {
    /// The files of each volume that the kubelet writes, by the volume's name.
    var files: [String: Result<VolumeFiles, VolumeError>] = [:]
    /// Where volumes are that do not live in the Pod's folder, by the volume's name.
    var places: [String: Result<String, VolumeError>] = [:]
    /// Those among them whose files become those of the Pod's `fsGroup`.
    var owned: Set<String> = []
    /// The claims among them that one Pod has at a time, by the volume's name.
    var exclusiveClaims: [String: LocalStorage.Claim] = [:]
    /// The images that volumes are the files of, by the volume's name, as statuses have them.
    var images: [String: String] = [:]
    /// What the files were made of.
    var configurations = Configurations()
    /// The tokens that are in use.
    var tokens: [ServiceAccountToken.Request: ServiceAccountToken] = [:]

    /// When the first token is to be replaced, nanoseconds since 1970.
    var refreshAt: Int64? { tokens.values.map(\.refreshAt).min() }
}

/// Puts together what the kubelet is to write into the volumes of a Pod.
struct VolumeFiller: Sendable {
    let client: any KubernetesClient
    let pod: Pod
    let resources: ResourceReference
    /// How long a token is used, if it lives that long.
    let tokenRefresh: Duration
    /// Nanoseconds since 1970.
    let now: Int64

    /// - Parameter tokens: those in use; what is not due yet is used again.
    func contents(
        tokens: [ServiceAccountToken.Request: ServiceAccountToken]
    ) async -> VolumeContents {
        let volumes = pod.spec.volumes.filter { $0.kind.isWrittenByKubelet }
        let references = pod.volumeReferences
        guard !volumes.isEmpty || !references.isEmpty else { return VolumeContents() }
        async let configurations = client.configurations(references)
        let results = await self.tokens(known: tokens)
        var contents = VolumeContents()
        contents.configurations = await configurations
        contents.tokens = results.compactMapValues { try? $0.get() }
        for volume in volumes {
            do {
                contents.files[volume.name] = .success(
                    try files(of: volume, contents.configurations, results))
            } catch {
                contents.files[volume.name] = .failure(
                    .failed(volume: volume.name, cause: String(describing: error)))
            }
        }
        findClaims(&contents)
        return contents
    }

    private func findClaims(_ contents: inout VolumeContents) {
        for volume in pod.spec.volumes {
            guard let claim = pod.claimNames[volume.name] else { continue }
            do {
                let data = try contents.configurations.data(
                    of: pod.reference(.claim, claim), isOptional: false)
                if volume.ephemeral != nil, data.owner != pod.metadata.uid {
                    throw VolumeFileError.foreignClaim(
                        claim, namespace: pod.metadata.namespace, pod: pod.metadata.name)
                }
                guard let path = data.path else {
                    throw VolumeFileError.unboundClaim(claim, cause: data.reason)
                }
                if data.isBlock {
                    throw VolumeError.blockMode(volume: volume.name)
                }
                contents.places[volume.name] = .success(path)
                // As the kubelet has it: nobody's files change owners by a hostPath.
                let isReadOnly = volume.persistentVolumeClaim?.readOnly ?? false
                if data.isLocal, !isReadOnly { contents.owned.insert(volume.name) }
                if data.isForOnePod {
                    contents.exclusiveClaims[volume.name] = LocalStorage.Claim(
                        namespace: pod.metadata.namespace, name: claim)
                }
            } catch let error as VolumeError {
                contents.places[volume.name] = .failure(error)
            } catch {
                contents.places[volume.name] = .failure(
                    .failed(volume: volume.name, cause: String(describing: error)))
            }
        }
    }

    // MARK: - Tokens

    private typealias Tokens =
        [ServiceAccountToken.Request: Result<ServiceAccountToken, VolumeFileError>]

    private func tokens(
        known: [ServiceAccountToken.Request: ServiceAccountToken]
    ) async -> Tokens {
        let requests = pod.spec.volumes.flatMap { $0.projected?.sources ?? [] }
            .compactMap { $0.serviceAccountToken.map(ServiceAccountToken.Request.init) }
        var results: Tokens = [:]
        for request in requests where results[request] == nil {
            if let token = known[request], now < token.refreshAt {
                results[request] = .success(token)
                continue
            }
            do {
                results[request] = .success(
                    try await client.token(
                        of: pod, request, longestUse: tokenRefresh, now: now))
            } catch {
                results[request] = .failure(error)
            }
        }
        return results
    }

    // MARK: - Files

    private func files(
        of volume: Volume, _ configurations: Configurations, _ tokens: Tokens
    ) throws -> VolumeFiles {
        if let source = volume.configMap {
            return try files(
                .configMap, source.name, items: source.items, defaultMode: source.defaultMode,
                isOptional: source.optional ?? false, configurations)
        }
        if let source = volume.secret {
            return try files(
                .secret, source.secretName, items: source.items, defaultMode: source.defaultMode,
                defaultUser: source.defaultUser, isOptional: source.optional ?? false,
                configurations)
        }
        if let source = volume.downwardAPI {
            return try DownwardFiles(pod: pod, resources: resources)
                .files(
                    source.items, defaultMode: source.defaultMode, defaultUser: source.defaultUser)
        }
        guard let source = volume.projected else { return [:] }
        return try files(of: source, configurations, tokens)
    }

    /// Later sources win; what is wrong with any of them is told together.
    private func files(
        of projected: ProjectedVolumeSource, _ configurations: Configurations, _ tokens: Tokens
    ) throws -> VolumeFiles {
        var files: VolumeFiles = [:]
        var causes: [String] = []
        for source in projected.sources {
            do {
                files.merge(
                    try self.files(of: source, in: projected, configurations, tokens)
                ) { _, later in later }
            } catch {
                causes.append(String(describing: error))
            }
        }
        switch causes.count {
        case 0: return files
        case 1: throw VolumeError.Cause(causes[0])
        default: throw VolumeError.Cause("[\(causes.joined(separator: ", "))]")
        }
    }

    private func files(
        of source: VolumeProjection, in projected: ProjectedVolumeSource,
        _ configurations: Configurations, _ tokens: Tokens
    ) throws -> VolumeFiles {
        let (defaultMode, defaultUser) = (projected.defaultMode, projected.defaultUser)
        if let source = source.configMap {
            return try files(
                .configMap, source.name, items: source.items, defaultMode: defaultMode,
                defaultUser: defaultUser, isOptional: source.optional ?? false, configurations)
        }
        if let source = source.secret {
            return try files(
                .secret, source.name, items: source.items, defaultMode: defaultMode,
                defaultUser: defaultUser, isOptional: source.optional ?? false, configurations)
        }
        if let source = source.downwardAPI {
            return try DownwardFiles(pod: pod, resources: resources)
                .files(source.items, defaultMode: defaultMode, defaultUser: defaultUser)
        }
        if let source = source.serviceAccountToken {
            guard let token = try tokens[ServiceAccountToken.Request(source)]?.get() else {
                return [:]
            }
            let user =
                VolumeFile.owner(source.user, default: defaultUser) ?? pod.spec.fileOwner
            // Others may not read it where it is known who has to; fsGroup adds its group.
            let isPrivate = user != nil || pod.spec.securityContext?.fsGroup != nil
            return [
                source.path: VolumeFile(
                    Array(token.text.utf8),
                    mode: isPrivate ? 0o600 : defaultMode ?? VolumeFile.defaultMode, user: user)
            ]
        }
        throw VolumeFileError.unservedProjection(
            source.clusterTrustBundle != nil ? "clusterTrustBundle" : "podCertificate")
    }

    private func files(
        _ kind: ConfigurationReference.Kind, _ name: String, items: [KeyToPath],
        defaultMode: Int32?, defaultUser: Int32 = 0, isOptional: Bool,
        _ configurations: Configurations
    ) throws -> VolumeFiles {
        try ConfigurationFiles.files(
            of: configurations.data(of: pod.reference(kind, name), isOptional: isOptional),
            kind: kind, items: items, defaultMode: defaultMode, defaultUser: defaultUser,
            isOptional: isOptional)
    }
}

extension PodSpec {
    /// The user that all containers run as; nil where they differ or one's is its image's.
    var fileOwner: UInt32? {
        let users = containersWithRoles.map {
            $0.container.securityContext?.runAsUser ?? securityContext?.runAsUser
        }
        guard let first = users.first, let first, users.allSatisfy({ $0 == first }) else {
            return nil
        }
        return UInt32(exactly: first)
    }
}

import KubernetesAPI

/// The files that a ConfigMap or Secret becomes.
enum ConfigurationFiles {
    /// - Parameters:
    ///   - items: the keys to take and where to put them; all keys under their names, where empty.
    ///   - isOptional: keys that are missing are left out.
    /// - Throws: `VolumeFileError`.
    static func files(
        of data: ConfigurationData, kind: ConfigurationReference.Kind, items: [KeyToPath],
        defaultMode: Int32?, defaultUser: Int32 = 0, isOptional: Bool
    ) throws(VolumeFileError) -> VolumeFiles {
        let defaultMode = defaultMode ?? VolumeFile.defaultMode
        let owner = VolumeFile.owner(0, default: defaultUser)
        guard !items.isEmpty else {
            let all = data.binaryData.merging(data.data) { _, text in text }
            return all.mapValues { VolumeFile($0, mode: defaultMode, user: owner) }
        }
        var files: VolumeFiles = [:]
        for item in items {
            guard let content = data.data[item.key] ?? data.binaryData[item.key] else {
                if isOptional { continue }
                throw .missingKey(item.key, kind)
            }
            files[item.path] = VolumeFile(
                content, mode: item.mode ?? defaultMode,
                user: VolumeFile.owner(item.user, default: defaultUser))
        }
        return files
    }
}

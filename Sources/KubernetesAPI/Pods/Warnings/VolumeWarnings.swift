import JSON

/// Volumes of types that have gone, and files of volumes that hide each other.
enum VolumeWarnings {
    static func warnings(for volumes: Field) -> [String] {
        volumes.elements.flatMap { types($0) + claim($0) } + volumes.elements.flatMap(overlaps)
    }

    /// Types in the order and with the names of Kubernetes' messages.
    private static let old: [(type: String, message: String, name: String)] = [
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+", ""),
        ("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+", ""),
        ("scaleIO", "deprecated in v1.16, non-functional in v1.22+", ""),
        ("flocker", "deprecated in v1.22, non-functional in v1.25+", ""),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+", "storageOS"),
        ("quobyte", "deprecated in v1.22, non-functional in v1.25+", ""),
        ("glusterfs", "deprecated in v1.25, non-functional in v1.26+", ""),
        ("cephfs", "deprecated in v1.28, non-functional in v1.31+", ""),
        ("rbd", "deprecated in v1.28, non-functional in v1.31+", ""),
    ]

    private static func types(_ volume: Field) -> [String] {
        old.filter { volume[$0.type].isSet }.map { type, message, name in
            "\(volume.member(name.isEmpty ? type : name).path): \(message)"
        }
    }

    private static func claim(_ volume: Field) -> [String] {
        let resources = volume["ephemeral"]["volumeClaimTemplate"]["spec"]["resources"]
        return ["requests", "limits"].compactMap { kind in
            guard let amount = resources[kind]["storage"].quantity, amount.milliValue % 1000 != 0
            else { return nil }
            return "\(resources[kind].key("storage").path): fractional byte value "
                + "\"\(amount.canonical)\" is invalid, must be an integer"
        }
    }

    // MARK: - Files

    private struct File: Equatable {
        var path: String
        /// What brings the file, where there are several.
        var source: String

        var description: String {
            source.isEmpty ? "\"\(path)\"" : "\"\(path)\" (\(source))"
        }

        /// Whether both cannot be there: they are one, or one is a folder of the other.
        func collides(with other: File) -> Bool {
            !path.isEmpty && !other.path.isEmpty
                && ("\(path)/".hasPrefix("\(other.path)/")
                    || "\(other.path)/".hasPrefix("\(path)/"))
        }
    }

    private static func overlaps(_ volume: Field) -> [String] {
        let name = volume["name"].text
        let configMap = volume["configMap"]
        let secret = volume["secret"]
        var warnings = overlaps(
            files(configMap), in: name, "ConfigMap \"\(configMap["name"].text)\"")
        warnings += overlaps(files(secret), in: name, "Secret \"\(secret["secretName"].text)\"")
        warnings += overlaps(files(volume["downwardAPI"]), in: name, "DownwardAPI")
        let sources = volume["projected"]["sources"].elements
        for source in sources where source.isEmpty {
            warnings.append("volume \"\(name)\" (Projected) has no sources provided")
        }
        return warnings + overlaps(sources.flatMap(projected), in: name, "Projected")
    }

    private static func files(_ source: Field, _ description: String = "") -> [File] {
        source["items"].elements.map { File(path: trimmed($0["path"].text), source: description) }
    }

    private static func projected(_ source: Field) -> [File] {
        let configMap = source["configMap"]
        let secret = source["secret"]
        let bundle = source["clusterTrustBundle"]
        if configMap["items"].isSet {
            return files(configMap, "ConfigMap \"\(configMap["name"].text)\"")
        }
        if secret["items"].isSet { return files(secret, "Secret \"\(secret["name"].text)\"") }
        if source["downwardAPI"]["items"].isSet {
            return files(source["downwardAPI"], "DownwardAPI")
        }
        if source["serviceAccountToken"].isSet {
            let path = source["serviceAccountToken"]["path"].text
            return [File(path: trimmed(path), source: "ServiceAccountToken")]
        }
        if bundle.isSet {
            let name = bundle["name"].optionalText ?? bundle["signerName"].text
            return [
                File(
                    path: trimmed(bundle["path"].text), source: "ClusterTrustBundle \"\(name)\"")
            ]
        }
        return [
            ("certificateChainPath", "PodCertificate chain"), ("keyPath", "PodCertificate key"),
            ("credentialBundlePath", "PodCertificate credential bundle"),
        ].filter { !source["podCertificate"][$0.0].isEmpty }
            .map { File(path: trimmed(source["podCertificate"][$0.0].text), source: $0.1) }
    }

    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.hasSuffix("/") { path.removeLast() }
        return path
    }

    private static func overlaps(
        _ files: [File], in volume: String, _ kind: String
    ) -> [String] {
        files.enumerated().flatMap { index, file in
            files[..<index].filter(file.collides).map { other in
                "volume \"\(volume)\" (\(kind)): overlapping paths: \(file.description) with "
                    + other.description
            }
        }
    }
}

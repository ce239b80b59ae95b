import JSON

/// A field of a Pod that Swiftlet does not carry out yet.
public struct UnsupportedField: Sendable, Hashable {
    /// As in `spec.containers[0].livenessProbe`.
    public var path: String
    public var message: String
    /// Whether running the Pod without it would be dangerous or plainly wrong; else it is enough to
    /// tell the user.
    public var isRefused: Bool
}

/// Which fields of a Pod have no effect yet.
public enum UnsupportedFields {
    private enum Verdict {
        case explain(String)
        case refuse(String)
    }

    /// The fields that a Pod uses and Swiftlet does not carry out, in the order of their paths.
    ///
    /// - Parameter pod: a Pod object; defaults may be filled in.
    public static func check(_ pod: JSONValue) -> [UnsupportedField] {
        guard let spec = pod["spec"] else { return [] }
        var found = check(spec, podFields, at: "spec")
        found += check(spec["securityContext"], podSecurityFields, at: "spec.securityContext")
        found += volumes(spec["volumes"]?.arrayValue ?? [])
        let hasOwnUsers = spec["hostUsers"] == .bool(false)
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            for (index, container) in (spec[list]?.arrayValue ?? []).enumerated() {
                let path = "spec.\(list)[\(index)]"
                found += self.container(container, at: path)
                if hasOwnUsers { found += propagation(container, at: path) }
            }
        }
        if let policy = spec["dnsPolicy"]?.stringValue, policy == "ClusterFirstWithHostNet" {
            found.append(
                UnsupportedField(
                    path: "spec.dnsPolicy", message: "there is no cluster DNS; the host's is used",
                    isRefused: false))
        }
        return found
    }

    // MARK: - Tables

    private static let podFields: [(String, Verdict)] = [
        ("resourceClaims", .refuse("resource claims are not carried out yet"))
    ]

    private static let podSecurityFields: [(String, Verdict)] = [
        ("seLinuxOptions", .explain(seLinux)), ("seLinuxChangePolicy", .explain(seLinux)),
        ("windowsOptions", .explain(windows)),
    ]

    private static let seLinux = "SELinux labels are not applied"
    private static let windows = "it has no meaning on Linux"

    private static let containerFields: [(String, Verdict)] = [
        (
            "volumeDevices",
            .refuse("block volumes are not carried out; mount the volume as a file system")
        )
    ]

    private static let containerSecurityFields: [(String, Verdict)] = [
        ("seLinuxOptions", .explain(seLinux)), ("windowsOptions", .explain(windows)),
    ]

    private static let claimFields: [(String, Verdict)] = [
        ("dataSource", .refuse(dataSource)), ("dataSourceRef", .refuse(dataSource)),
        (
            "volumeAttributesClassName",
            .refuse("the volume is a folder of this machine, which has no such classes")
        ),
    ]

    private static let dataSource =
        "nothing fills volumes here; copy the data by an init container"

    private static let servedVolumes: Set<String> = [
        "name", "emptyDir", "hostPath", "configMap", "secret", "downwardAPI", "projected",
        "image", "persistentVolumeClaim", "ephemeral",
    ]
    private static let servedProjections: Set<String> = [
        "configMap", "secret", "downwardAPI", "serviceAccountToken",
    ]

    // MARK: - Parts

    private static func container(_ container: JSONValue, at path: String) -> [UnsupportedField] {
        check(container, containerFields, at: path)
            + check(
                container["securityContext"], containerSecurityFields,
                at: "\(path).securityContext")
            + (container["ports"]?.arrayValue ?? []).enumerated().compactMap { index, port in
                guard port["hostIP"]?.stringValue?.contains(":") == true else { return nil }
                return UnsupportedField(
                    path: "\(path).ports[\(index)].hostIP",
                    message: "Swiftlet's own network forwards IPv4 alone", isRefused: false)
            }
    }

    /// Mounts that are to reach the machine from a user namespace, which the kernel never lets.
    private static func propagation(
        _ container: JSONValue, at path: String
    ) -> [UnsupportedField] {
        (container["volumeMounts"]?.arrayValue ?? []).enumerated().compactMap { index, mount in
            guard mount["mountPropagation"]?.stringValue == "Bidirectional" else { return nil }
            return UnsupportedField(
                path: "\(path).volumeMounts[\(index)].mountPropagation",
                message: "no mounts of a Pod with users of its own reach the machine",
                isRefused: false)
        }
    }

    private static func volumes(_ volumes: [JSONValue]) -> [UnsupportedField] {
        var found: [UnsupportedField] = []
        for (index, volume) in volumes.enumerated() {
            let path = "spec.volumes[\(index)]"
            for kind in (volume.objectValue ?? [:]).keys.sorted()
            where !servedVolumes.contains(kind) && isUsed(volume[kind]) {
                found.append(
                    UnsupportedField(
                        path: "\(path).\(kind)",
                        message: "volumes of this type are not carried out yet; "
                            + "emptyDir, hostPath, configMap, secret, downwardAPI, projected, "
                            + "image, persistentVolumeClaim and ephemeral are",
                        isRefused: true))
            }
            found += written(volume, at: path)
            found += claim(
                volume.value(at: "ephemeral", "volumeClaimTemplate", "spec"),
                at: "\(path).ephemeral.volumeClaimTemplate.spec")
        }
        return found
    }

    /// What a claim asks for that is made with the Pod.
    private static func claim(_ spec: JSONValue?, at path: String) -> [UnsupportedField] {
        var found = check(spec, claimFields, at: path)
        if spec?["volumeMode"]?.stringValue == "Block" {
            found.append(
                UnsupportedField(
                    path: "\(path).volumeMode",
                    message: "block volumes are not carried out; use Filesystem", isRefused: true))
        }
        return found
    }

    /// Volumes whose files the kubelet writes.
    private static func written(_ volume: JSONValue, at path: String) -> [UnsupportedField] {
        var found: [UnsupportedField] = []
        let sources = volume.value(at: "projected", "sources")?.arrayValue ?? []
        for (index, source) in sources.enumerated() {
            for (kind, value) in (source.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
                let path = "\(path).projected.sources[\(index)].\(kind)"
                guard !servedProjections.contains(kind), isUsed(value) else { continue }
                found.append(
                    UnsupportedField(
                        path: path, message: "projections of this type are not carried out yet",
                        isRefused: true))
            }
        }
        return found
    }

    // MARK: - Findings

    private static func check(
        _ object: JSONValue?, _ fields: [(String, Verdict)], at path: String
    ) -> [UnsupportedField] {
        fields.compactMap { name, verdict in
            guard isUsed(object?[name]) else { return nil }
            switch verdict {
            case .explain(let message):
                return UnsupportedField(
                    path: "\(path).\(name)", message: message, isRefused: false)
            case .refuse(let message):
                return UnsupportedField(path: "\(path).\(name)", message: message, isRefused: true)
            }
        }
    }

    /// Whether a field says anything: an empty or false one asks for nothing.
    private static func isUsed(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null, .bool(false), .string(""), .integer(0): false
        case .array(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        default: true
        }
    }
}

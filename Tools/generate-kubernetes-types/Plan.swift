/// What is generated: files and the types they start from. A type that several files reach stands in
/// the first of them.
enum Plan {
    struct File {
        var name: String
        /// A group and version as the description names it: `core/v1`.
        var package: String
        var roots: [String]
    }

    static let files: [File] = [
        File(
            name: "Meta", package: "meta/v1",
            roots: [
                "ObjectMeta", "ListMeta", "LabelSelector", "Status", "DeleteOptions", "Condition",
                "PartialObjectMetadata", "PartialObjectMetadataList",
            ]),
        File(
            name: "Discovery", package: "meta/v1",
            roots: ["APIVersions", "APIGroup", "APIGroupList", "APIResourceList"]),
        File(name: "Table", package: "meta/v1", roots: ["Table", "TableOptions"]),
        File(name: "References", package: "core/v1", roots: ["ObjectReference"]),
        File(name: "Volumes", package: "core/v1", roots: ["Volume"]),
        File(name: "Containers", package: "core/v1", roots: ["Container", "EphemeralContainer"]),
        File(name: "Pod", package: "core/v1", roots: ["Pod", "PodList", "PodTemplateSpec"]),
        File(name: "PodOptions", package: "core/v1", roots: ["PodLogOptions"]),
        File(name: "Namespace", package: "core/v1", roots: ["Namespace", "NamespaceList"]),
        File(name: "Node", package: "core/v1", roots: ["Node", "NodeList"]),
        File(name: "Event", package: "core/v1", roots: ["Event", "EventList"]),
        File(
            name: "Configuration", package: "core/v1",
            roots: [
                "ConfigMap", "ConfigMapList", "Secret", "SecretList", "ServiceAccount",
                "ServiceAccountList",
            ]),
    ]

    /// Types that Swiftlet passes on without looking into them: in Swift they are `JSONValue`, which
    /// halves the time that the types take to compile. The schema has them in full.
    static let opaque: Set = [
        "AWSElasticBlockStoreVolumeSource", "Affinity", "AttachedVolume", "AzureDiskVolumeSource",
        "AzureFileVolumeSource", "CSIVolumeSource", "CephFSVolumeSource", "CinderVolumeSource",
        "ClusterTrustBundleProjection", "EphemeralVolumeSource", "EvictionResponder",
        "FCVolumeSource", "FlexVolumeSource", "FlockerVolumeSource",
        "GCEPersistentDiskVolumeSource", "GitRepoVolumeSource", "GlusterfsVolumeSource",
        "ISCSIVolumeSource", "NodeAllocatableResourceClaimStatus", "NodeConfigSource",
        "NodeConfigStatus", "PhotonPersistentDiskVolumeSource", "PodCertificateProjection",
        "PodExtendedResourceClaimStatus", "PodResourceClaim", "PodResourceClaimStatus",
        "PodSchedulingGroup", "PodVolumeHealth", "PortworxVolumeSource", "QuobyteVolumeSource",
        "RBDVolumeSource", "ResourceStatus", "ScaleIOVolumeSource", "StorageOSVolumeSource",
        "TopologySpreadConstraint", "VsphereVirtualDiskVolumeSource",
        "WindowsSecurityContextOptions",
    ]

    /// The members of `ResourceType` that name the kinds.
    static let resourceTypes: [String: String] = [
        "Pod": "pods", "Namespace": "namespaces", "Node": "nodes", "Event": "events",
        "ConfigMap": "configMaps", "Secret": "secrets", "ServiceAccount": "serviceAccounts",
    ]

    /// Kinds are known by name: what else has a `TypeMeta` (options) has no `apiVersion` of its own.
    static func isKind(_ name: String, fields: [FieldDescription]) -> Bool {
        let names = Set(fields.map(\.name))
        return names.isSuperset(of: ["apiVersion", "kind"])
            && !name.hasSuffix("Options") && !name.hasSuffix("Reference")
            && !name.hasPrefix("PartialObjectMetadata")
    }

    /// Where the API's name is a word of Swift or of KubernetesClient.
    static let renamed = ["Protocol": "NetworkProtocol", "DeleteOptions": "MetaDeleteOptions"]

    /// Properties that Swift would take for something else.
    static let keywords: Set = [
        "as", "break", "case", "catch", "class", "continue", "default", "defer", "do", "else",
        "enum", "extension", "fallthrough", "false", "for", "func", "guard", "if", "import", "in",
        "init", "internal", "is", "let", "nil", "operator", "private", "protocol", "public",
        "repeat", "return", "self", "static", "struct", "subscript", "super", "switch", "throw",
        "throws", "true", "try", "typealias", "var", "where", "while",
    ]

    static func identifier(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }
}

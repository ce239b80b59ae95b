/// What is generated: files and the types they start from. A type that several files reach stands in
/// the first of them.
enum Plan {
    struct File {
        var name: String
        /// A group and version as the description names it: `core/v1`.
        var package: String
        var roots: [String]
        /// Whether there are Swift types, or the schema alone.
        var hasSwift = true
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
        File(name: "PodTemplate", package: "core/v1", roots: ["PodTemplate"]),
        File(name: "Limits", package: "core/v1", roots: ["LimitRange", "ResourceQuota"]),
        File(name: "Services", package: "core/v1", roots: ["Service", "Endpoints"]),
        File(
            name: "PersistentVolumes", package: "core/v1",
            roots: ["PersistentVolume", "PersistentVolumeClaim"]),
        File(name: "Binding", package: "core/v1", roots: ["Binding"]),
        File(name: "Disruption", package: "policy/v1", roots: ["PodDisruptionBudget", "Eviction"]),
        File(
            name: "Authentication", package: "authentication/v1",
            roots: ["TokenRequest", "TokenReview", "SelfSubjectReview"]),
        File(
            name: "Authorization", package: "authorization/v1",
            roots: [
                "SubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview",
                "LocalSubjectAccessReview",
            ]),
        File(
            name: "RBAC", package: "rbac/v1",
            roots: ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"]),
        File(name: "Lease", package: "coordination/v1", roots: ["Lease"]),
        File(name: "RuntimeClass", package: "node/v1", roots: ["RuntimeClass"]),
        File(name: "PriorityClass", package: "scheduling/v1", roots: ["PriorityClass"]),
        File(
            name: "EventsV1", package: "events/v1", roots: ["Event", "EventList"], hasSwift: false),
        File(
            name: "EndpointSlices", package: "discovery/v1",
            roots: ["EndpointSlice", "EndpointSliceList"], hasSwift: false),
        File(
            name: "CoreLists", package: "core/v1",
            roots: [
                "PodTemplateList", "LimitRangeList", "ResourceQuotaList", "ServiceList",
                "EndpointsList", "PersistentVolumeList", "PersistentVolumeClaimList",
            ], hasSwift: false),
        File(
            name: "RBACLists", package: "rbac/v1",
            roots: ["RoleList", "RoleBindingList", "ClusterRoleList", "ClusterRoleBindingList"],
            hasSwift: false),
        File(
            name: "PolicyLists", package: "policy/v1", roots: ["PodDisruptionBudgetList"],
            hasSwift: false),
        File(
            name: "LeaseLists", package: "coordination/v1", roots: ["LeaseList"], hasSwift: false),
        File(
            name: "NodeLists", package: "node/v1", roots: ["RuntimeClassList"], hasSwift: false),
        File(
            name: "SchedulingLists", package: "scheduling/v1", roots: ["PriorityClassList"],
            hasSwift: false),
    ]

    /// Types that Swiftlet passes on without looking into them: in Swift they are `JSONValue`, which
    /// halves the time that the types take to compile. The schema has them in full.
    static let opaque: Set = [
        "AWSElasticBlockStoreVolumeSource", "Affinity", "AttachedVolume", "AzureDiskVolumeSource",
        "AzureFilePersistentVolumeSource", "AzureFileVolumeSource", "CSIPersistentVolumeSource",
        "CSIVolumeSource", "CephFSPersistentVolumeSource", "CephFSVolumeSource",
        "CinderPersistentVolumeSource", "CinderVolumeSource", "FlexPersistentVolumeSource",
        "GlusterfsPersistentVolumeSource", "ISCSIPersistentVolumeSource",
        "ModifyVolumeStatus", "RBDPersistentVolumeSource", "ScaleIOPersistentVolumeSource",
        "StorageOSPersistentVolumeSource", "VolumeNodeAffinity",
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
    static let resourceTypes: [TypeName: String] = {
        let names: [String: [String: String]] = [
            "core/v1": [
                "Pod": "pods", "Namespace": "namespaces", "Node": "nodes", "Event": "events",
                "ConfigMap": "configMaps", "Secret": "secrets",
                "ServiceAccount": "serviceAccounts", "PodTemplate": "podTemplates",
                "LimitRange": "limitRanges", "ResourceQuota": "resourceQuotas",
                "Service": "services", "Endpoints": "endpoints",
                "PersistentVolume": "persistentVolumes",
                "PersistentVolumeClaim": "persistentVolumeClaims", "Binding": "bindings",
            ],
            "policy/v1": ["PodDisruptionBudget": "podDisruptionBudgets"],
            "authentication/v1": [
                "TokenReview": "tokenReviews", "SelfSubjectReview": "selfSubjectReviews",
            ],
            "authorization/v1": [
                "SubjectAccessReview": "subjectAccessReviews",
                "SelfSubjectAccessReview": "selfSubjectAccessReviews",
                "SelfSubjectRulesReview": "selfSubjectRulesReviews",
                "LocalSubjectAccessReview": "localSubjectAccessReviews",
            ],
            "rbac/v1": [
                "Role": "roles", "RoleBinding": "roleBindings", "ClusterRole": "clusterRoles",
                "ClusterRoleBinding": "clusterRoleBindings",
            ],
            "coordination/v1": ["Lease": "leases"],
            "node/v1": ["RuntimeClass": "runtimeClasses"],
            "scheduling/v1": ["PriorityClass": "priorityClasses"],
        ]
        return names.reduce(into: [:]) { found, package in
            for (kind, member) in package.value {
                found[TypeName(package: package.key, name: kind)] = member
            }
        }
    }()

    /// The full names of groups, where the description has only their first word.
    static let groups: [String: String] = [
        "authentication": "authentication.k8s.io", "authorization": "authorization.k8s.io",
        "rbac": "rbac.authorization.k8s.io", "coordination": "coordination.k8s.io",
        "node": "node.k8s.io", "scheduling": "scheduling.k8s.io", "events": "events.k8s.io",
        "discovery": "discovery.k8s.io",
    ]

    /// `v1`, `rbac.authorization.k8s.io/v1`
    static func apiVersion(of type: TypeName) -> String {
        let parts = type.package.split(separator: "/").map(String.init)
        switch parts[0] {
        case "core": return parts[1]
        case "meta": return type.name == "Table" ? "meta.k8s.io/v1" : "v1"
        default: return "\(groups[parts[0]] ?? parts[0])/\(parts[1])"
        }
    }

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

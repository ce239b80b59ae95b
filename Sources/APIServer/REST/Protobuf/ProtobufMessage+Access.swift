/// The kinds about who may do what.
extension ProtobufMessage {
    static let accessKinds: [String: ProtobufMessage] = [
        "Role": object([2: ("rules", .repeated(.message(policyRule)))]),
        "ClusterRole": object([
            2: ("rules", .repeated(.message(policyRule))),
            3: ("aggregationRule", .message(aggregation)),
        ]),
        "RoleBinding": binding, "ClusterRoleBinding": binding,
        "ServiceAccount": serviceAccount,
        "TokenRequest": object([2: ("spec", .message(tokenRequestSpec))]),
        "TokenReview": object([
            2: (
                "spec",
                .message(
                    ProtobufMessage(fields: [
                        1: ("token", .string), 2: ("audiences", .repeated(.string)),
                    ]))
            )
        ]),
        "SelfSubjectReview": object([:]),
        "SubjectAccessReview": object([2: ("spec", .message(accessSpec))]),
        "LocalSubjectAccessReview": object([2: ("spec", .message(accessSpec))]),
        "SelfSubjectAccessReview": object([2: ("spec", .message(accessSpec))]),
        "SelfSubjectRulesReview": object([
            2: ("spec", .message(ProtobufMessage(fields: [1: ("namespace", .string)])))
        ]),
    ]

    /// An object's metadata and some more fields.
    static func object(_ fields: [UInt64: (name: String, type: FieldType)]) -> ProtobufMessage {
        ProtobufMessage(fields: [1: ("metadata", .message(objectMeta))].merging(fields) { $1 })
    }

    private static let policyRule = ProtobufMessage(fields: [
        1: ("verbs", .repeated(.string)), 2: ("apiGroups", .repeated(.string)),
        3: ("resources", .repeated(.string)), 4: ("resourceNames", .repeated(.string)),
        5: ("nonResourceURLs", .repeated(.string)),
    ])

    private static let aggregation = ProtobufMessage(fields: [
        1: ("clusterRoleSelectors", .repeated(.message(labelSelector)))
    ])

    private static let binding = object([
        2: (
            "subjects",
            .repeated(
                .message(
                    ProtobufMessage(fields: [
                        1: ("kind", .string), 2: ("apiGroup", .string), 3: ("name", .string),
                        4: ("namespace", .string),
                    ])))
        ),
        3: (
            "roleRef",
            .message(
                ProtobufMessage(fields: [
                    1: ("apiGroup", .string), 2: ("kind", .string), 3: ("name", .string),
                ]))
        ),
    ])

    private static let serviceAccount = object([
        2: (
            "secrets",
            .repeated(
                .message(
                    ProtobufMessage(fields: [
                        1: ("kind", .string), 2: ("namespace", .string), 3: ("name", .string),
                        4: ("uid", .string), 5: ("apiVersion", .string),
                        6: ("resourceVersion", .string), 7: ("fieldPath", .string),
                    ])))
        ),
        3: (
            "imagePullSecrets",
            .repeated(.message(ProtobufMessage(fields: [1: ("name", .string)])))
        ),
        4: ("automountServiceAccountToken", .bool),
    ])

    private static let tokenRequestSpec = ProtobufMessage(fields: [
        1: ("audiences", .repeated(.string)),
        3: (
            "boundObjectRef",
            .message(
                ProtobufMessage(fields: [
                    1: ("kind", .string), 2: ("apiVersion", .string), 3: ("name", .string),
                    4: ("uid", .string),
                ]))
        ),
        4: ("expirationSeconds", .integer),
    ])

    /// Of all access reviews; those about oneself have its first two fields.
    private static let accessSpec = ProtobufMessage(fields: [
        1: (
            "resourceAttributes",
            .message(
                ProtobufMessage(fields: [
                    1: ("namespace", .string), 2: ("verb", .string), 3: ("group", .string),
                    4: ("version", .string), 5: ("resource", .string),
                    6: ("subresource", .string), 7: ("name", .string),
                ]))
        ),
        2: (
            "nonResourceAttributes",
            .message(ProtobufMessage(fields: [1: ("path", .string), 2: ("verb", .string)]))
        ),
        3: ("user", .string), 4: ("groups", .repeated(.string)),
        5: ("extra", .map(.items(.string))), 6: ("uid", .string),
    ])
}

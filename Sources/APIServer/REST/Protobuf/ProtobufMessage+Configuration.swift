/// The other kinds that kubectl makes by itself: `kubectl create configmap` and its like.
extension ProtobufMessage {
    static let configurationKinds: [String: ProtobufMessage] = [
        "ConfigMap": object([
            2: ("data", .map(.string)), 3: ("binaryData", .map(.bytes)), 4: ("immutable", .bool),
        ]),
        "Secret": object([
            2: ("data", .map(.bytes)), 3: ("type", .string), 4: ("stringData", .map(.string)),
            5: ("immutable", .bool),
        ]),
        "ResourceQuota": object([2: ("spec", .message(quotaSpec))]),
        "PodDisruptionBudget": object([2: ("spec", .message(disruptionSpec))]),
        "PriorityClass": object([
            2: ("value", .integer), 3: ("globalDefault", .bool), 4: ("description", .string),
            5: ("preemptionPolicy", .string),
        ]),
        "Service": object([2: ("spec", .message(serviceSpec))]),
        "Eviction": object([2: ("deleteOptions", .message(deleteOptions))]),
    ]

    static let labelSelector = ProtobufMessage(fields: [
        1: ("matchLabels", .map(.string)),
        2: (
            "matchExpressions",
            .repeated(
                .message(
                    ProtobufMessage(fields: [
                        1: ("key", .string), 2: ("operator", .string),
                        3: ("values", .repeated(.string)),
                    ])))
        ),
    ])

    private static let quotaSpec = ProtobufMessage(fields: [
        1: ("hard", .map(.quantity)), 2: ("scopes", .repeated(.string)),
        3: (
            "scopeSelector",
            .message(
                ProtobufMessage(fields: [
                    1: (
                        "matchExpressions",
                        .repeated(
                            .message(
                                ProtobufMessage(fields: [
                                    1: ("scopeName", .string), 2: ("operator", .string),
                                    3: ("values", .repeated(.string)),
                                ])))
                    )
                ]))
        ),
    ])

    private static let disruptionSpec = ProtobufMessage(fields: [
        1: ("minAvailable", .integerOrString), 2: ("selector", .message(labelSelector)),
        3: ("maxUnavailable", .integerOrString), 4: ("unhealthyPodEvictionPolicy", .string),
    ])

    private static let serviceSpec = ProtobufMessage(fields: [
        1: (
            "ports",
            .repeated(
                .message(
                    ProtobufMessage(fields: [
                        1: ("name", .string), 2: ("protocol", .string), 3: ("port", .integer),
                        4: ("targetPort", .integerOrString), 5: ("nodePort", .integer),
                        6: ("appProtocol", .string),
                    ])))
        ),
        2: ("selector", .map(.string)), 3: ("clusterIP", .string), 4: ("type", .string),
        5: ("externalIPs", .repeated(.string)), 7: ("sessionAffinity", .string),
        8: ("loadBalancerIP", .string), 10: ("externalName", .string),
        17: ("ipFamilyPolicy", .string), 18: ("clusterIPs", .repeated(.string)),
        19: ("ipFamilies", .repeated(.string)),
    ])
}

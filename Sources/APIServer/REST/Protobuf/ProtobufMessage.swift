/// How Kubernetes writes objects as protocol buffers: the messages that kubectl sends this way
/// whatever the server offers.
///
/// Field numbers are those of the `generated.proto` files of k8s.io/api and k8s.io/apimachinery.
struct ProtobufMessage: Sendable {
    indirect enum FieldType: Sendable {
        case string
        case integer
        case bool
        /// `Time`: seconds in field 1.
        case time
        /// A map with strings as keys; bytes, quantities and the like as values.
        case map(FieldType)
        /// Bytes, which are base64 in JSON.
        case bytes
        /// `Quantity`: its text in field 1.
        case quantity
        /// `IntOrString`: which one in field 1, the two in 2 and 3.
        case integerOrString
        /// A message of field 1 alone, which JSON writes without it: `ExtraValue`.
        case items(FieldType)
        case message(ProtobufMessage)
        case repeated(FieldType)
    }

    let fields: [UInt64: (name: String, type: FieldType)]

    /// By kind.
    static let kinds: [String: ProtobufMessage] = [
        "Namespace": namespace, "DeleteOptions": deleteOptions,
    ].merging(configurationKinds.merging(accessKinds) { $1 }) { $1 }

    /// What wraps every object: its type and the encoded message.
    static let unknown = ProtobufMessage(fields: [
        1: (
            "typeMeta",
            .message(
                ProtobufMessage(fields: [1: ("apiVersion", .string), 2: ("kind", .string)]))
        )
    ])

    private static let namespace = ProtobufMessage(fields: [
        1: ("metadata", .message(objectMeta)),
        2: (
            "spec",
            .message(ProtobufMessage(fields: [1: ("finalizers", .repeated(.string))]))
        ),
    ])

    static let deleteOptions = ProtobufMessage(fields: [
        1: ("gracePeriodSeconds", .integer),
        2: (
            "preconditions",
            .message(
                ProtobufMessage(fields: [1: ("uid", .string), 2: ("resourceVersion", .string)]))
        ),
        3: ("orphanDependents", .bool), 4: ("propagationPolicy", .string),
        5: ("dryRun", .repeated(.string)),
    ])

    static let objectMeta = ProtobufMessage(fields: [
        1: ("name", .string), 2: ("generateName", .string), 3: ("namespace", .string),
        5: ("uid", .string), 6: ("resourceVersion", .string), 7: ("generation", .integer),
        8: ("creationTimestamp", .time), 9: ("deletionTimestamp", .time),
        10: ("deletionGracePeriodSeconds", .integer), 11: ("labels", .map(.string)),
        12: ("annotations", .map(.string)), 14: ("finalizers", .repeated(.string)),
    ])
}

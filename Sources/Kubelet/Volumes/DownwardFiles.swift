import KubernetesAPI

/// The files by which a Pod learns of itself.
struct DownwardFiles {
    let pod: Pod
    let resources: ResourceReference

    /// - Throws: `VolumeFileError`, `ContainerConfigurationError`.
    func files(
        _ items: [DownwardAPIVolumeFile], defaultMode: Int32?, defaultUser: Int32 = 0
    ) throws -> VolumeFiles {
        var files: VolumeFiles = [:]
        for item in items {
            files[item.path] = VolumeFile(
                Array(try content(item).utf8),
                mode: item.mode ?? defaultMode ?? VolumeFile.defaultMode,
                user: VolumeFile.owner(item.user, default: defaultUser))
        }
        return files
    }

    private func content(_ item: DownwardAPIVolumeFile) throws -> String {
        if let reference = item.resourceFieldRef {
            let containers = pod.spec.containersWithRoles.map(\.container)
            guard let container = containers.first(where: { $0.name == reference.containerName })
            else { throw VolumeFileError.unknownContainer(reference.containerName) }
            return try resources.value(
                of: reference.resource, divisor: reference.divisor, container: container)
        }
        let path = item.fieldRef?.fieldPath ?? ""
        switch path {
        case "metadata.labels": return Self.text(of: pod.metadata.labels)
        case "metadata.annotations": return Self.text(of: pod.metadata.annotations)
        default:
            return try FieldReference(pod: pod, ipAddresses: [], hostIPs: []).value(of: path)
        }
    }

    /// A line `key="value"` for each, in the order of the keys.
    static func text(of map: [String: String]) -> String {
        map.sorted { $0.key < $1.key }.map { "\($0.key)=\(GoString.quoted($0.value))" }
            .joined(separator: "\n")
    }
}

/// Text as Go writes it in source code, which is how the kubelet quotes values.
enum GoString {
    static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\u{7}": "\\a"
        case "\u{8}": "\\b"
        case "\u{C}": "\\f"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case "\u{B}": "\\v"
        case _ where isPrinted(scalar): String(scalar)
        case _ where scalar.value < 0x80: "\\x" + hex(scalar.value, digits: 2)
        case _ where scalar.value < 0x10000: "\\u" + hex(scalar.value, digits: 4)
        default: "\\U" + hex(scalar.value, digits: 8)
        }
    }

    /// Letters, marks, numbers, punctuation, symbols and the ASCII space (Go's strconv.IsPrint).
    private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    private static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(digits - text.count, 0)) + text
    }
}

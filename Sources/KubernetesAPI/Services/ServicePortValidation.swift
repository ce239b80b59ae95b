import JSON

/// The ports of a Service.
enum ServicePortValidation {
    static let protocols = ["SCTP", "TCP", "UDP"]

    static func errors(_ spec: JSONValue) -> [FieldError] {
        let ports = spec.elements("ports")
        var names: Set<String> = []
        return ports.enumerated().flatMap { index, port in
            let path = "spec.ports[\(index)]"
            let name = port.string("name")
            var errors = nameErrors(name, path, isRequired: ports.count > 1)
            if !name.isEmpty, !names.insert(name).inserted {
                errors.append(.duplicate("\(path).name", .string(name)))
            }
            errors += numberErrors(port["port"], "\(path).port")
            errors += protocolErrors(port, path)
            errors += targetErrors(port["targetPort"] ?? .null, "\(path).targetPort")
            return errors + applicationErrors(port, path)
        }
    }

    static func nameErrors(_ name: String, _ path: String, isRequired: Bool) -> [FieldError] {
        if name.isEmpty { return isRequired ? [.required("\(path).name")] : [] }
        return NameValidation.dns1123Label(name).map {
            .invalid("\(path).name", .string(name), $0)
        }
    }

    static func numberErrors(_ port: JSONValue?, _ path: String) -> [FieldError] {
        let number = port?.integerValue ?? 0
        return NameValidation.portNumber(Int32(clamping: number)).map {
            .invalid(path, .integer(number), $0)
        }
    }

    static func protocolErrors(_ port: JSONValue, _ path: String) -> [FieldError] {
        let name = port.string("protocol")
        if protocols.contains(name) { return [] }
        return name.isEmpty
            ? [.required("\(path).protocol")]
            : [.notSupported("\(path).protocol", .string(name), supported: protocols)]
    }

    static func applicationErrors(_ port: JSONValue, _ path: String) -> [FieldError] {
        guard port.has("appProtocol") else { return [] }
        let name = port.string("appProtocol")
        return NameValidation.qualifiedName(name).map {
            .invalid("\(path).appProtocol", .string(name), $0)
        }
    }

    private static func targetErrors(_ target: JSONValue, _ path: String) -> [FieldError] {
        if let name = target.stringValue {
            return NameValidation.portName(name).map { .invalid(path, target, $0) }
        }
        return numberErrors(target, path)
    }

    /// Ports that stand twice, and ports of the node where the type has none.
    static func nodePortErrors(_ spec: JSONValue) -> [FieldError] {
        let ports = spec.elements("ports")
        var errors: [FieldError] = []
        if spec.string("type") == "ClusterIP" {
            for (index, port) in ports.enumerated()
            where port["nodePort"]?.integerValue ?? 0 != 0 {
                errors.append(
                    .forbidden(
                        "spec.ports[\(index)].nodePort",
                        "may not be used when `type` is 'ClusterIP'"))
            }
        }
        var nodePorts: Set<String> = []
        for (index, port) in ports.enumerated() {
            guard let number = port["nodePort"]?.integerValue, number != 0 else { continue }
            if !nodePorts.insert("\(port.string("protocol"))/\(number)").inserted {
                errors.append(
                    .duplicate("spec.ports[\(index)].nodePort", .integer(number)))
            }
        }
        var seen: Set<String> = []
        for (index, port) in ports.enumerated() {
            let number = port["port"]?.integerValue ?? 0
            if !seen.insert("\(port.string("protocol"))/\(number)").inserted {
                errors.append(
                    .duplicate(
                        "spec.ports[\(index)]",
                        ["protocol": .string(port.string("protocol")), "port": .integer(number)]))
            }
        }
        return errors
    }
}

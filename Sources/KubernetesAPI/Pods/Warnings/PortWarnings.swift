import JSON

/// Ports of a Pod's containers that get in each other's way.
enum PortWarnings {
    static func warnings(for containers: [Field]) -> [String] {
        let ports = containers.flatMap { $0["ports"].elements }
        return numbers(ports) + names(ports)
    }

    private static func numbers(_ ports: [Field]) -> [String] {
        var warnings: [String] = []
        for (index, port) in ports.enumerated() {
            if !port["hostIP"].isEmpty, port["hostPort"].number == 0 {
                warnings.append("\(port.path): hostIP set without hostPort: \(goForm(port))")
            }
            for other in ports[..<index]
            where other["containerPort"].number == port["containerPort"].number
                && other["protocol"].text == port["protocol"].text
            {
                guard let relation = relation(port, other) else { continue }
                warnings.append("\(port.path): \(relation) port definition with \(other.path)")
            }
        }
        return warnings
    }

    private static func relation(_ port: Field, _ other: Field) -> String? {
        let isOnSameAddress = port["hostIP"].text == other["hostIP"].text
        let isOnSamePort = port["hostPort"].number == other["hostPort"].number
        if isOnSameAddress, isOnSamePort { return "duplicate" }
        if port["hostPort"].number == 0 || other["hostPort"].number == 0 { return "overlapping" }
        let isAnywhere = port["hostIP"].isEmpty != other["hostIP"].isEmpty
        return isOnSamePort && isAnywhere ? "dangerously ambiguous" : nil
    }

    private static func goForm(_ port: Field) -> String {
        "{Name:\(port["name"].text) HostPort:\(port["hostPort"].number) "
            + "ContainerPort:\(port["containerPort"].number) Protocol:\(port["protocol"].text) "
            + "HostIP:\(port["hostIP"].text)}"
    }

    /// Services and probes find the first port of a name.
    private static func names(_ ports: [Field]) -> [String] {
        var first: [String: String] = [:]
        return ports.compactMap { port in
            let name = port["name"].text
            guard !name.isEmpty else { return nil }
            guard let other = first[name] else {
                first[name] = port.path.description
                return nil
            }
            return "\(port.path): duplicate port name \"\(name)\" with \(other), services and "
                + "probes that select ports by name will use \(other)"
        }
    }
}

import JSON

/// Services, Endpoints, EndpointSlices
extension TablePrinter {
    static let services = TablePrinter(
        Service.self,
        columns: [
            name,
            ResourceTable.Column("Type", "How the Service is reached."),
            ResourceTable.Column("Cluster-IP", "Address within the cluster."),
            ResourceTable.Column("External-IP", "Addresses for the world outside."),
            ResourceTable.Column("Port(s)", "Ports, their node ports and protocols."),
            age,
            ResourceTable.Column("Selector", wide: true, "Labels of the Pods behind it."),
        ]
    ) { service, now in
        [
            text(service.metadata.name), service.spec.type.json,
            text(orNone(service.spec.clusterIP)), text(externalAddress(of: service)),
            text(orNone(service.spec.ports.map(port).joined(separator: ","))),
            age(service.metadata, now), text(labels(service.spec.selector)),
        ]
    }

    private static func port(_ port: ServicePort) -> String {
        let node = port.nodePort > 0 ? ":\(port.nodePort)" : ""
        return "\(port.port)\(node)/\(port.protocol.rawValue)"
    }

    private static func externalAddress(of service: Service) -> String {
        let own = service.spec.externalIPs
        switch service.spec.type {
        case .clusterIP, .nodePort: return orNone(own.joined(separator: ","))
        case .externalName: return service.spec.externalName
        case .loadBalancer:
            let ingress = service.status.loadBalancer.ingress
            let balanced = Set(ingress.map { $0.ip.isEmpty ? $0.hostname : $0.ip })
                .subtracting([""]).sorted()
            let all = (balanced + own).joined(separator: ",")
            return all.isEmpty ? "<pending>" : all
        default: return "<unknown>"
        }
    }

    static let endpoints = TablePrinter(
        Endpoints.self,
        columns: [name, ResourceTable.Column("Endpoints", "Addresses and ports."), age]
    ) { endpoints, now in
        let addresses = endpoints.subsets.flatMap(addresses)
        let text = endpoints.subsets.isEmpty ? "<none>" : firstThree(addresses, none: "")
        return [.string(endpoints.metadata.name), .string(text), age(endpoints.metadata, now)]
    }

    /// Each address with each port; without ports, the addresses.
    private static func addresses(of subset: EndpointSubset) -> [String] {
        if subset.ports.isEmpty { return subset.addresses.map(\.ip) }
        return subset.ports.flatMap { port in
            subset.addresses.map { address in
                address.ip.contains(":")
                    ? "[\(address.ip)]:\(port.port)" : "\(address.ip):\(port.port)"
            }
        }
    }

    static let endpointSlices = TablePrinter(
        columns: [
            name, ResourceTable.Column("AddressType", "Form of the addresses."),
            ResourceTable.Column("Ports", "Ports of all endpoints."),
            ResourceTable.Column("Endpoints", "Addresses of the endpoints."), age,
        ],
        row: { object, now in
            let endpoints = object["endpoints"]?.arrayValue ?? []
            let addresses = endpoints.flatMap { $0["addresses"]?.arrayValue ?? [] }
            return ResourceTable.Row(cells: [
                object.value(at: "metadata", "name") ?? "", object["addressType"] ?? "",
                text(firstThree((object["ports"]?.arrayValue ?? []).map(slicePort), none: unset)),
                text(firstThree(addresses.compactMap(\.stringValue), none: unset)),
                age(ObjectMeta(json: object["metadata"] ?? .null), now),
            ])
        })

    private static let unset = "<unset>"

    private static func slicePort(_ port: JSONValue) -> String {
        port["port"]?.integerValue.map(String.init) ?? port["name"]?.stringValue ?? "*"
    }
}

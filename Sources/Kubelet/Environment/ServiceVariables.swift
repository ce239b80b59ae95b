import KubernetesAPI
import KubernetesClient

/// The variables that tell containers where services are, as the kubelet names them.
enum ServiceVariables {
    /// - Parameter services: those without an address of their own are left out.
    static func variables(of services: [Service]) -> [String: String] {
        var variables: [String: String] = [:]
        for service in services where !["", "None"].contains(service.spec.clusterIP) {
            let prefix = name(service.metadata.name)
            let address = service.spec.clusterIP
            let host = address.contains(":") ? "[\(address)]" : address
            variables["\(prefix)_SERVICE_HOST"] = address
            for (index, port) in service.spec.ports.enumerated() {
                let transport = port.protocol.rawValue.isEmpty ? "TCP" : port.protocol.rawValue
                let url = "\(transport.lowercased())://\(host):\(port.port)"
                if index == 0 {
                    variables["\(prefix)_SERVICE_PORT"] = String(port.port)
                    variables["\(prefix)_PORT"] = url
                }
                if !port.name.isEmpty {
                    variables["\(prefix)_SERVICE_PORT_\(name(port.name))"] = String(port.port)
                }
                let link = "\(prefix)_PORT_\(port.port)_\(transport.uppercased())"
                variables[link] = url
                variables["\(link)_PROTO"] = transport.lowercased()
                variables["\(link)_PORT"] = String(port.port)
                variables["\(link)_ADDR"] = address
            }
        }
        return variables
    }

    /// Upper case, with underscores for dots and hyphens, and never a digit at the front.
    private static func name(_ text: String) -> String {
        let name = text.uppercased().replacing("-", with: "_").replacing(".", with: "_")
        return name.first?.isNumber == true ? "_" + name : name
    }
}

extension KubernetesClient {
    /// The API server as Pods reach it; nil where there is no way.
    func apiServerService() async -> Service? {
        try? await get(Service.self, namespace: "default", name: "kubernetes")
    }

    /// What a Pod is told of services: the API server, and those of its namespace unless it does
    /// not want that.
    func serviceVariables(for pod: Pod) async -> [String: String] {
        async let apiServer = apiServerService()
        var services: [Service] = []
        if pod.spec.enableServiceLinks ?? true {
            services =
                (try? await list(Service.self, namespace: pod.metadata.namespace))?.items ?? []
        }
        // A Service of the Pod's own namespace comes before that of the same name in `default`.
        let own = ServiceVariables.variables(of: services)
        let common = ServiceVariables.variables(of: [await apiServer].compactMap { $0 })
        return common.merging(own) { _, own in own }
    }
}

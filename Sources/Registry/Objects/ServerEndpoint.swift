import JSON
import KubernetesAPI

/// Where Pods find the API server: the Service `kubernetes` and its Endpoints.
public struct ServerEndpoint: Sendable, Hashable {
    static let name = "kubernetes"
    static let namespace = "default"

    /// An IP address that Pods reach.
    public var address: String
    public var port: Int

    public init(address: String, port: Int) {
        self.address = address
        self.port = port
    }

    var service: JSONValue {
        let port = JSONValue.integer(Int64(port))
        return [
            "apiVersion": "v1", "kind": "Service",
            "metadata": [
                "name": .string(Self.name), "namespace": .string(Self.namespace),
                "labels": ["component": "apiserver", "provider": "kubernetes"],
            ],
            "spec": [
                "type": "ClusterIP", "clusterIP": .string(address),
                "clusterIPs": [.string(address)], "sessionAffinity": "None",
                "ports": [
                    ["name": "https", "port": port, "protocol": "TCP", "targetPort": port]
                ],
            ],
        ]
    }

    var endpoints: JSONValue {
        [
            "apiVersion": "v1", "kind": "Endpoints",
            "metadata": [
                "name": .string(Self.name), "namespace": .string(Self.namespace),
                "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"],
            ],
            "subsets": [
                [
                    "addresses": [["ip": .string(address)]],
                    "ports": [
                        ["name": "https", "port": .integer(Int64(port)), "protocol": "TCP"]
                    ],
                ]
            ],
        ]
    }

    var endpointSlice: JSONValue {
        [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": [
                "name": .string(Self.name), "namespace": .string(Self.namespace),
                "labels": ["kubernetes.io/service-name": .string(Self.name)],
            ],
            "addressType": address.contains(":") ? "IPv6" : "IPv4",
            "endpoints": [
                ["addresses": [.string(address)], "conditions": ["ready": true]]
            ],
            "ports": [["name": "https", "port": .integer(Int64(port)), "protocol": "TCP"]],
        ]
    }
}

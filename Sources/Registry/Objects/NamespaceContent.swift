import JSON
import KubernetesAPI

/// What every namespace has from its first moment: the ServiceAccount of Pods that name none, and
/// the certificates by which they know the API server.
enum NamespaceContent {
    static let accountName = "default"
    static let rootCertificatesName = "kube-root-ca.crt"
    private static let description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal "
        + "endpoints such as the internal service IP or kubernetes.default.svc. No other usage is "
        + "guaranteed across distributions of Kubernetes clusters."

    /// The objects for `namespace`, without what the server adds.
    ///
    /// - Parameter rootCertificates: in PEM; nil leaves the ConfigMap out.
    static func objects(
        in namespace: String, rootCertificates: String?
    ) -> [(type: ResourceType, object: JSONValue)] {
        var objects = [(ResourceType.serviceAccounts, account(in: namespace))]
        if let rootCertificates {
            objects.append((.configMaps, certificates(rootCertificates, in: namespace)))
        }
        return objects
    }

    static func account(in namespace: String) -> JSONValue {
        object("ServiceAccount", accountName, namespace)
    }

    static func certificates(_ pem: String, in namespace: String) -> JSONValue {
        var map = object("ConfigMap", rootCertificatesName, namespace)
        map.set(.string(description), at: "metadata", "annotations", "kubernetes.io/description")
        map["data"] = ["ca.crt": .string(pem)]
        return map
    }

    private static func object(_ kind: String, _ name: String, _ namespace: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": .string(kind),
            "metadata": ["name": .string(name), "namespace": .string(namespace)],
        ]
    }
}

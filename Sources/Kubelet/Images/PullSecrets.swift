import ImageStore
import JSON
import KubernetesAPI
import KubernetesClient

/// The credentials that a Pod brings: its `imagePullSecrets`, among which are those of its service
/// account.
struct PullSecrets: Sendable {
    let client: any KubernetesClient

    /// - Returns: the credentials, and the names of Secrets that give none.
    func keyring(of pod: Pod) async -> (keyring: RegistryKeyring, missing: [String]) {
        var keyring = RegistryKeyring()
        var missing: [String] = []
        for reference in pod.spec.imagePullSecrets where !reference.name.isEmpty {
            guard
                let secret = try? await client.get(
                    .secrets, namespace: pod.metadata.namespace, name: reference.name),
                let credentials = Self.keyring(of: secret)
            else {
                missing.append(reference.name)
                continue
            }
            keyring.add(credentials)
        }
        return (keyring, missing)
    }

    /// Nil where the Secret is of another type, or cannot be read.
    static func keyring(of secret: JSONValue) -> RegistryKeyring? {
        let keys = [
            "kubernetes.io/dockerconfigjson": ".dockerconfigjson",
            "kubernetes.io/dockercfg": ".dockercfg",
        ]
        guard let key = secret["type"]?.stringValue.flatMap({ keys[$0] }),
            let data = secret.value(at: "data", key)?.stringValue.flatMap(Base64.decode)
        else { return nil }
        let metadata = secret["metadata"]
        let identity = SecretIdentity(
            uid: metadata?["uid"]?.stringValue ?? "",
            namespace: metadata?["namespace"]?.stringValue ?? "",
            name: metadata?["name"]?.stringValue ?? "")
        return DockerConfiguration(data, origin: .secret(identity))?.keyring
    }
}

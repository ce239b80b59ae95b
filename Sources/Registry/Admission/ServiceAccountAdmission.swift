import JSON
import KubernetesAPI

/// Gives each Pod a ServiceAccount, and mounts the account's credentials (the admission plugin
/// ServiceAccount).
enum ServiceAccountAdmission {
    /// Where programs look for their credentials.
    static let mountPath = "/var/run/secrets/kubernetes.io/serviceaccount"
    private static let volumePrefix = "kube-api-access-"
    /// An hour, and seven seconds that tell the token from one that somebody asked for by hand.
    private static let tokenSeconds: JSONValue = 3607

    static func accountName(of pod: JSONValue) -> String {
        let spec = pod["spec"] ?? .null
        let names = [spec.string("serviceAccountName"), spec.string("serviceAccount"), "default"]
        return names.first { !$0.isEmpty } ?? ""
    }

    /// - Parameters:
    ///   - account: the ServiceAccount; nil where there is none of that name.
    ///   - mountsToken: whether credentials are mounted where nobody says otherwise.
    /// - Throws: `APIError` 403 where there is no such account.
    static func apply(
        _ account: JSONValue?, named name: String, to pod: inout JSONValue, mountsToken: Bool
    ) throws {
        guard let account else {
            throw PodAdmission.refusal(
                pod,
                "error looking up service account \(pod.namespace)/\(name): "
                    + "serviceaccount \"\(name)\" not found")
        }
        guard var spec = pod["spec"], spec.objectValue != nil else { return }
        pod["spec"] = nil
        defer { pod["spec"] = spec }
        spec["serviceAccountName"] = .string(name)
        spec["serviceAccount"] = .string(name)
        let wish = spec["automountServiceAccountToken"]?.boolValue
        let isMounted = wish ?? account["automountServiceAccountToken"]?.boolValue ?? true
        if mountsToken, isMounted { mountToken(&spec) }
        if spec.elements("imagePullSecrets").isEmpty {
            let secrets = account.elements("imagePullSecrets")
            if !secrets.isEmpty { spec["imagePullSecrets"] = .array(secrets) }
        }
    }

    private static func mountToken(_ spec: inout JSONValue) {
        let volumes = spec.elements("volumes")
        let present = volumes.map { $0.string("name") }.first { $0.hasPrefix(volumePrefix) }
        let name = present ?? Identity.generatedName(volumePrefix)
        let mount: JSONValue = [
            "name": .string(name), "readOnly": true, "mountPath": .string(mountPath),
        ]
        var isNeeded = false
        for list in ["initContainers", "containers"] where spec.has(list) {
            let containers = spec.elements(list).map { container in
                let mounts = container.elements("volumeMounts")
                if mounts.contains(where: { $0.string("mountPath") == mountPath }) {
                    return container
                }
                isNeeded = true
                var container = container
                container["volumeMounts"] = .array(mounts + [mount])
                return container
            }
            spec[list] = .array(containers)
        }
        if isNeeded, present == nil { spec["volumes"] = .array(volumes + [volume(name)]) }
    }

    private static func volume(_ name: String) -> JSONValue {
        [
            "name": .string(name),
            "projected": [
                "defaultMode": 420,
                "sources": [
                    ["serviceAccountToken": ["expirationSeconds": tokenSeconds, "path": "token"]],
                    [
                        "configMap": [
                            "name": .string(NamespaceContent.rootCertificatesName),
                            "items": [["key": "ca.crt", "path": "ca.crt"]],
                        ]
                    ],
                    [
                        "downwardAPI": [
                            "items": [
                                [
                                    "path": "namespace",
                                    "fieldRef": [
                                        "apiVersion": "v1", "fieldPath": "metadata.namespace",
                                    ],
                                ]
                            ]
                        ]
                    ],
                ],
            ],
        ]
    }
}

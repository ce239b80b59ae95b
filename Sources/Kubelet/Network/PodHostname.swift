import Glibc
import KubernetesAPI

/// What a Pod is called (kubelet: `GeneratePodHostNameAndDomain`, `GetNodenameForKernel`).
struct PodHostname: Sendable, Hashable {
    /// The cluster's domain, as kubeadm has it.
    static let clusterDomain = "cluster.local"
    /// Characters that Linux allows for a host name.
    static let longest = 63

    /// The first part of its full name.
    var name: String
    /// `<subdomain>.<namespace>.svc.cluster.local`; empty without a subdomain.
    var domain: String
    private let isFullName: Bool

    /// - Throws: `Failure` where a name to be used as it is is too long.
    init(of pod: Pod) throws(Failure) {
        if let override = pod.spec.hostnameOverride, !override.isEmpty {
            guard override.utf8.count <= 64 else { throw .tooLong(override, limit: 64) }
            (name, domain, isFullName) = (override, "", false)
            return
        }
        name = Self.cut(pod.spec.hostname.isEmpty ? pod.metadata.name : pod.spec.hostname)
        domain =
            pod.spec.subdomain.isEmpty
            ? "" : "\(pod.spec.subdomain).\(pod.metadata.namespace).svc.\(Self.clusterDomain)"
        isFullName = pod.spec.setHostnameAsFQDN ?? false
        let full = kernelName
        guard full.utf8.count <= 64 else { throw .tooLong(full, limit: 64) }
    }

    /// What `hostname` shows in the Pod: with `setHostnameAsFQDN` the full name.
    var kernelName: String {
        isFullName && !domain.isEmpty ? "\(name).\(domain)" : name
    }

    enum Failure: Error, Hashable, CustomStringConvertible {
        case tooLong(String, limit: Int)

        var description: String {
            switch self {
            case .tooLong(let name, let limit):
                "failed to construct FQDN from pod hostname and cluster domain, FQDN \(name) is too long (\(limit) characters is the max, \(name.utf8.count) characters requested)"
            }
        }
    }

    private static func cut(_ name: String) -> String {
        guard name.utf8.count > longest else { return name }
        var cut = String(name.prefix(longest))
        while let last = cut.last, last == "-" || last == "." { cut.removeLast() }
        return cut
    }

    /// The machine's own name, which Pods in its network have.
    static var ofMachine: String {
        var name = utsname()
        uname(&name)
        return withUnsafeBytes(of: &name.nodename) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

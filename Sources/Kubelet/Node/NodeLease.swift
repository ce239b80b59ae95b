import KubernetesAPI
import KubernetesClient
import Logging

/// The Lease by which a node says that it lives (KEP 589): whoever watches over nodes looks at it
/// instead of the whole Node.
struct NodeLease: Sendable {
    static let namespace = "kube-node-lease"
    /// Seconds that the lease is good for (kubelet: `nodeLeaseDurationSeconds`).
    static let duration: Int32 = 40
    /// A quarter of it (kubelet: `nodeLeaseRenewIntervalFraction`).
    static let renewal = Int64(duration) * .second / 4

    let services: KubeletServices

    /// Renews it until the task is cancelled.
    func run() async {
        var lease: Lease?
        while !Task.isCancelled {
            do {
                lease = try await renew(lease)
            } catch {
                lease = nil
                services.logger.warning(
                    "the node's Lease cannot be renewed, trying again",
                    metadata: ["error": "\(error)"])
            }
            do {
                try await services.clock.sleep(until: services.clock.now() + Self.renewal)
            } catch { return }
        }
    }

    /// - Parameter last: as it was renewed last; nil looks for it.
    /// - Returns: as it is now.
    /// - Throws: `APIError`.
    func renew(_ last: Lease?) async throws -> Lease {
        if let last {
            do {
                return try await services.client.update(renewed(last), options: Self.options)
            } catch let error as APIError where [404, 409].contains(error.code) {
                // Somebody else has removed or changed it.
            }
        }
        let name = services.configuration.nodeName
        do {
            let present = try await services.client.get(
                Lease.self, namespace: Self.namespace, name: name)
            return try await services.client.update(renewed(present), options: Self.options)
        } catch let error as APIError where error.code == 404 {
            return try await services.client.create(try await first(), options: Self.options)
        }
    }

    private static let options = WriteOptions(fieldManager: "kubelet")

    private func renewed(_ lease: Lease) -> Lease {
        var lease = lease
        lease.spec.holderIdentity = services.configuration.nodeName
        lease.spec.leaseDurationSeconds = Self.duration
        lease.spec.renewTime = Timestamp(nanosecondsSince1970: services.clock.now())
        return lease
    }

    /// It goes with the Node.
    private func first() async throws -> Lease {
        let name = services.configuration.nodeName
        let node = try await services.client.get(Node.self, name: name)
        var lease = Lease()
        lease.metadata.name = name
        lease.metadata.namespace = Self.namespace
        lease.metadata.ownerReferences = [
            .with {
                $0.apiVersion = "v1"
                $0.kind = "Node"
                $0.name = name
                $0.uid = node.metadata.uid
            }
        ]
        return renewed(lease)
    }
}

import JSON
import KubernetesAPI
import ObjectStore

/// Tells the controllers of each write what they have to look at.
///
/// The registry makes every write, so they need no watch of their own.
struct ControllerQueues: Sendable {
    /// Namespaces whose quotas may count less than they say.
    let quotas = WorkQueue<String>()
    /// Namespaces whose PodDisruptionBudgets may allow something else.
    let budgets = WorkQueue<String>()
    /// Namespaces that may miss what each has.
    let contents = WorkQueue<String>()
    /// Namespaces that are being deleted and may have become emptier.
    let terminating = WorkQueue<String>()
    /// Objects that may have to go because of their owners.
    let dependents = WorkQueue<ObjectKey>()
    let owners = OwnerIndex()

    /// - Parameters:
    ///   - old: nil for a new object.
    ///   - new: nil for one that is gone.
    func note(
        _ key: ObjectKey, _ type: ResourceType, from old: JSONValue?, to new: JSONValue?,
        lookup: AdmissionLookup
    ) {
        noteForQuotas(key, type, old, new, lookup)
        noteForBudgets(key, type, old, new, lookup)
        noteForContents(key, type, old, new)
        noteForOwners(key, old, new)
        if type == .namespaces {
            if let new, NamespaceStrategy.isTerminating(new) { terminating.add(key.name) }
        } else if new == nil, lookup.isTerminating(key.namespace) {
            terminating.add(key.namespace)
        }
    }

    private func noteForQuotas(
        _ key: ObjectKey, _ type: ResourceType, _ old: JSONValue?, _ new: JSONValue?,
        _ lookup: AdmissionLookup
    ) {
        guard type.namespaced, lookup.mayHave(.resourceQuotas, in: key.namespace) else { return }
        let isLess: Bool =
            switch (old, new) {
            case (_, nil): true
            case (nil, _): type == .resourceQuotas
            case (let old?, let new?):
                (type == .pods && Self.isOver(new) != Self.isOver(old))
                    || ([.resourceQuotas, .services, .persistentVolumeClaims].contains(type)
                        && old["spec"] != new["spec"])
            }
        if isLess { quotas.add(key.namespace) }
    }

    private func noteForBudgets(
        _ key: ObjectKey, _ type: ResourceType, _ old: JSONValue?, _ new: JSONValue?,
        _ lookup: AdmissionLookup
    ) {
        guard type == .pods || type == .podDisruptionBudgets,
            lookup.mayHave(.podDisruptionBudgets, in: key.namespace)
        else { return }
        budgets.add(key.namespace)
    }

    private func noteForContents(
        _ key: ObjectKey, _ type: ResourceType, _ old: JSONValue?, _ new: JSONValue?
    ) {
        switch (type, key.name) {
        case (.serviceAccounts, NamespaceContent.accountName):
            if new == nil { contents.add(key.namespace) }
        case (.configMaps, NamespaceContent.rootCertificatesName):
            if old != nil { contents.add(key.namespace) }
        case (.services, ServerEndpoint.name), (.endpoints, ServerEndpoint.name):
            if new == nil, key.namespace == ServerEndpoint.namespace {
                contents.add(key.namespace)
            }
        default: break
        }
    }

    private func noteForOwners(_ key: ObjectKey, _ old: JSONValue?, _ new: JSONValue?) {
        let before = OwnerIndex.owners(of: old)
        let after = OwnerIndex.owners(of: new)
        if !before.isEmpty || !after.isEmpty {
            owners.update(key, before: before, after: after)
            if new != nil, before != after { dependents.add(key) }
            for owner in owners.waiting(among: before.subtracting(after)) { dependents.add(owner) }
        }
        let waits = new.map { GarbageCollection.isWaiting($0) } ?? false
        guard let uid = (new ?? old)?.uid else { return }
        owners.setWaiting(waits, uid: uid, key)
        if new == nil || waits {
            for dependent in owners.dependents(of: uid) { dependents.add(dependent) }
        }
        if waits { dependents.add(key) }
    }

    private static func isOver(_ pod: JSONValue) -> Bool {
        let phase = pod.value(at: "status", "phase")?.stringValue ?? ""
        return ["Succeeded", "Failed"].contains(phase)
    }
}

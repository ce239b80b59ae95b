import KubernetesAPI
import ObjectStore

extension APIError {
    /// The answer to a client whose request the store refused.
    init(_ error: ObjectStoreError, type: ResourceType) {
        self =
            switch error {
            case .alreadyExists(let key): .alreadyExists(type, name: key.name)
            case .notFound(let key): .notFound(type, name: key.name)
            case .conflict(let key, _, _): .modified(type, name: key.name)
            case .compacted, .futureVersion, .watcherTooSlow: .expired("\(error)")
            case .damaged, .cannotOpen, .unreadable, .newerFormat, .failed:
                .internalError("\(error)")
            }
    }
}

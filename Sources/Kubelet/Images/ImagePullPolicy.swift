import KubernetesAPI

/// Whether an image is fetched before a container starts.
enum ImagePullPolicy {
    enum Step: Sendable, Hashable {
        case use
        case pull
        case refuse
    }

    /// - Parameters:
    ///   - mustProve: whether a pull has to prove that the Pod may use the image that is here.
    ///   - isOffline: whether no registry may be asked.
    static func step(
        _ policy: PullPolicy, isPresent: Bool, mustProve: Bool = false, isOffline: Bool = false
    ) -> Step {
        let isUsable = isPresent && !mustProve
        switch policy.rawValue {
        case "Always": return isUsable && isOffline ? .use : .pull
        case "Never": return isUsable ? .use : .refuse
        default: return isUsable ? .use : .pull
        }
    }
}

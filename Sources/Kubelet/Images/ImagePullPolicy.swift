import KubernetesAPI

/// Whether an image is fetched before a container starts.
enum ImagePullPolicy {
    enum Step: Sendable, Hashable {
        case use
        case pull
        case refuse
    }

    static func step(_ policy: PullPolicy, isPresent: Bool) -> Step {
        switch policy.rawValue {
        case "Always": .pull
        case "Never": isPresent ? .use : .refuse
        default: isPresent ? .use : .pull
        }
    }
}

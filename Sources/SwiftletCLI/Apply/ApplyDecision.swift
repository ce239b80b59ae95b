import JSON
import KubernetesAPI
import KubernetesClient

/// What applying a manifest comes to.
enum ApplyDecision: Sendable, Hashable {
    case create(JSONValue)
    case patch(Patch)
    case unchanged

    /// - Parameters:
    ///   - manifest: the object as its author wants it.
    ///   - live: the object as the server has it; nil where it has none.
    static func decide(manifest: JSONValue, live: JSONValue?, type: ResourceType) throws
        -> ApplyDecision
    {
        let modified = LastApplied.annotated(manifest)
        guard let live else { return .create(modified) }
        let original = LastApplied.original(of: live) ?? .null
        let patch: Patch
        if Schema.kubernetes.objects[type.schemaName] != nil {
            patch = Patch(
                .strategicMerge,
                try StrategicMergePatch.create(
                    original: original, modified: modified, current: live, kind: type.schemaName))
        } else {
            patch = Patch(
                .merge,
                MergeDifference.create(original: original, modified: modified, current: live))
        }
        return patch.body == .object([:]) ? .unchanged : .patch(patch)
    }
}

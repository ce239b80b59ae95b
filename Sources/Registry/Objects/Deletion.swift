import JSON
import KubernetesAPI

/// What a request to delete does to an object (BeforeDelete in apiserver/pkg/registry/rest).
enum Deletion: Equatable {
    /// It goes at once.
    case remove
    /// It stays in this form until somebody finishes.
    case mark(JSONValue)
    /// It is on its way already, and the request does not make it shorter.
    case unchanged

    /// Seconds, 68 years: the end of what is longer may be no time that there is.
    private static let longestGrace = Int64(Int32.max)

    /// - Parameters:
    ///   - asked: seconds of grace; nil leaves them to the object.
    ///   - ownGrace: what the object's type makes of it.
    ///   - isHeld: whether finalizers keep the object.
    static func decide(
        _ object: JSONValue, asked: Int64?, ownGrace: Int64, isHeld: Bool, now: Timestamp
    ) -> Deletion {
        guard object.isBeingDeleted else {
            if ownGrace == 0, !isHeld { return .remove }
            let grace = min(ownGrace, longestGrace)
            return .mark(marked(object, end: now + .seconds(grace), grace: grace))
        }
        let grace = object.deletionGracePeriodSeconds ?? 0
        if grace == 0 { return isHeld ? .unchanged : .remove }
        guard let asked = asked.map({ $0 < 0 ? 1 : $0 }), asked < grace else { return .unchanged }
        if asked == 0, !isHeld { return .remove }
        let end = (object.timestamp("deletionTimestamp") ?? now) + .seconds(asked - grace)
        return .mark(marked(object, end: end, grace: asked))
    }

    /// Whether an object that was just changed has nothing left to wait for.
    static func isFinished(_ object: JSONValue, isHeld: Bool) -> Bool {
        object.isBeingDeleted && !isHeld && (object.deletionGracePeriodSeconds ?? 0) == 0
    }

    private static func marked(_ object: JSONValue, end: Timestamp, grace: Int64) -> JSONValue {
        var object = object
        if !object.isBeingDeleted, object.generation > 0 {
            object.set(.integer(object.generation + 1), at: "metadata", "generation")
        }
        object.set(end.json, at: "metadata", "deletionTimestamp")
        object.set(.integer(grace), at: "metadata", "deletionGracePeriodSeconds")
        return object
    }
}

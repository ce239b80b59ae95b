import Kubelet
import KubernetesAPI
import Synchronization

/// Keeps events in their order.
final class FakeEvents: PodEventSink {
    struct Entry: Sendable, Hashable {
        var type: String
        var reason: String
        var message: String
        var fieldPath: String
        var annotations: [String: String] = [:]
    }

    private let entries = Mutex<[(kind: String, entry: Entry)]>([])

    /// About Pods and what belongs to them.
    var all: [Entry] { entries(ofNode: false) }
    /// `Reason: message`
    var lines: [String] { all.map { "\($0.reason): \($0.message)" } }
    /// About the node.
    var nodeLines: [String] { entries(ofNode: true).map { "\($0.reason): \($0.message)" } }

    private func entries(ofNode: Bool) -> [Entry] {
        entries.withLock { $0.filter { ($0.kind == "Node") == ofNode }.map(\.entry) }
    }

    func record(
        _ object: ObjectReference, type: String, reason: String, message: String,
        annotations: [String: String]
    ) {
        entries.withLock {
            $0.append(
                (
                    object.kind,
                    Entry(
                        type: type, reason: reason, message: message, fieldPath: object.fieldPath,
                        annotations: annotations)
                ))
        }
    }
}

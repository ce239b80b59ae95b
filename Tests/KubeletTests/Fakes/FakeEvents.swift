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
    }

    private let entries = Mutex<[Entry]>([])

    var all: [Entry] { entries.withLock { $0 } }
    /// `Reason: message`
    var lines: [String] { all.map { "\($0.reason): \($0.message)" } }

    func record(_ object: ObjectReference, type: String, reason: String, message: String) {
        entries.withLock {
            $0.append(
                Entry(type: type, reason: reason, message: message, fieldPath: object.fieldPath))
        }
    }
}

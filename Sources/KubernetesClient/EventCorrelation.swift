import KubernetesAPI

/// Which events were written before.
struct EventCorrelation {
    private struct Key: Hashable {
        var object: ObjectReference
        var type: String
        var reason: String
        var message: String
    }

    /// As many as client-go's recorder remembers.
    static let limit = 4_096

    private var written: [Key: Event] = [:]
    /// Oldest first.
    private var order: [Key] = []

    /// The event that was written before with the count and time of `event` added; nil where
    /// `event` is the first of its kind.
    mutating func repetition(of event: Event) -> Event? {
        guard var earlier = written[key(event)] else { return nil }
        earlier.count += 1
        earlier.lastTimestamp = event.lastTimestamp
        written[key(event)] = earlier
        return earlier
    }

    mutating func remember(_ event: Event) {
        if written.updateValue(event, forKey: key(event)) == nil { order.append(key(event)) }
        guard order.count > Self.limit else { return }
        for key in order.prefix(Self.limit / 8) { written[key] = nil }
        order.removeFirst(Self.limit / 8)
    }

    mutating func forget(_ event: Event) {
        written[key(event)] = nil
        let key = key(event)
        order.removeAll { $0 == key }
    }

    private func key(_ event: Event) -> Key {
        var object = event.involvedObject
        // A later version of the object is still the same object.
        object.resourceVersion = ""
        return Key(
            object: object, type: event.type, reason: event.reason, message: event.message)
    }
}

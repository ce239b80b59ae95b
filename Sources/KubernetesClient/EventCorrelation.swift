import KubernetesAPI

/// What becomes of an event, by those that were noted before: whatever goes wrong, and however often,
/// an object has few events (client-go: `EventCorrelator`).
///
/// An event that repeats counts up. Of events that differ in their message alone, the tenth within
/// ten minutes and all that follow are told as one. How often counts are written is limited for
/// each object; what was not written is counted all the same.
struct EventCorrelation {
    /// What to do about an event.
    enum Step: Sendable, Hashable {
        case create(Event)
        /// Its count, message and time have changed. Where it has expired meanwhile, it begins anew.
        case update(Event, anew: Event)
        /// It is counted, and written with one that comes later.
        case wait
    }

    /// All that is about one object, for one reason.
    private struct Kind: Hashable {
        var object: ObjectReference
        var component: String
        var type: String
        var reason: String
    }

    private struct Key: Hashable {
        var kind: Kind
        /// Nil for all that are told as one.
        var message: String?
    }

    /// The messages of one kind, as long as none of ten minutes goes without one.
    private struct Messages {
        var different: Set<String> = []
        /// Seconds since 1970.
        var last: Int64 = 0
    }

    /// How many writes an object has left.
    private struct Budget {
        var writes = EventCorrelation.burst
        /// Seconds since 1970.
        var refilledAt: Int64
    }

    /// As many as client-go's recorder remembers of each.
    static let limit = 4_096
    /// So many different messages of one kind are told one by one, less one (`maxEvents`).
    static let mostMessages = 10
    /// Seconds (`maxIntervalInSeconds`).
    static let interval: Int64 = 600
    /// Counts of one object that are written at once (`defaultSpamBurst`).
    static let burst = 25
    /// Seconds until there may be one more (`defaultSpamQPS`).
    static let refill: Int64 = 300
    /// As client-go has it.
    static let combined = "(combined from similar events): "

    private var written = Memory<Key, Event>()
    private var messages = Memory<Kind, Messages>()
    private var budgets = Memory<ObjectReference, Budget>()

    /// Takes note of an event.
    mutating func step(for event: Event) -> Step {
        let event = aggregate(event)
        let hasBudget = spend(event)
        guard let earlier = written[Self.key(event)] else {
            remember(event)
            return .create(event)
        }
        var repeated = event
        repeated.metadata = earlier.metadata
        repeated.firstTimestamp = earlier.firstTimestamp
        repeated.count = earlier.count + 1
        remember(repeated)
        return hasBudget ? .update(repeated, anew: event) : .wait
    }

    /// - Parameter event: as `step` gave it.
    mutating func remember(_ event: Event) { written[Self.key(event)] = event }

    /// The event could not be written; the next one like it starts anew.
    ///
    /// - Parameter event: as `step` gave it.
    mutating func forget(_ event: Event) { written[Self.key(event)] = nil }

    // MARK: - Parts

    private mutating func aggregate(_ event: Event) -> Event {
        let kind = Self.kind(event)
        let now = Self.seconds(event)
        var seen = messages[kind] ?? Messages()
        if now - seen.last > Self.interval { seen.different = [] }
        seen.last = now
        seen.different.insert(event.message)
        defer { messages[kind] = seen }
        guard seen.different.count >= Self.mostMessages else { return event }
        // No more are kept than it takes to know that there are many.
        if let other = seen.different.first(where: { $0 != event.message }) {
            seen.different.remove(other)
        }
        var event = event
        event.message = Self.combined + event.message
        return event
    }

    /// - Returns: whether a count of the event's object may be written.
    private mutating func spend(_ event: Event) -> Bool {
        let now = Self.seconds(event)
        var object = event.involvedObject
        object.resourceVersion = ""
        object.fieldPath = ""
        var budget = budgets[object] ?? Budget(refilledAt: now)
        let more = max(now - budget.refilledAt, 0) / Self.refill
        budget.writes = min(budget.writes + Int(more), Self.burst)
        budget.refilledAt += more * Self.refill
        defer { budgets[object] = budget }
        guard budget.writes > 0 else { return false }
        budget.writes -= 1
        return true
    }

    private static func key(_ event: Event) -> Key {
        let isCombined = event.message.hasPrefix(combined)
        return Key(kind: kind(event), message: isCombined ? nil : event.message)
    }

    private static func kind(_ event: Event) -> Kind {
        var object = event.involvedObject
        // A later version of the object is still the same object.
        object.resourceVersion = ""
        return Kind(
            object: object, component: event.source.component, type: event.type,
            reason: event.reason)
    }

    private static func seconds(_ event: Event) -> Int64 {
        (event.lastTimestamp?.nanosecondsSince1970 ?? 0) / 1_000_000_000
    }
}

/// Values by key, of which the oldest are forgotten when there are too many.
private struct Memory<Key: Hashable, Value> {
    private var values: [Key: Value] = [:]
    /// Oldest first.
    private var order: [Key] = []

    subscript(key: Key) -> Value? {
        get { values[key] }
        set {
            guard let newValue else {
                values[key] = nil
                order.removeAll { $0 == key }
                return
            }
            if values.updateValue(newValue, forKey: key) == nil { order.append(key) }
            guard order.count > EventCorrelation.limit else { return }
            for key in order.prefix(EventCorrelation.limit / 8) { values[key] = nil }
            order.removeFirst(EventCorrelation.limit / 8)
        }
    }
}

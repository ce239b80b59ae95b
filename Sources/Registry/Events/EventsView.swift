import JSON
import KubernetesAPI
import KubernetesClient

/// The Events of events.k8s.io/v1: those of core/v1 under other names. Everything is done to the
/// stored ones, and only what goes in and out is converted.
struct EventsView: Sendable {
    let registry: Registry

    func get(namespace: String?, name: String) async throws -> JSONValue {
        EventConversion.fromCore(
            try await registry.get(.events, namespace: namespace, name: name))
    }

    func list(namespace: String?, options: ListOptions) async throws -> ObjectList {
        var list = try await registry.list(
            .events, namespace: namespace, options: Self.converted(options))
        list.items = list.items.map(EventConversion.fromCore)
        return list
    }

    func watch(
        namespace: String?, options: ListOptions
    ) async throws -> AsyncThrowingStream<WatchEvent, any Error> {
        let events = try await registry.watch(
            .events, namespace: namespace, options: Self.converted(options))
        let iterator = Iterator(events)
        return AsyncThrowingStream { try await iterator.next() }
    }

    func create(
        namespace: String?, object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        var sent = try ObjectReview.admit(object, type: .eventsV1, options: options)
        try ObjectReview.admitNamespace(&sent, type: .eventsV1, namespace: namespace)
        let event = EventConversion.toCore(sent)
        try Self.refuse(event, EventValidation.validate(event, isCore: false))
        // The text that is stored is that of the other group.
        var options = options
        options.onText = nil
        return EventConversion.fromCore(
            try await registry.create(
                .events, namespace: namespace, object: event, options: options))
    }

    func update(
        namespace: String?, name: String, object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        let sent = try ObjectReview.admit(object, type: .eventsV1, options: options)
        try ObjectReview.checkName(sent, name: name)
        return try await registry.changeOrMake(.events, name) {
            try await modify(namespace, name, options) { _ in sent }
        } make: {
            var new = sent
            new.set(nil, at: "metadata", "resourceVersion")
            let created = try await create(namespace: namespace, object: new, options: options)
            options.onCreate?()
            return created
        }
    }

    func patch(
        namespace: String?, name: String, patch: Patch, options: WriteOptions
    ) async throws -> JSONValue {
        if patch.format == .apply {
            return try await apply(namespace, name, patch.body, options)
        }
        return try await modify(namespace, name, options) { current in
            let patched = try ObjectPatch.apply(
                patch, to: current, kind: ResourceType.eventsV1.schemaName)
            return try ObjectReview.admit(patched, type: .eventsV1, options: options)
        }
    }

    /// The owners of an Event's fields are kept under the names of the core group.
    private func apply(
        _ namespace: String?, _ name: String, _ configuration: JSONValue, _ options: WriteOptions
    ) async throws -> JSONValue {
        let sent = try ObjectReview.admit(configuration, type: .eventsV1, options: options)
        return EventConversion.fromCore(
            try await registry.patch(
                .events, namespace: namespace, name: name, subresource: nil,
                patch: Patch(.apply, EventConversion.toCore(sent)), options: options))
    }

    func delete(
        namespace: String?, name: String, options: DeleteOptions
    ) async throws -> JSONValue {
        EventConversion.fromCore(
            try await registry.delete(.events, namespace: namespace, name: name, options: options))
    }

    /// - Parameter transform: gets the event in this group's form and gives it in this form.
    private func modify(
        _ namespace: String?, _ name: String, _ options: WriteOptions,
        transform: @Sendable (JSONValue) throws -> JSONValue
    ) async throws -> JSONValue {
        let changed = try await registry.modify(
            .events, namespace, name, .main, manager: options.manager, dryRun: options.dryRun
        ) { current in
            var object = try transform(EventConversion.fromCore(current))
            try ObjectReview.admitName(&object, name: name)
            try ObjectReview.admitNamespace(&object, type: .eventsV1, namespace: namespace)
            var event = EventConversion.toCore(object)
            try Self.refuse(
                event, EventValidation.validateUpdate(event, from: current, isCore: false))
            if event.resourceVersion == current.resourceVersion {
                event.set(nil, at: "metadata", "resourceVersion")
            }
            return event
        }
        return EventConversion.fromCore(changed)
    }

    private static func refuse(_ event: JSONValue, _ errors: [FieldError]) throws {
        if let error = APIError.invalid(.eventsV1, name: event.name, errors) { throw error }
    }

    /// Fields are selected by the names of this group.
    private static func converted(_ options: ListOptions) -> ListOptions {
        var options = options
        options.fieldSelector = options.fieldSelector.map {
            $0.replacing("regarding.", with: "involvedObject.")
                .replacing("reportingController", with: "reportingComponent")
        }
        return options
    }

    /// Converts the events of a watch as they are asked for.
    private actor Iterator {
        private var events: AsyncThrowingStream<WatchEvent, any Error>.AsyncIterator

        init(_ events: AsyncThrowingStream<WatchEvent, any Error>) {
            self.events = events.makeAsyncIterator()
        }

        func next() async throws -> WatchEvent? {
            // Only one consumer reads a stream, so the iterator is not in use elsewhere meanwhile.
            var iterator = events
            let event = try await iterator.next(isolation: self)
            events = iterator
            return event.map { WatchEvent($0.kind, EventConversion.fromCore($0.object)) }
        }
    }
}

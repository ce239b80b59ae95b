import KubernetesAPI

/// What is known anew about the objects that are watched.
public enum ObjectUpdate<Object: KubernetesObject>: Sendable, Hashable {
    /// All objects there are: what is not among them is gone. First of all, and again whenever
    /// changes may have been missed.
    case synchronized([Object])
    /// The object is new or has changed.
    case applied(Object)
    /// The object is gone, or no longer matches the selectors; this is how it was last.
    case deleted(Object)
}

/// The objects of one type, kept up to date: a list, then what a watch tells, and a list again
/// where the server no longer knows the changes since.
///
/// Reading never fails: while the server cannot be reached it tries again, after 1 s at first and
/// at most 30 s. It ends when the reading task is cancelled.
public struct ObjectUpdates<Object: KubernetesObject>: AsyncSequence, Sendable {
    public typealias Element = ObjectUpdate<Object>
    public typealias Failure = Never

    let client: any KubernetesClient
    let namespace: String?
    let options: ListOptions
    let onFailure: @Sendable (any Error) -> Void

    public func makeAsyncIterator() -> Iterator {
        Iterator(sequence: self)
    }

    public struct Iterator: AsyncIteratorProtocol {
        private let sequence: ObjectUpdates
        /// Watch from here; nil lists first.
        private var version: String?
        private var events: AsyncThrowingStream<WatchEvent, any Error>.AsyncIterator?
        private var isWatchFruitful = false
        private var failures = 0

        init(sequence: ObjectUpdates) {
            self.sequence = sequence
        }

        public mutating func next() async -> ObjectUpdate<Object>? {
            await next(isolation: nil)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async -> ObjectUpdate<Object>? {
            while !Task.isCancelled {
                do {
                    if let update = try await step(isolation: actor) {
                        failures = 0
                        return update
                    }
                } catch {
                    await recover(from: error, isolation: actor)
                }
            }
            return nil
        }

        /// - Returns: nil where there is nothing to tell yet.
        private mutating func step(
            isolation actor: isolated (any Actor)?
        ) async throws -> ObjectUpdate<Object>? {
            guard let version else {
                let list = try await sequence.list()
                self.version = list.resourceVersion
                return .synchronized(list.items)
            }
            var events: AsyncThrowingStream<WatchEvent, any Error>.AsyncIterator
            if let open = self.events {
                events = open
            } else {
                events = try await sequence.watch(from: version).makeAsyncIterator()
                isWatchFruitful = false
            }
            guard let event = try await events.next(isolation: actor) else {
                // The server closes a watch from time to time; the next one goes on from here. One
                // that is closed at once has a server that is about to end.
                self.events = nil
                if !isWatchFruitful { try await Task.sleep(for: .seconds(1)) }
                return nil
            }
            self.events = events
            isWatchFruitful = true
            let object = Object(json: event.object)
            if !object.metadata.resourceVersion.isEmpty {
                self.version = object.metadata.resourceVersion
            }
            switch event.kind {
            case .added, .modified: return .applied(object)
            case .deleted: return .deleted(object)
            case .bookmark: return nil
            }
        }

        private mutating func recover(
            from error: any Error, isolation actor: isolated (any Actor)?
        ) async {
            events = nil
            if error is CancellationError { return }
            if let refusal = error as? APIError, refusal.code == 410 {
                version = nil
                return
            }
            sequence.onFailure(error)
            let seconds = Swift.min(30, 1 << Swift.min(failures, 5))
            failures += 1
            try? await Task.sleep(for: .seconds(seconds))
        }
    }

    private func list() async throws -> TypedList<Object> {
        var options = options
        options.resourceVersion = nil
        return try await client.list(Object.self, namespace: namespace, options: options)
    }

    private func watch(
        from version: String
    ) async throws -> AsyncThrowingStream<WatchEvent, any Error> {
        var options = options
        options.resourceVersion = version
        options.allowWatchBookmarks = true
        return try await client.watch(
            Object.resourceType, namespace: namespace, options: options)
    }
}

extension KubernetesClient {
    /// Keeps up with the objects of one type.
    ///
    /// - Parameters:
    ///   - namespace: nil is all namespaces.
    ///   - options: the selectors.
    ///   - onFailure: is told each error after which it tries again.
    public func updates<Object: KubernetesObject>(
        of type: Object.Type, namespace: String? = nil, options: ListOptions = ListOptions(),
        onFailure: @escaping @Sendable (any Error) -> Void = { _ in }
    ) -> ObjectUpdates<Object> {
        ObjectUpdates(client: self, namespace: namespace, options: options, onFailure: onFailure)
    }
}

import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

/// Turns the store's changes into what one watch tells: with selectors, an object that begins to
/// match is `ADDED` and one that ceases to is `DELETED`.
///
/// The consumer pulls: there is no task and no buffer of its own here.
actor WatchFeed {
    private let type: ResourceType
    private let selection: Selection
    private let sendsBookmarks: Bool
    private let changes: ChangeSequence
    private var iterator: ChangeSequence.Iterator?
    private var initial: ArraySlice<StoredBytes>
    /// The version of the bookmark that ends the initial events, while it is due.
    private var endOfInitial: Int64?

    init(
        type: ResourceType, selection: Selection, initial: [StoredBytes], initialVersion: Int64,
        marksInitialEvents: Bool, sendsBookmarks: Bool, changes: ChangeSequence
    ) {
        self.type = type
        self.selection = selection
        self.sendsBookmarks = sendsBookmarks
        self.changes = changes
        self.initial = initial[...]
        endOfInitial = marksInitialEvents && sendsBookmarks ? initialVersion : nil
    }

    /// - Returns: nil where the watch ends.
    func next() async throws -> WatchEvent? {
        do {
            if let bytes = initial.popFirst() {
                return WatchEvent(.added, try bytes.parsed().presented, text: bytes.text)
            }
            if let version = endOfInitial {
                endOfInitial = nil
                return bookmark(version, isEndOfInitial: true)
            }
            while let notice = try await nextNotice() {
                if let event = event(for: notice) { return event }
            }
            return nil
        } catch let error as ObjectStoreError {
            throw APIError(error, type: type)
        }
    }

    private func nextNotice() async throws -> WatchNotice? {
        // Only one consumer reads a stream, so the iterator is not in use elsewhere meanwhile.
        var iterator = self.iterator ?? changes.makeAsyncIterator()
        let notice = try await iterator.next(isolation: self)
        self.iterator = iterator
        return notice
    }

    private func event(for notice: WatchNotice) -> WatchEvent? {
        switch notice {
        case .change(let change): Self.event(for: change, selection)
        case .progress(let version):
            sendsBookmarks ? bookmark(version, isEndOfInitial: false) : nil
        }
    }

    /// What a change is to a watcher with `selection`; nil where it does not concern it.
    static func event(for change: Change, _ selection: Selection) -> WatchEvent? {
        if selection.isEverything {
            let kind: WatchEvent.Kind =
                switch change.kind {
                case .created: .added
                case .updated: .modified
                case .deleted: .deleted
                }
            return WatchEvent(kind, change.presented, text: change.text)
        }
        let matched = change.previous.map { selection.matches($0.object) } ?? false
        let matches = change.kind != .deleted && selection.matches(change.current.object)
        switch (matched, matches) {
        case (false, true): return WatchEvent(.added, change.presented, text: change.text)
        case (true, true): return WatchEvent(.modified, change.presented, text: change.text)
        case (true, false) where change.kind == .deleted:
            return WatchEvent(.deleted, change.presented, text: change.text)
        case (true, false):
            // The client knows the object as it was while it matched.
            guard var last = change.previous else { return nil }
            last.version = change.version
            return WatchEvent(.deleted, last.presented)
        case (false, false): return nil
        }
    }

    private func bookmark(_ version: Int64, isEndOfInitial: Bool) -> WatchEvent {
        var metadata: JSONValue = [
            "resourceVersion": .string(String(version)), "creationTimestamp": .null,
        ]
        if isEndOfInitial { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        return WatchEvent(
            .bookmark,
            [
                "kind": .string(type.kind), "apiVersion": .string(type.apiVersion),
                "metadata": metadata,
            ])
    }
}

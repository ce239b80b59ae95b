import JSON

extension MergeSchema {
    /// The live value with an applied configuration in it: what the configuration has counts, all
    /// else stays. Null removes a value that is owned as a whole and leaves others as they are.
    ///
    /// - Returns: nil where nothing is left.
    func merge(
        _ configuration: JSONValue, into live: JSONValue?, _ type: ValueType
    ) -> JSONValue? {
        switch (type, configuration) {
        case (.structure, .object(let members)), (.map, .object(let members)):
            guard let base = live?.objectValue, !(base.isEmpty && members.isEmpty) else {
                return .object(merge(members, into: [:], type))
            }
            return .object(merge(members, into: base, type))
        case (.set, .array(let values)):
            return .array(merge(values, into: live?.arrayValue ?? [], type, elementType: .leaf))
        case (.keyed(_, let element), .array(let values)):
            return .array(
                merge(values, into: live?.arrayValue ?? [], type, elementType: element))
        case (.structure, .null), (.map, .null), (.set, .null), (.keyed, .null):
            return live
        case (_, .null):
            return nil
        default:
            return configuration
        }
    }

    private func merge(
        _ members: JSONObject, into live: JSONObject, _ type: ValueType
    ) -> JSONObject {
        var result = live
        for (name, value) in members {
            guard let member = member(name, of: type) else { continue }
            result[name] = merge(value, into: live[name], member.type)
        }
        return result
    }

    private func merge(
        _ values: [JSONValue], into live: [JSONValue], _ type: ValueType, elementType: ValueType
    ) -> [JSONValue] {
        let applied = IndexedList(values, elements(values, type))
        let present = IndexedList(live, elements(live, type))
        return ListOrder.merge(present.order, applied.order).compactMap { entry in
            switch entry {
            case .live(let position):
                return live[position]
            case .applied(let position):
                guard let element = applied.order[position] else { return values[position] }
                return merge(values[position], into: present.unique[element], elementType)
            }
        }
    }
}

/// A list with the path elements of its values.
private struct IndexedList {
    var order: [String?]
    /// The values that are there once.
    var unique: JSONObject = [:]

    init(_ values: [JSONValue], _ order: [String?]) {
        self.order = order
        var repeated: Set<String> = []
        for (value, element) in zip(values, order) {
            guard let element else { continue }
            if unique.updateValue(value, forKey: element) != nil { repeated.insert(element) }
        }
        for element in repeated { unique[element] = nil }
    }
}

/// In which order the elements of two lists stand when one is applied over the other.
enum ListOrder {
    /// Where an element of the merged list comes from.
    enum Entry: Hashable {
        /// The position in the live list: an element that the applied list does not name.
        case live(Int)
        /// The position in the applied list.
        case applied(Int)
    }

    /// The applied elements in their order, those of the live list alone where they were: before
    /// the shared element that they preceded (as structured-merge-diff orders them).
    static func merge(_ live: [String?], _ applied: [String?]) -> [Entry] {
        let appliedSet = Set(applied.compactMap { $0 })
        let liveSet = Set(live.compactMap { $0 })
        var shared = applied.compactMap { $0 }.filter(liveSet.contains)[...]
        var nextShared = shared.popFirst()
        var merged: Set<String> = []
        var result: [Entry] = []
        var (l, a) = (0, 0)
        while l < live.count || a < applied.count {
            if l < live.count, a < applied.count, let element = live[l] {
                if element == applied[a] {
                    merged.insert(element)
                    result.append(.applied(a))
                    (l, a) = (l + 1, a + 1)
                    nextShared = shared.popFirst()
                    continue
                }
                if appliedSet.contains(element), nextShared != nil, nextShared != element {
                    // Shared, but not the one whose turn it is.
                    l += 1
                    continue
                }
            }
            if l < live.count {
                guard let element = live[l], appliedSet.contains(element) else {
                    result.append(.live(l))
                    l += 1
                    continue
                }
                if merged.contains(element) { l += 1 }
            }
            if a < applied.count {
                let element = applied[a]
                if let element { merged.insert(element) }
                result.append(.applied(a))
                a += 1
                if nextShared != nil, nextShared == element { nextShared = shared.popFirst() }
            }
        }
        return result
    }
}

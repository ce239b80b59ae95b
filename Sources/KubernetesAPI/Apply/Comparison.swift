import JSON

/// What differs between two values, as ownership sees it.
struct Comparison: Sendable, Hashable {
    var added = FieldSet()
    var modified = FieldSet()
    var removed = FieldSet()

    var isSame: Bool { added.isEmpty && modified.isEmpty && removed.isEmpty }
    /// What the newer value has and the older had not, or otherwise.
    var changed: FieldSet { modified.union(added) }

    /// Without the fields of a set and all below them.
    func excluding(_ fields: FieldSet) -> Comparison {
        if fields.isEmpty { return self }
        return Comparison(
            added: added.recursiveDifference(fields),
            modified: modified.recursiveDifference(fields),
            removed: removed.recursiveDifference(fields))
    }

    fileprivate mutating func set(_ child: Comparison, below element: String) {
        added.set(child.added, below: element)
        modified.set(child.modified, below: element)
        removed.set(child.removed, below: element)
    }
}

extension MergeSchema {
    /// Compares two values; nil is one that is not there.
    func compare(_ old: JSONValue?, _ new: JSONValue?, _ type: ValueType) -> Comparison {
        guard let old else {
            return Comparison(added: new.map { whole($0, type) } ?? FieldSet())
        }
        guard let new else { return Comparison(removed: whole(old, type)) }
        if old == new { return Comparison() }
        switch type {
        case .structure, .map:
            guard let members = memberPairs(old, new) else { return Self.modified }
            var result = Comparison()
            for pair in members {
                guard let member = member(pair.name, of: type) else { continue }
                result.set(compare(pair.old, pair.new, member.type), below: member.element)
            }
            return result
        case .set: return compareLists(old, new, type, elementType: .leaf)
        case .keyed(_, let element): return compareLists(old, new, type, elementType: element)
        case .leaf: return Self.modified
        }
    }

    private static let modified = Comparison(modified: .leaf)

    /// The paths of a value that came or went as a whole, with those of the maps and lists that hold
    /// others.
    private func whole(_ value: JSONValue, _ type: ValueType) -> FieldSet {
        var result = FieldSet.leaf
        switch (type, value) {
        case (.structure, .object(let members)), (.map, .object(let members)):
            result.children.reserveCapacity(members.count)
            for (name, value) in members {
                guard let member = member(name, of: type) else { continue }
                result.children[member.element] = whole(value, member.type)
            }
        case (.set, .array(let values)):
            for element in elements(values, type) {
                if let element { result.children[element] = .leaf }
            }
        case (.keyed(_, let elementType), .array(let values)):
            for (value, element) in zip(values, elements(values, type)) {
                guard let element else { continue }
                let isRepeated = result.children[element] != nil
                result.children[element] = isRepeated ? .leaf : whole(value, elementType)
            }
        default: break
        }
        return result
    }

    private typealias Pair = (name: String, old: JSONValue?, new: JSONValue?)

    /// The members that two objects do not have alike, in the order of their names; nil where neither
    /// has any, or one is no object: these count as a whole.
    private func memberPairs(_ old: JSONValue, _ new: JSONValue) -> [Pair]? {
        guard let before = Self.members(old), let after = Self.members(new),
            !before.isEmpty || !after.isEmpty
        else { return nil }
        var pairs: [Pair] = []
        pairs.reserveCapacity(max(before.count, after.count))
        var rest = before.ordered[...]
        for member in after.ordered {
            while let gone = rest.first, gone.key < member.key {
                pairs.append((gone.key, gone.value, nil))
                rest.removeFirst()
            }
            if let old = rest.first, old.key == member.key {
                if old.value != member.value {
                    pairs.append((member.key, old.value, member.value))
                }
                rest.removeFirst()
            } else {
                pairs.append((member.key, nil, member.value))
            }
        }
        for gone in rest { pairs.append((gone.key, gone.value, nil)) }
        return pairs
    }

    private static func members(_ value: JSONValue) -> JSONObject? {
        switch value {
        case .null: [:]
        case .object(let members): members
        default: nil
        }
    }

    private static func values(_ value: JSONValue) -> [JSONValue]? {
        switch value {
        case .null: []
        case .array(let values): values
        default: nil
        }
    }

    private func compareLists(
        _ old: JSONValue, _ new: JSONValue, _ type: ValueType, elementType: ValueType
    ) -> Comparison {
        guard let before = Self.values(old), let after = Self.values(new),
            !before.isEmpty || !after.isEmpty
        else { return Self.modified }
        if before.isEmpty {
            return Comparison(added: FieldSet(isMember: false, children: whole(new, type).children))
        }
        let oldValues = grouped(before, type)
        let newValues = grouped(after, type)
        var result = Comparison()
        for element in Set(oldValues.keys).union(newValues.keys) {
            result.set(
                compareElements(
                    oldValues[element] ?? [], newValues[element] ?? [], elementType),
                below: element)
        }
        return result
    }

    private func grouped(_ values: [JSONValue], _ type: ValueType) -> [String: [JSONValue]] {
        var groups: [String: [JSONValue]] = [:]
        groups.reserveCapacity(values.count)
        for (value, element) in zip(values, elements(values, type)) {
            if let element { groups[element, default: []].append(value) }
        }
        return groups
    }

    /// Elements of one key: those that a list holds more than once are compared as a whole.
    private func compareElements(
        _ old: [JSONValue], _ new: [JSONValue], _ type: ValueType
    ) -> Comparison {
        if old.count <= 1, new.count <= 1 { return compare(old.first, new.first, type) }
        var result = Comparison()
        if old.count >= 2, new.count >= 2 {
            result.modified.isMember = old != new
        } else if old.count >= 2 {
            if let value = new.first { result = compare(nil, value, type) }
            result.removed.isMember = true
        } else {
            if let value = old.first { result = compare(value, nil, type) }
            result.added.isMember = true
        }
        return result
    }
}

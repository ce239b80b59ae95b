/// The members of a JSON object, in the order of their names.
///
/// Objects of the API have a handful of members with short names: finding one among them by
/// comparing names is quicker than hashing, and keeping them in order lets them be printed and
/// compared as they stand. Only the few large ones (a ConfigMap with many keys) are hashed.
public struct JSONObject: Sendable {
    public typealias Element = (key: String, value: JSONValue)

    /// As `Element`; arrays of structs are copied and released at less cost than those of tuples.
    public struct Member: Sendable {
        public var key: String
        public var value: JSONValue
    }

    private enum Storage: Sendable {
        /// In the order of the names.
        case ordered([Member])
        case hashed([String: JSONValue])
    }

    /// Members from which an object is hashed, so that adding one in the middle stays cheap.
    private static let hashedFrom = 128
    /// Members up to which names are compared one by one.
    private static let scannedTo = 16

    private var storage: Storage

    public init() {
        storage = .ordered([])
    }

    public init(_ members: [String: JSONValue]) {
        storage =
            members.count < Self.hashedFrom
            ? .ordered(Self.sorted(members)) : .hashed(members)
    }

    /// - Parameter combine: of two values with one name, the one that is there first and the later.
    public init(
        _ members: some Sequence<(String, JSONValue)>,
        uniquingKeysWith combine: (JSONValue, JSONValue) throws -> JSONValue
    ) rethrows {
        self.init()
        for (key, value) in members {
            self[key] = try self[key].map { try combine($0, value) } ?? value
        }
    }

    /// Makes room for so many members.
    public mutating func reserveCapacity(_ capacity: Int) {
        guard case .ordered(var members) = storage, capacity < Self.hashedFrom else { return }
        storage = .ordered([])
        members.reserveCapacity(capacity)
        storage = .ordered(members)
    }

    public var count: Int {
        switch storage {
        case .ordered(let members): members.count
        case .hashed(let members): members.count
        }
    }

    public var isEmpty: Bool { count == 0 }

    /// The members in the order of their names.
    public var ordered: [Member] {
        switch storage {
        case .ordered(let members): members
        case .hashed(let members): Self.sorted(members)
        }
    }

    private static func sorted(_ members: [String: JSONValue]) -> [Member] {
        members.map { Member(key: $0, value: $1) }.sorted { $0.key < $1.key }
    }

    /// In their order.
    public var keys: [String] { ordered.map(\.key) }

    /// In the order of their names.
    public var values: [JSONValue] { ordered.map(\.value) }
}

// MARK: - Members

extension JSONObject {
    /// The value named `key`; nil where there is none. Setting nil removes the member.
    public subscript(key: String) -> JSONValue? {
        get {
            switch storage {
            case .ordered(let members):
                Self.find(key, in: members).map { members[$0].value }
            case .hashed(let members): members[key]
            }
        }
        set {
            if let newValue { updateValue(newValue, forKey: key) } else { removeValue(forKey: key) }
        }
        _modify {
            // The value is taken out while it is changed, so that it is not copied.
            guard case .ordered(var members) = storage, let index = Self.find(key, in: members)
            else {
                var value: JSONValue?
                if case .hashed = storage { value = take(key) }
                defer { put(value, key) }
                yield &value
                return
            }
            storage = .ordered([])
            var value = Optional(members[index].value)
            members[index].value = .null
            defer {
                if let value { members[index].value = value } else { members.remove(at: index) }
                storage = .ordered(members)
            }
            yield &value
        }
    }

    public subscript(key: String, default value: @autoclosure () -> JSONValue) -> JSONValue {
        get { self[key] ?? value() }
        _modify {
            var present = take(key) ?? value()
            defer { put(present, key) }
            yield &present
        }
    }

    /// - Returns: the value that was there before.
    @discardableResult
    public mutating func updateValue(_ value: JSONValue, forKey key: String) -> JSONValue? {
        switch storage {
        case .ordered(var members):
            storage = .ordered([])
            defer { store(members) }
            // Most come in their order.
            guard let last = members.last, !(last.key < key) else {
                members.append(Member(key: key, value: value))
                return nil
            }
            if let index = Self.find(key, in: members) {
                let old = members[index].value
                members[index].value = value
                return old
            }
            members.insert(
                Member(key: key, value: value), at: Self.place(of: key, in: members))
            return nil
        case .hashed(var members):
            storage = .ordered([])
            defer { storage = .hashed(members) }
            return members.updateValue(value, forKey: key)
        }
    }

    /// - Returns: the value that was there.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        switch storage {
        case .ordered(var members):
            guard let index = Self.find(key, in: members) else { return nil }
            storage = .ordered([])
            defer { storage = .ordered(members) }
            return members.remove(at: index).value
        case .hashed(var members):
            storage = .ordered([])
            defer { storage = .hashed(members) }
            return members.removeValue(forKey: key)
        }
    }

    /// - Parameter combine: of the value that is there and the other one.
    public mutating func merge(
        _ other: JSONObject, uniquingKeysWith combine: (JSONValue, JSONValue) throws -> JSONValue
    ) rethrows {
        for (key, value) in other {
            self[key] = try self[key].map { try combine($0, value) } ?? value
        }
    }

    public func merging(
        _ other: JSONObject, uniquingKeysWith combine: (JSONValue, JSONValue) throws -> JSONValue
    ) rethrows -> JSONObject {
        var result = self
        try result.merge(other, uniquingKeysWith: combine)
        return result
    }

    public func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> JSONObject {
        var result = self
        switch storage {
        case .ordered(let members):
            result.storage = .ordered(try members.filter { try isIncluded(($0.key, $0.value)) })
        case .hashed(let members): result.storage = .hashed(try members.filter(isIncluded))
        }
        return result
    }

    public func mapValues(
        _ transform: (JSONValue) throws -> JSONValue
    ) rethrows -> JSONObject {
        var result = self
        switch storage {
        case .ordered(let members):
            result.storage = .ordered(
                try members.map { Member(key: $0.key, value: try transform($0.value)) })
        case .hashed(let members): result.storage = .hashed(try members.mapValues(transform))
        }
        return result
    }

    public func mapValues<Value>(
        _ transform: (JSONValue) throws -> Value
    ) rethrows -> [String: Value] {
        var result: [String: Value] = [:]
        result.reserveCapacity(count)
        for (key, value) in self { result[key] = try transform(value) }
        return result
    }

    public func compactMapValues<Value>(
        _ transform: (JSONValue) throws -> Value?
    ) rethrows -> [String: Value] {
        var result: [String: Value] = [:]
        for (key, value) in self { result[key] = try transform(value) }
        return result
    }

    /// The place of the member named `key`.
    private static func find(_ key: String, in members: [Member]) -> Int? {
        guard members.count > scannedTo else {
            let length = key.utf8.count
            for index in members.indices
            where members[index].key.utf8.count == length && members[index].key == key {
                return index
            }
            return nil
        }
        let index = place(of: key, in: members)
        return index < members.count && members[index].key == key ? index : nil
    }

    /// The place of the first member whose name does not come before `key`.
    private static func place(of key: String, in members: [Member]) -> Int {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func store(_ members: [Member]) {
        storage =
            members.count < Self.hashedFrom
            ? .ordered(members)
            : .hashed(Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) }))
    }

    /// The value named `key`, leaving `null` in its place.
    private mutating func take(_ key: String) -> JSONValue? {
        switch storage {
        case .ordered(var members):
            guard let index = Self.find(key, in: members) else { return nil }
            storage = .ordered([])
            defer { storage = .ordered(members) }
            let value = members[index].value
            members[index].value = .null
            return value
        case .hashed: return updateValue(.null, forKey: key)
        }
    }

    private mutating func put(_ value: JSONValue?, _ key: String) {
        if let value { updateValue(value, forKey: key) } else { removeValue(forKey: key) }
    }
}

// MARK: - Conformances

extension JSONObject: Sequence {
    public struct Iterator: IteratorProtocol {
        fileprivate var members: IndexingIterator<[Member]>

        public mutating func next() -> Element? { members.next().map { ($0.key, $0.value) } }
    }

    public func makeIterator() -> Iterator { Iterator(members: ordered.makeIterator()) }

    public var underestimatedCount: Int { count }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        switch (left.storage, right.storage) {
        case (.ordered(let left), .ordered(let right)):
            left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
        case (.hashed(let left), .hashed(let right)): left == right
        // One that was large keeps its form when members are removed.
        default:
            left.count == right.count
                && left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
        }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for (key, value) in self {
            hasher.combine(key)
            hasher.combine(value)
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The last of members with one name counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements) { $1 }
    }
}

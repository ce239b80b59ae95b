/// Paths of an object's fields, as `metadata.managedFields` keeps them (FieldsV1).
///
/// The set is a tree of path elements in FieldsV1's own spelling, `f:image`, `k:{"name":"web"}`,
/// `v:"example.com/hold"`, so that reading and writing it costs little. A path may be in the set
/// without those below it, and the other way round: who owns an element of a list need not own all
/// that is in it.
public struct FieldSet: Sendable, Hashable {
    /// Whether the path that leads here is in the set. Without meaning at the root.
    var isMember: Bool
    /// By path element; none of them is empty.
    var children: FieldChildren

    /// The empty set.
    public init() {
        self.init(isMember: false)
    }

    init(isMember: Bool, children: FieldChildren = FieldChildren()) {
        self.isMember = isMember
        self.children = children
    }

    /// A set of one path that goes no further.
    static let leaf = FieldSet(isMember: true)

    public var isEmpty: Bool { !isMember && children.isEmpty }

    /// Adds a path, its elements in FieldsV1's spelling.
    public mutating func insert(_ path: [String]) {
        insert(path[...])
    }

    private mutating func insert(_ path: ArraySlice<String>) {
        guard let element = path.first else {
            isMember = true
            return
        }
        var child = children[element] ?? FieldSet()
        child.insert(path.dropFirst())
        children[element] = child
    }

    /// Whether a path is in the set.
    public func contains(_ path: [String]) -> Bool {
        var node = self
        for element in path {
            guard let child = node.children[element] else { return false }
            node = child
        }
        return node.isMember
    }

    /// Puts a subset below an element; an empty one leaves nothing there.
    mutating func set(_ child: FieldSet, below element: String) {
        children[element] = child.isEmpty ? nil : child
    }
}

extension FieldSet: ExpressibleByArrayLiteral {
    /// Paths written with blanks between their elements: `["f:metadata f:name", "f:kind"]`.
    public init(arrayLiteral paths: String...) {
        self.init()
        for path in paths { insert(path.split(separator: " ").map(String.init)) }
    }
}

// MARK: - Operations

extension FieldSet {
    /// What is in either set.
    public func union(_ other: FieldSet) -> FieldSet {
        if other.isEmpty { return self }
        if isEmpty { return other }
        return FieldSet(
            isMember: isMember || other.isMember,
            children: children.union(other.children))
    }

    /// What is in both sets.
    public func intersection(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(isMember: isMember && other.isMember)
        let (fewer, more) = children.count <= other.children.count ? (self, other) : (other, self)
        for (element, child) in fewer.children {
            guard let match = more.children[element] else { continue }
            result.set(child.intersection(match), below: element)
        }
        return result
    }

    /// What is in this set and not in the other. A path in the other does not take those below it.
    public func difference(_ other: FieldSet) -> FieldSet {
        var result = self
        if other.isMember { result.isMember = false }
        for (element, taken) in other.children {
            guard let child = result.children[element] else { continue }
            result.set(child.difference(taken), below: element)
        }
        return result
    }

    /// As `difference`, but a path in the other takes all below it too.
    public func recursiveDifference(_ other: FieldSet) -> FieldSet {
        if other.isMember { return FieldSet() }
        var result = self
        for (element, taken) in other.children {
            guard let child = result.children[element] else { continue }
            result.set(child.recursiveDifference(taken), below: element)
        }
        return result
    }

    /// Whether the sets have a path in common.
    func intersects(_ other: FieldSet) -> Bool {
        if isMember, other.isMember { return true }
        let (fewer, more) = children.count <= other.children.count ? (self, other) : (other, self)
        return fewer.children.contains { element, child in
            more.children[element].map(child.intersects) ?? false
        }
    }
}

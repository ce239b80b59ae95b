/// What is below a path of a `FieldSet`, by path element.
///
/// Kept in the order of the elements. Objects have their members in that order too, so that most are
/// added at the end, and sets of a handful are found in without hashing.
struct FieldChildren: Sendable, Hashable {
    struct Child: Sendable, Hashable {
        var element: String
        var fields: FieldSet
    }

    /// Elements up to which they are compared one by one.
    private static let scannedTo = 16

    private var ordered: [Child] = []

    init() {}

    var count: Int { ordered.count }

    var isEmpty: Bool { ordered.isEmpty }

    mutating func reserveCapacity(_ capacity: Int) {
        ordered.reserveCapacity(capacity)
    }

    /// Setting nil removes what is there.
    subscript(element: String) -> FieldSet? {
        get { index(of: element).map { ordered[$0].fields } }
        set {
            guard let newValue else {
                if let index = index(of: element) { ordered.remove(at: index) }
                return
            }
            guard let last = ordered.last, !(last.element < element) else {
                return ordered.append(Child(element: element, fields: newValue))
            }
            let index = place(of: element)
            if ordered[index].element == element {
                ordered[index].fields = newValue
            } else {
                ordered.insert(Child(element: element, fields: newValue), at: index)
            }
        }
    }

    /// What is below either, that of both joined.
    func union(_ other: FieldChildren) -> FieldChildren {
        if other.isEmpty { return self }
        if isEmpty { return other }
        var result = FieldChildren()
        result.reserveCapacity(Swift.max(count, other.count))
        var rest = other.ordered[...]
        for child in ordered {
            while let next = rest.first, next.element < child.element {
                result.ordered.append(next)
                rest.removeFirst()
            }
            if let next = rest.first, next.element == child.element {
                result.ordered.append(
                    Child(element: child.element, fields: child.fields.union(next.fields)))
                rest.removeFirst()
            } else {
                result.ordered.append(child)
            }
        }
        result.ordered += rest
        return result
    }

    private func index(of element: String) -> Int? {
        guard ordered.count > Self.scannedTo else {
            let length = element.utf8.count
            for index in ordered.indices
            where ordered[index].element.utf8.count == length && ordered[index].element == element {
                return index
            }
            return nil
        }
        let index = place(of: element)
        return index < ordered.count && ordered[index].element == element ? index : nil
    }

    /// The place of the first element that does not come before this one.
    private func place(of element: String) -> Int {
        var (low, high) = (0, ordered.count)
        while low < high {
            let middle = (low + high) / 2
            if ordered[middle].element < element { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension FieldChildren: Sequence {
    struct Iterator: IteratorProtocol {
        fileprivate var children: IndexingIterator<[Child]>

        mutating func next() -> (element: String, fields: FieldSet)? {
            children.next().map { ($0.element, $0.fields) }
        }
    }

    func makeIterator() -> Iterator { Iterator(children: ordered.makeIterator()) }

    var underestimatedCount: Int { count }
}

import JSON

/// A list whose elements are told apart by a key, or by their value where there is none.
struct StrategicList {
    let mergeKey: String?

    func identity(_ element: JSONValue) -> JSONValue? {
        guard let mergeKey else { return element }
        return element[mergeKey]
    }

    /// The list in the order that a `$setElementOrder` asks for; elements that it does not name keep
    /// their place among those that were there before.
    func ordered(
        _ list: [JSONValue], by order: [JSONValue], original: [JSONValue]
    ) -> [JSONValue] {
        let places = self.places(in: order)
        let originalPlaces = self.places(in: original)
        let place = { (element: JSONValue) in identity(element).flatMap { places[$0] } }
        let originalPlace = { (element: JSONValue) in
            identity(element).flatMap { originalPlaces[$0] }
        }
        let named = list.filter { place($0) != nil }.sorted { place($0)! < place($1)! }
        let others = list.filter { place($0) == nil }
        var result: [JSONValue] = []
        var rest = others[...]
        for element in named {
            while let other = rest.first, let otherPlace = originalPlace(other),
                let elementPlace = originalPlace(element), otherPlace < elementPlace
            {
                result.append(rest.removeFirst())
            }
            result.append(element)
        }
        return result + rest
    }

    /// The identities alone, as a `$setElementOrder` lists them.
    func identities(_ list: [JSONValue]) -> [JSONValue] {
        list.compactMap { element in
            guard let mergeKey else { return element }
            return identity(element).map { [mergeKey: $0] }.map(JSONValue.object)
        }
    }

    private func places(in list: [JSONValue]) -> [JSONValue: Int] {
        var places: [JSONValue: Int] = [:]
        for (index, element) in list.enumerated() {
            if let identity = identity(element), places[identity] == nil {
                places[identity] = index
            }
        }
        return places
    }
}

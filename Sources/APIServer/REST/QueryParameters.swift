import KubernetesAPI

/// The query of a URL. Where a name occurs twice the first one counts, as on a kube-apiserver.
struct QueryParameters: Sendable {
    private var values: [String: String] = [:]
    /// Of names that occur more than once.
    private var others: [String: [String]] = [:]

    init(_ query: some StringProtocol) throws(APIError) {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(
                    parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else {
                throw .badRequest("the query of the URL is not well percent-encoded: \(pair)")
            }
            if values[name] == nil {
                values[name] = value
            } else {
                others[name, default: []].append(value)
            }
        }
    }

    /// Nil where it is absent or empty.
    subscript(name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    /// All values of a name, in their order.
    func all(_ name: String) -> [String] {
        guard let first = values[name] else { return [] }
        return [first] + (others[name] ?? [])
    }

    mutating func set(_ name: String, _ value: String) { values[name] = value }

    func contains(_ name: String) -> Bool { values[name] != nil }

    /// Absent is false; present without a value is true (`?watch`).
    func flag(_ name: String) throws(APIError) -> Bool {
        switch values[name] {
        case nil, "false", "0", "False", "FALSE", "f", "F": return false
        case "", "true", "1", "True", "TRUE", "t", "T": return true
        case .some(let value):
            throw .badRequest("query parameter \(name): \"\(value)\" is neither true nor false")
        }
    }

    func integer(_ name: String, _ range: ClosedRange<Int64> = 0...Int64.max) throws(APIError)
        -> Int64?
    {
        guard let text = self[name] else { return nil }
        guard let value = Int64(text), range.contains(value) else {
            throw .badRequest(
                "query parameter \(name): \"\(text)\" is not a whole number"
                    + (range.lowerBound > Int64.min ? " of at least \(range.lowerBound)" : ""))
        }
        return value
    }
}

import JSON
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

    /// Only what is absent, `0` and `false` are false, as on a kube-apiserver.
    func flag(_ name: String) -> Bool {
        values[name].map { $0 != "0" && $0.lowercased() != "false" } ?? false
    }

    func integer(_ name: String, _ range: ClosedRange<Int64> = 0...Int64.max) throws(APIError)
        -> Int64?
    {
        guard let text = self[name] else { return nil }
        guard let value = Int64(text) else { throw .badRequest(Self.parseFailure(text)) }
        guard range.contains(value) else {
            throw .badRequest(
                "query parameter \(name): \(text) is not between \(range.lowerBound) and "
                    + "\(range.upperBound)")
        }
        return value
    }

    /// Go's words (`strconv.ParseInt`), which a kube-apiserver passes on.
    private static func parseFailure(_ text: String) -> String {
        let digits = text.drop { $0 == "-" || $0 == "+" }
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let reason = isNumber ? "value out of range" : "invalid syntax"
        return "strconv.ParseInt: parsing \(JSONValue.string(text).serialized()): \(reason)"
    }
}

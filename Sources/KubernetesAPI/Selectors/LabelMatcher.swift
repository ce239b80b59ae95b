import JSON

/// A selector of objects by their labels, ready to be asked.
public struct LabelMatcher: Sendable, Hashable {
    /// One condition on one label; all of a selector's must hold.
    public struct Requirement: Sendable, Hashable {
        public enum Condition: Sendable, Hashable {
            case isIn([String])
            case isNotIn([String])
            case exists
            case doesNotExist
            /// As an integer.
            case isGreater(than: Int64)
            case isLess(than: Int64)
        }

        public var key: String
        public var condition: Condition

        public init(_ key: String, _ condition: Condition) {
            self.key = key
            self.condition = condition
        }

        func matches(_ labels: [String: String]) -> Bool {
            let value = labels[key]
            return switch condition {
            case .isIn(let values): value.map(values.contains) ?? false
            case .isNotIn(let values): value.map { !values.contains($0) } ?? true
            case .exists: value != nil
            case .doesNotExist: value == nil
            case .isGreater(let bound): value.flatMap { Int64($0) }.map { $0 > bound } ?? false
            case .isLess(let bound): value.flatMap { Int64($0) }.map { $0 < bound } ?? false
            }
        }
    }

    public var requirements: [Requirement]

    /// Everything, where there is no requirement.
    public init(requirements: [Requirement] = []) {
        self.requirements = requirements
    }

    /// Reads `app=web,tier in (a, b),!legacy`, as `kubectl -l` takes it.
    ///
    /// - Throws: `APIError` (bad request).
    public init(parsing text: String) throws {
        var parser = LabelSelectorParser(text)
        requirements = try parser.parse()
    }

    /// - Throws: `APIError` (bad request) for an operator that does not exist.
    public init(_ selector: LabelSelector) throws {
        let equalities = selector.matchLabels.sorted { $0.key < $1.key }
            .map { Requirement($0.key, .isIn([$0.value])) }
        let expressions = try selector.matchExpressions.map { expression in
            let condition: Requirement.Condition =
                switch expression.operator {
                case .in: .isIn(expression.values)
                case .notIn: .isNotIn(expression.values)
                case .exists: .exists
                case .doesNotExist: .doesNotExist
                default:
                    throw APIError.badRequest(
                        "\"\(expression.operator)\" is not a valid label selector operator")
                }
            return Requirement(expression.key, condition)
        }
        requirements = equalities + expressions
    }

    /// Labels that have one value in all that is selected.
    public var requiredValues: [(name: String, value: String)] {
        requirements.compactMap { requirement in
            guard case .isIn(let values) = requirement.condition, values.count == 1 else {
                return nil
            }
            return (requirement.key, values[0])
        }
    }

    public func matches(_ labels: [String: String]) -> Bool {
        requirements.allSatisfy { $0.matches(labels) }
    }

    /// Looks at the labels of an object.
    public func matches(_ object: JSONValue) -> Bool {
        if requirements.isEmpty { return true }
        let labels = object.value(at: "metadata", "labels")?.objectValue ?? [:]
        return matches(labels.compactMapValues(\.stringValue))
    }
}

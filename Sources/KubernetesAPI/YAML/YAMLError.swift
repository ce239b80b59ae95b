import Yams

/// Why a text is not the YAML of an API object, and where.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// 1-based.
    public var line: Int
    /// 1-based, in characters.
    public var column: Int
    public var reason: String

    public var description: String { "line \(line), column \(column): \(reason)" }

    init(line: Int, column: Int, reason: String) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    init(mark: Mark?, reason: String) {
        self.init(line: mark?.line ?? 1, column: mark?.column ?? 1, reason: reason)
    }

    init(_ error: any Error) {
        switch error {
        case let error as YAMLError:
            self = error
        case YamlError.scanner(let context, let problem, let mark, yaml: _),
            YamlError.parser(let context, let problem, let mark, yaml: _),
            YamlError.composer(let context, let problem, let mark, yaml: _):
            let place = context.map { " \($0.text), which began in line \($0.mark.line)" } ?? ""
            self.init(mark: mark, reason: problem + place)
        case YamlError.reader(let problem, let offset, value: _, let yaml):
            let before = yaml.prefix(offset ?? 0)
            let lineStart =
                before.lastIndex(of: "\n").map(before.index(after:)) ?? before.startIndex
            self.init(
                line: before.count { $0 == "\n" } + 1,
                column: before.distance(from: lineStart, to: before.endIndex) + 1, reason: problem)
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
            self.init(
                mark: context.mark, reason: "key \(names) is set more than once in the same map")
        default:
            self.init(line: 1, column: 1, reason: String(describing: error))
        }
    }
}

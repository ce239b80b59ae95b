import Foundation
import JSON
import Yams

/// Keys that a map has more than once, of which the last one counts.
///
/// Yams refuses such a map. Here each but the last of them is given another name in the text, and
/// what stands under that name is dropped from what was read.
struct RepeatedKeys {
    /// Each costs another look at the text; one that has more is refused.
    private static let maximum = 32

    private(set) var text: String
    /// Given names, with the keys that they stand for.
    private var keys: [String: String] = [:]
    private let mark = UUID().uuidString

    init(_ text: String) {
        self.text = text
    }

    /// - Returns: whether the text has changed and is to be read again.
    mutating func rename(after error: any Error) -> Bool {
        guard case YamlError.duplicatedKeysInMapping(let found, let context) = error,
            let key = found.first, keys.count < Self.maximum,
            let range = Self.range(of: key, at: context.mark, in: text)
        else { return false }
        let name = "\(mark)-\(keys.count)"
        keys[name] = key
        text.replaceSubrange(range, with: name)
        return true
    }

    /// Where a key stands, plain or in quotes; nil where it is written in another way.
    private static func range(
        of key: String, at mark: Mark, in text: String
    ) -> Range<String.Index>? {
        let scalars = text.unicodeScalars
        guard let line = start(ofLine: mark.line, in: scalars),
            let start = scalars.index(line, offsetBy: mark.column - 1, limitedBy: scalars.endIndex)
        else { return nil }
        for form in ["\"\(key)\"", "'\(key)'", key] where text[start...].hasPrefix(form) {
            return start..<text.index(start, offsetBy: form.count)
        }
        return nil
    }

    /// - Parameter number: from 1, with the line breaks of YAML 1.1.
    private static func start(
        ofLine number: Int, in scalars: String.UnicodeScalarView
    ) -> String.Index? {
        var line = 1
        var previous: Unicode.Scalar?
        for index in scalars.indices {
            let scalar = scalars[index]
            let endsBreak = previous == "\r" && scalar == "\n"
            if let previous, lineBreaks.contains(previous), !endsBreak { line += 1 }
            if line == number { return index }
            previous = scalar
        }
        return nil
    }

    private static let lineBreaks: Set<Unicode.Scalar> = [
        "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}",
    ]

    /// Takes the given names out again.
    ///
    /// - Parameter paths: receives the path of each key that was there before, in Kubernetes' form.
    func removed(from value: JSONValue, paths: inout [String]) -> JSONValue {
        keys.isEmpty ? value : removed(from: value, at: "", &paths)
    }

    private func removed(
        from value: JSONValue, at path: String, _ paths: inout [String]
    ) -> JSONValue {
        switch value {
        case .array(let elements):
            return .array(
                elements.enumerated().map { index, element in
                    removed(from: element, at: "\(path)[\(index)]", &paths)
                })
        case .object(let members):
            var kept: JSONObject = [:]
            for (name, member) in members {
                let field = (path.isEmpty ? "" : path + ".") + (keys[name] ?? name)
                if keys[name] != nil {
                    paths.append(field)
                } else {
                    kept[name] = removed(from: member, at: field, &paths)
                }
            }
            return .object(kept)
        default: return value
        }
    }
}

import JSON
import KubernetesAPI

/// A file of Resources/Validation: an object that is right, and changes with what is said about them.
///
/// ```yaml
/// kind: Pod
/// operation: create            # or update, status, resize, ephemeralcontainers
/// good: {metadata: {…}, spec: {…}}
/// rows:
/// - set: {"spec.containers[0].image": ""}       # null removes; the index after the last appends
///   says: |-                                    # one message a line
///     spec.containers[0].image: Required value
/// ```
///
/// `before` changes the object that is there, in the rows of an update. Messages are whole, with the
/// words of terms.yaml for what begins with `$`; a row without any is accepted.
struct ValidationTable {
    struct Row: CustomStringConvertible, Sendable {
        var table: String
        var kind: String
        var operation: String
        var old: JSONValue
        var new: JSONValue
        var says: [String]
        var number: Int

        var description: String { "\(table)[\(number)] \(says.first ?? "accepted")" }
    }

    static let folder = "Tests/KubernetesAPITests/Resources/Validation"

    /// The rows of all files.
    static func rows() throws -> [Row] {
        let terms = try YAMLReader.documents(Repository.text("\(folder)/terms.yaml")).first
        let words = (terms?.objectValue ?? [:]).sorted { $0.key > $1.key }
        return try Repository.files(folder, suffix: ".yaml").filter { $0 != "terms.yaml" }
            .flatMap { name in
                try YAMLReader.documents(Repository.text("\(folder)/\(name)")).flatMap {
                    rows(of: $0, name, words.map { ($0.key, $0.value.stringValue ?? "") })
                }
            }
    }

    private static func rows(
        of table: JSONValue, _ name: String, _ words: [(name: String, text: String)]
    ) -> [Row] {
        let kind = table["kind"]?.stringValue ?? ""
        let good = table["good"] ?? .null
        return (table["rows"]?.arrayValue ?? []).enumerated().map { number, row in
            let old = changed(good, row["before"])
            return Row(
                table: name, kind: kind, operation: table["operation"]?.stringValue ?? "create",
                old: old, new: changed(old, row["set"]),
                says: messages(row["says"]?.stringValue ?? "", words), number: number)
        }
    }

    private static func messages(
        _ text: String, _ words: [(name: String, text: String)]
    ) -> [String] {
        let text = words.reduce(text) { $0.replacing("$\($1.name)", with: $1.text) }
        return text.split(separator: "\n").map(String.init)
    }

    private static func changed(_ object: JSONValue, _ changes: JSONValue?) -> JSONValue {
        var object = object
        for (path, value) in (changes?.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
            set(value, at: steps(path)[...], in: &object)
        }
        return object
    }

    private enum Step {
        case member(String)
        case element(Int)
    }

    /// `spec.containers[0].image`
    private static func steps(_ path: String) -> [Step] {
        path.split(separator: ".").flatMap { part -> [Step] in
            let pieces = part.split(separator: "[")
            return pieces.enumerated().map { index, piece in
                index == 0 ? .member(String(piece)) : .element(Int(piece.dropLast()) ?? 0)
            }
        }
    }

    private static func set(
        _ value: JSONValue, at steps: ArraySlice<Step>, in object: inout JSONValue
    ) {
        guard let step = steps.first else {
            object = value
            return
        }
        let rest = steps.dropFirst()
        switch step {
        case .member(let name):
            if object.objectValue == nil { object = [:] }
            var member = object[name] ?? .null
            set(value, at: rest, in: &member)
            object[name] = rest.isEmpty && value.isNull ? nil : member
        case .element(let index):
            var elements = object.arrayValue ?? []
            while elements.count <= index { elements.append(.null) }
            set(value, at: rest, in: &elements[index])
            if rest.isEmpty, value.isNull { elements.remove(at: index) }
            object = .array(elements)
        }
    }
}

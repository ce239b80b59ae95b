import ArgumentParser
import JSON

/// What `swiftlet wait --for` waits for.
enum WaitCondition: Sendable, Hashable, ExpressibleByArgument {
    /// A condition of the status with this value.
    case condition(type: String, value: String)
    /// The object is gone.
    case delete
    /// The object is there.
    case create
    /// The value at a path has this text; nil is any value.
    case value(path: [String], text: String?)

    /// Reads `condition=Ready`, `condition=Ready=false`, `delete`, `create`,
    /// `jsonpath={.status.phase}=Running`.
    init?(argument: String) {
        let lowered = argument.lowercased()
        if lowered == "delete" {
            self = .delete
        } else if lowered == "create" {
            self = .create
        } else if lowered.hasPrefix("condition=") {
            let parts = argument.dropFirst("condition=".count).split(separator: "=", maxSplits: 1)
            guard let type = parts.first else { return nil }
            self = .condition(
                type: String(type), value: parts.count == 2 ? String(parts[1]) : "True")
        } else if lowered.hasPrefix("jsonpath=") {
            self.init(path: argument.dropFirst("jsonpath=".count))
        } else {
            return nil
        }
    }

    private init?(path text: Substring) {
        let text = text.filter { $0 != "'" && $0 != "\"" }
        guard text.hasPrefix("{."), let end = text.firstIndex(of: "}") else { return nil }
        let path = text[..<end].dropFirst(2).split(separator: ".").map(String.init)
        let rest = text[text.index(after: end)...]
        guard !path.isEmpty, rest.isEmpty || rest.hasPrefix("=") else { return nil }
        self = .value(path: path, text: rest.isEmpty ? nil : String(rest.dropFirst()))
    }

    /// - Parameter object: nil where there is none.
    func isMet(by object: JSONValue?) -> Bool {
        switch self {
        case .delete: return object == nil
        case .create: return object != nil
        case .condition(let type, let value):
            let conditions = object?.value(at: "status", "conditions")?.arrayValue ?? []
            let condition = conditions.first {
                $0["type"]?.stringValue?.lowercased() == type.lowercased()
            }
            return condition?["status"]?.stringValue?.lowercased() == value.lowercased()
        case .value(let path, let text):
            guard let found = object?.value(at: path) else { return false }
            return text == nil || (found.stringValue ?? found.serialized()) == text
        }
    }
}

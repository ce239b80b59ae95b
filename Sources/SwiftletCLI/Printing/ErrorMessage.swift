import JSON
import KubernetesAPI

/// What a command says on standard error when it fails.
enum ErrorMessage {
    /// The message with its line end, in kubectl's form.
    static func text(for error: any Error) -> String {
        switch error {
        case let error as APIError where error.reason == "Invalid": invalid(error)
        case let error as APIError where error.reason.isEmpty:
            "Error from server: \(error.message)\n"
        case let error as APIError: "Error from server (\(error.reason)): \(error.message)\n"
        default: "error: \(error)\n"
        }
    }

    /// An object that breaks rules: its kind and name, and what is wrong with which field.
    private static func invalid(_ error: APIError) -> String {
        let kind = error.details?["kind"]?.stringValue ?? ""
        let name = error.details?["name"]?.stringValue ?? ""
        var subject = "The request is invalid"
        if !kind.isEmpty || !name.isEmpty { subject = "The \(kind) \"\(name)\" is invalid" }
        let causes = (error.details?["causes"]?.arrayValue ?? []).map { cause in
            let field = cause["field"]?.stringValue ?? ""
            let message = cause["message"]?.stringValue ?? ""
            return field.isEmpty ? message : "\(field): \(message)"
        }
        switch causes.count {
        case 0: return "\(subject): \(error.message)\n"
        case 1: return "\(subject): \(causes[0])\n"
        default: return "\(subject): \n" + causes.map { "* \($0)\n" }.joined()
        }
    }
}

/// A request that cannot be carried out as it was given.
struct CommandError: Error, Hashable, Sendable, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

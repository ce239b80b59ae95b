import ArgumentParser
import KubernetesClient

/// How a command writes: really or not, and how strictly its manifests are checked.
struct WriteFlags: ParsableArguments {
    enum DryRun: String, ExpressibleByArgument, CaseIterable, Sendable {
        case none
        case client
        case server

        /// What kubectl appends to its messages.
        var suffix: String {
            switch self {
            case .none: ""
            case .client: " (dry run)"
            case .server: " (server dry run)"
            }
        }
    }

    enum Validation: String, ExpressibleByArgument, CaseIterable, Sendable {
        case strict, warn, ignore
        case yes = "true"
        case no = "false"

        var fieldValidation: FieldValidation {
            switch self {
            case .strict, .yes: .strict
            case .warn: .warn
            case .ignore, .no: .ignore
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "none; client: only show what would be sent; server: let the server check it only.",
            valueName: "how"))
    var dryRun = DryRun.none

    @Option(
        help: ArgumentHelp(
            "What becomes of fields that Kubernetes does not know: strict refuses them (also: true), "
                + "warn reports them, ignore (also: false) drops them.", valueName: "how"))
    var validate = Validation.strict

    /// The options of the requests.
    func writeOptions(manager: String) -> WriteOptions {
        WriteOptions(
            dryRun: dryRun == .server, fieldManager: manager,
            fieldValidation: validate.fieldValidation, onWarning: printWarning)
    }
}

import JSON
import KubernetesAPI
import Testing

/// Checks validation against the tables in Resources/Validation, which say what kube-apiserver says.
///
/// A kind joins by a file and a line in `validators`.
@Suite struct ValidationTableTests {
    /// What is said about an object, or about a change of one.
    typealias Validator = @Sendable (_ new: JSONValue, _ old: JSONValue) -> [String]

    /// By kind and operation.
    private static let podValidators: [String: Validator] = [
        "Pod create": { pod, _ in told(PodValidation.validate(defaulted(pod))) },
        "Pod warnings": { pod, _ in PodWarnings.warnings(for: defaulted(pod)) },
        "Pod update": { told(PodValidation.validateUpdate(defaulted($0), from: defaulted($1))) },
        "Pod status": {
            told(PodValidation.validateStatusUpdate(defaulted($0), from: defaulted($1)))
        },
        "Pod ephemeralcontainers": {
            told(PodValidation.validateEphemeralContainers(defaulted($0), from: defaulted($1)))
        },
        "Pod resize": { told(PodValidation.validateResize(defaulted($0), from: defaulted($1))) },
        "PodTemplate create": { template, _ in
            told(PodValidation.validateTemplate(defaultedTemplate(template)))
        },
        "PodTemplate warnings": { template, _ in
            PodWarnings.warnings(forTemplate: defaultedTemplate(template))
        },
    ]

    private static let validators = podValidators.merging(
        kindValidators.mapValues { validate -> Validator in { told(validate($0, $1)) } }
    ) { $1 }

    private static func defaulted(_ pod: JSONValue) -> JSONValue {
        var pod = pod
        PodDefaults.apply(to: &pod)
        return pod
    }

    private static func defaultedTemplate(_ podTemplate: JSONValue) -> JSONValue {
        var podTemplate = podTemplate
        PodDefaults.applyToTemplate(&podTemplate)
        return podTemplate
    }

    private static let rows = (try? ValidationTable.rows()) ?? []

    @Test(arguments: rows)
    func saysWhatKubernetesSays(_ row: ValidationTable.Row) throws {
        let validate = try #require(Self.validators["\(row.kind) \(row.operation)"])
        #expect(validate(row.new, row.old) == row.says)
    }

    /// As a client reads them: each once, without the picture of what changed.
    private static func told(_ findings: [FieldError]) -> [String] {
        var seen: Set<String> = []
        return findings.map { finding in
            let text = finding.description
            return text.firstRange(of: "\n").map { String(text[..<$0.lowerBound]) } ?? text
        }
        .filter { seen.insert($0).inserted }
    }

    @Test func readsTheTables() throws {
        let rows = try ValidationTable.rows()
        #expect(rows.filter { !$0.says.isEmpty }.count >= 300)
        for row in rows {
            #expect(Self.validators["\(row.kind) \(row.operation)"] != nil, "\(row)")
        }
    }
}

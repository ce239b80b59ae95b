import JSON
import KubernetesAPI
import Testing

/// Checks validation against the tables in Resources/Validation, which say what kube-apiserver says.
///
/// A kind joins by a file and a line in `validators`.
@Suite struct ValidationTableTests {
    typealias Validator = @Sendable (_ new: JSONValue, _ old: JSONValue) -> [FieldError]

    /// By kind and operation.
    private static let validators: [String: Validator] = [
        "Pod create": { pod, _ in PodValidation.validate(defaulted(pod)) },
        "Pod update": { PodValidation.validateUpdate(defaulted($0), from: defaulted($1)) },
        "Pod status": { PodValidation.validateStatusUpdate(defaulted($0), from: defaulted($1)) },
        "Pod ephemeralcontainers": {
            PodValidation.validateEphemeralContainers(defaulted($0), from: defaulted($1))
        },
        "Pod resize": { PodValidation.validateResize(defaulted($0), from: defaulted($1)) },
        "PodTemplate create": { template, _ in
            var template = template
            PodDefaults.applyToTemplate(&template)
            return PodValidation.validateTemplate(template)
        },
    ]

    private static func defaulted(_ pod: JSONValue) -> JSONValue {
        var pod = pod
        PodDefaults.apply(to: &pod)
        return pod
    }

    private static let rows = (try? ValidationTable.rows()) ?? []

    @Test(arguments: rows)
    func saysWhatKubernetesSays(_ row: ValidationTable.Row) throws {
        let validate = try #require(Self.validators["\(row.kind) \(row.operation)"])
        #expect(Self.messages(validate(row.new, row.old)) == row.says)
    }

    /// As a client reads them: each once, without the picture of what changed.
    private static func messages(_ findings: [FieldError]) -> [String] {
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

import JSON
import KubernetesAPI

/// PodTemplates: Pods that nobody runs.
struct PodTemplateStrategy: ResourceStrategy {
    var hasStatus: Bool { false }
    var countsGenerations: Bool { true }

    func applyDefaults(to podTemplate: inout JSONValue) {
        PodDefaults.applyToTemplate(&podTemplate)
    }

    func dropDisabledFields(of podTemplate: inout JSONValue, old: JSONValue?) -> [String] {
        guard var spec = podTemplate.value(at: "template", "spec") else { return [] }
        let dropped = DisabledFields.drop(
            from: &spec, at: "template.spec", old: old?.value(at: "template", "spec"))
        if !dropped.isEmpty { podTemplate.set(spec, at: "template", "spec") }
        return dropped
    }

    func validate(_ podTemplate: JSONValue) throws {
        try refuse(podTemplate, PodValidation.validateTemplate(podTemplate))
    }

    func validateUpdate(_ podTemplate: JSONValue, from old: JSONValue) throws {
        try refuse(podTemplate, PodValidation.validateTemplate(podTemplate, from: old))
    }

    func warnings(for podTemplate: JSONValue) throws -> [String] {
        PodWarnings.warnings(forTemplate: podTemplate)
    }

    private func refuse(_ podTemplate: JSONValue, _ findings: [FieldError]) throws {
        if let error = APIError.invalid(.podTemplates, name: podTemplate.name, findings) {
            throw error
        }
    }
}

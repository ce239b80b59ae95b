import JSON
import KubernetesAPI

/// PodTemplates: Pods that nobody runs.
struct PodTemplateStrategy: ResourceStrategy {
    var hasStatus: Bool { false }
    var countsGenerations: Bool { true }

    func applyDefaults(to podTemplate: inout JSONValue) {
        PodDefaults.applyToTemplate(&podTemplate)
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

import JSON
import KubernetesAPI

/// Compares what a client sends with the fields of its type.
public enum FieldReview {
    /// Handles fields that the type does not have, and members named twice, as `options` say.
    ///
    /// - Throws: `APIError` 400.
    public static func check(
        _ object: inout JSONValue, type: ResourceType, options: WriteOptions
    ) throws {
        let report = SchemaValidator.check(object, kind: type.schemaName)
        if let error = report.typeError(kind: type.kind, apiVersion: type.apiVersion) {
            throw error
        }
        let messages = report.strictMessages(duplicates: options.duplicateFields)
        guard !messages.isEmpty else { return }
        switch options.fieldValidation {
        case .strict:
            if let error = report.strictError(
                kind: type.kind, apiVersion: type.apiVersion, duplicates: options.duplicateFields)
            {
                throw error
            }
        case .warn:
            for message in messages { options.onWarning?(message) }
        case .ignore: break
        }
        SchemaValidator.prune(&object, kind: type.schemaName)
    }
}

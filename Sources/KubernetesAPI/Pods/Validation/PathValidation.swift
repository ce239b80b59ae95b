import JSON

/// Paths within volumes.
enum PathValidation {
    /// A path that leads down from where it starts.
    static func descending(_ path: String, _ field: String) -> [FieldError] {
        var errors = backsteps(path, field)
        if path.hasPrefix("/") {
            errors.append(.invalid(field, .string(path), "must be a relative path"))
        }
        return errors
    }

    static func backsteps(_ path: String, _ field: String) -> [FieldError] {
        guard path.split(separator: "/").contains("..") else { return [] }
        return [.invalid(field, .string(path), "must not contain '..'")]
    }
}

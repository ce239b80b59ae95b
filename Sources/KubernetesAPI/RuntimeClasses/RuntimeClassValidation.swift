import JSON

/// RuntimeClasses (pkg/apis/node/validation).
public enum RuntimeClassValidation {
    public static func validate(_ runtimeClass: JSONValue) -> [FieldError] {
        let handler = runtimeClass.string("handler")
        var errors: [FieldError] = NameValidation.dns1123Label(handler).map {
            .invalid("handler", .string(handler), $0)
        }
        let fields = Field(runtimeClass)
        if runtimeClass.has("overhead") {
            errors += ResourceValidation.overhead(
                fields["overhead"]["podFixed"].named(fields["overhead"].path))
        }
        errors += LabelSelectorValidation.labels(fields["scheduling"]["nodeSelector"])
        return errors
    }

    public static func validateUpdate(
        _ runtimeClass: JSONValue, from old: JSONValue
    ) -> [FieldError] {
        let handler = runtimeClass.string("handler")
        if handler == old.string("handler") { return [] }
        return [.invalid("handler", .string(handler), "field is immutable")]
    }
}

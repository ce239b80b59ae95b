/// Lets a validation be written as a list of checks, in the order in which their findings are told.
@resultBuilder
enum FieldErrorList {
    static func buildExpression(_ finding: FieldError) -> [FieldError] { [finding] }
    static func buildExpression(_ findings: [FieldError]) -> [FieldError] { findings }
    static func buildExpression(_ nothing: Void) -> [FieldError] { [] }
    static func buildBlock() -> [FieldError] { [] }
    static func buildPartialBlock(first: [FieldError]) -> [FieldError] { first }
    static func buildPartialBlock(
        accumulated: [FieldError], next: [FieldError]
    ) -> [FieldError] { next.isEmpty ? accumulated : accumulated + next }
    static func buildOptional(_ findings: [FieldError]?) -> [FieldError] { findings ?? [] }
    static func buildEither(first: [FieldError]) -> [FieldError] { first }
    static func buildEither(second: [FieldError]) -> [FieldError] { second }
    static func buildArray(_ findings: [[FieldError]]) -> [FieldError] { findings.flatMap { $0 } }
}

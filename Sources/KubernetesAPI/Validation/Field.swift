import JSON

/// A field of an object under validation: its value, and the path by which messages name it.
///
/// Reading follows Go: what is missing reads as the zero value, and null is as good as missing.
struct Field: Sendable {
    let path: FieldPath
    /// Nil where the field is missing or null.
    let value: JSONValue?

    init(_ object: JSONValue, path: FieldPath = .root) {
        self.path = path
        value = object.isNull ? nil : object
    }

    private init(_ value: JSONValue?, _ path: FieldPath) {
        self.path = path
        self.value = value?.isNull == true ? nil : value
    }

    /// A member of an object.
    subscript(name: String) -> Field { Field(value?[name], .member(path, name)) }

    /// The same value under another name: some messages of Kubernetes name a field otherwise.
    func named(_ path: FieldPath) -> Field { Field(value, path) }

    /// A field beside this one's members that messages name and that has no value of its own.
    func member(_ name: String) -> Field { Field(nil, .member(path, name)) }

    func element(_ index: Int) -> Field { Field(nil, .element(path, index)) }

    func key(_ key: String) -> Field { Field(nil, .key(path, key)) }
}

// MARK: - Values

extension Field {
    var isSet: Bool { value != nil }

    /// Empty text, list or object, or nothing.
    var isEmpty: Bool {
        switch value {
        case nil: true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }

    var text: String { value?.stringValue ?? "" }
    var optionalText: String? { value?.stringValue }
    var number: Int64 { value?.integerValue ?? 0 }
    var optionalNumber: Int64? { value?.integerValue }
    var flag: Bool? { value?.boolValue }
    var isTrue: Bool { value?.boolValue == true }
    var quantity: Quantity? { value.flatMap { Quantity(checking: $0) } }
    var json: JSONValue { value ?? .null }
    var count: Int { value?.arrayValue?.count ?? 0 }

    /// The elements of a list, each with its place.
    var elements: [Field] {
        guard case .array(let elements)? = value else { return [] }
        return elements.enumerated().map { Field($0.element, .element(path, $0.offset)) }
    }

    /// The texts of a list.
    var texts: [String] { elements.map(\.text) }

    /// The entries of a map in the order of their keys.
    var entries: [(key: String, field: Field)] {
        guard case .object(let members)? = value else { return [] }
        return members.sorted { $0.key < $1.key }.map {
            ($0.key, Field($0.value, .key(path, $0.key)))
        }
    }
}

// MARK: - Findings

extension Field {
    func required(_ detail: String = "") -> FieldError { .required(path.description, detail) }

    func forbidden(_ detail: String) -> FieldError { .forbidden(path.description, detail) }

    func invalid(_ detail: String) -> FieldError { .invalid(path.description, json, detail) }

    func invalid(_ value: JSONValue, _ detail: String) -> FieldError {
        .invalid(path.description, value, detail)
    }

    /// One finding for each problem with the text.
    func invalid(_ problems: [String]) -> [FieldError] {
        problems.map { invalid(.string(text), $0) }
    }

    func duplicate() -> FieldError { .duplicate(path.description, json) }

    func duplicate(_ value: JSONValue) -> FieldError { .duplicate(path.description, value) }

    func notFound(_ value: JSONValue? = nil) -> FieldError {
        .notFound(path.description, value ?? json)
    }

    func tooLong(_ maximumBytes: Int) -> FieldError {
        .tooLong(path.description, maximumBytes: maximumBytes)
    }

    /// - Parameter supported: in the order in which Kubernetes names them.
    func notSupported(_ supported: [String], value: JSONValue? = nil) -> FieldError {
        let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
        return FieldError(
            reason: .notSupported, field: path.description,
            message: "Unsupported value: \((value ?? json).serialized()): supported values: \(list)"
        )
    }

    /// Refuses a text that is none of `supported`; an empty one is missing.
    @FieldErrorList func oneOf(_ supported: [String]) -> [FieldError] {
        if text.isEmpty {
            required()
        } else if !supported.contains(text) {
            notSupported(supported)
        }
    }

    /// Refuses a text that is there and none of `supported`.
    @FieldErrorList func optionallyOneOf(_ supported: [String]) -> [FieldError] {
        if isSet, !supported.contains(text) { notSupported(supported, value: .string(text)) }
    }

    @FieldErrorList func notNegative() -> [FieldError] {
        if number < 0 { invalid("must be greater than or equal to 0") }
    }

    @FieldErrorList func between(_ range: ClosedRange<Int64>) -> [FieldError] {
        if !range.contains(number) {
            invalid("must be between \(range.lowerBound) and \(range.upperBound), inclusive")
        }
    }

    /// A name of the form that `problems` tells, which must be there.
    @FieldErrorList func requiredName(_ problems: (String) -> [String]) -> [FieldError] {
        if text.isEmpty { required() } else { invalid(problems(text)) }
    }
}

import JSON

/// Paths within volumes.
enum PathValidation {
    /// A path that leads down from where it starts.
    @FieldErrorList static func descending(_ path: Field) -> [FieldError] {
        if path.text.hasPrefix("/") { path.invalid("must be a relative path") }
        noBacksteps(path)
    }

    /// A path that leads down and whose name the kubelet does not need for itself.
    @FieldErrorList static func local(_ path: Field) -> [FieldError] {
        descending(path)
        if path.text.hasPrefix(".."), !path.text.hasPrefix("../") {
            path.invalid("must not start with '..'")
        }
    }

    @FieldErrorList static func noBacksteps(_ path: Field) -> [FieldError] {
        if path.text.utf8.split(separator: UInt8(ascii: "/")).contains(where: {
            $0.elementsEqual("..".utf8)
        }) {
            path.invalid("must not contain '..'")
        }
    }
}

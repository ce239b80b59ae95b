import JSON

/// How large the logs of a Pod's containers may get, as its annotations say:
///
/// ```yaml
/// annotations:
///   swiftlet.io/log-max-size: 50Mi
///   swiftlet.io/log-max-files: "3"
/// ```
public struct PodLogLimits: Sendable, Hashable {
    /// Bytes of a log file.
    public var maximumSize: Int64?
    /// The current file included.
    public var maximumFiles: Int?

    public static let sizeAnnotation = "swiftlet.io/log-max-size"
    public static let filesAnnotation = "swiftlet.io/log-max-files"

    /// A record with the longest text fits.
    static let smallestSize: Int64 = 16 << 10
    static let files = 2...1000

    /// What is not valid counts for nothing: a Pod that has such an annotation is refused.
    public init(_ pod: Pod) {
        let annotations = pod.metadata.annotations
        maximumSize = annotations[Self.sizeAnnotation].flatMap(Self.size)
        maximumFiles = annotations[Self.filesAnnotation].flatMap(Self.count)
    }

    static func size(_ text: String) -> Int64? {
        guard let size = Quantity(text)?.value, size >= smallestSize else { return nil }
        return size
    }

    static func count(_ text: String) -> Int? {
        guard let count = Int(text), files.contains(count) else { return nil }
        return count
    }
}

extension PodAnnotationValidation {
    @FieldErrorList static func logLimits(_ annotations: Field) -> [FieldError] {
        let size = entry(annotations, PodLogLimits.sizeAnnotation)
        if size.isSet, PodLogLimits.size(size.text) == nil {
            size.invalid("must be a size of 16Ki or more, for example 10Mi")
        }
        let files = entry(annotations, PodLogLimits.filesAnnotation)
        if files.isSet, PodLogLimits.count(files.text) == nil {
            files.invalid("must be a number from 2 to 1000, the current file included")
        }
    }
}

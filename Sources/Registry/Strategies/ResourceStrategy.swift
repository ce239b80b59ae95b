import JSON
import KubernetesAPI

/// What is particular to one type of object. The defaults suit a type without particulars.
protocol ResourceStrategy: Sendable {
    /// Whether `status` is a subresource, which other writes leave alone.
    var hasStatus: Bool { get }
    /// Fields that writes to the object itself leave alone, with all below them: nobody gets to own
    /// them that way.
    var resetFields: FieldSet { get }
    /// Whether `metadata.generation` counts the changes of `spec`.
    var countsGenerations: Bool { get }

    /// Whether an update makes an object that is not there (AllowCreateOnUpdate in Kubernetes).
    var createsOnUpdate: Bool { get }
    /// Whether an update has to name the version that it was made from (the opposite of Kubernetes'
    /// AllowUnconditionalUpdate).
    var requiresVersion: Bool { get }

    /// Fills in what the type's version says of fields that are left out, before anything else looks
    /// at the object; the client owns these. Doing so twice is the same as once.
    func applyDefaults(to object: inout JSONValue)
    /// Takes out what is not to be stored because the feature that it belongs to is off.
    ///
    /// - Parameter old: the object as it is stored; nil for a new one.
    /// - Returns: warnings, one for each field.
    func dropDisabledFields(of object: inout JSONValue, old: JSONValue?) -> [String]
    /// Completes an object whose metadata is complete.
    func prepareForCreate(_ object: inout JSONValue, now: Timestamp)
    /// Completes a changed object.
    func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, now: Timestamp)
    /// Completes an object with a new status.
    func prepareForStatusUpdate(_ object: inout JSONValue, from old: JSONValue)
    /// - Throws: `APIError`.
    func validate(_ object: JSONValue) throws
    /// - Throws: `APIError`.
    func validateUpdate(_ object: JSONValue, from old: JSONValue) throws
    /// - Throws: `APIError`.
    func validateStatusUpdate(_ object: JSONValue, from old: JSONValue) throws
    /// Subresources beside `status` that are parts of the object, written on their own: `resize`.
    var parts: Set<String> { get }
    /// Leaves of a changed object only what a write of the part may change.
    func prepareForUpdate(of part: String, _ object: inout JSONValue, from old: JSONValue)
    /// - Throws: `APIError`.
    func validateUpdate(of part: String, _ object: JSONValue, from old: JSONValue) throws
    /// What the client should know who wrote a part.
    func warnings(ofUpdating part: String, of object: JSONValue) throws -> [String]
    /// What the client should know about a new object.
    ///
    /// - Throws: `APIError` where the object is refused.
    func warnings(for object: JSONValue) throws -> [String]

    /// - Throws: `APIError` for an object that may not be deleted.
    func admitDeletion(_ object: JSONValue) throws
    /// Seconds from a deletion to the object's end; 0 removes it at once.
    func gracePeriod(of object: JSONValue, asked: Int64?) -> Int64
    /// Whether finalizers keep the object.
    func isHeld(_ object: JSONValue) -> Bool
    /// Completes an object that was marked for deletion.
    func prepareForDeletion(_ object: inout JSONValue)
}

extension ResourceStrategy {
    var hasStatus: Bool { true }
    var resetFields: FieldSet { hasStatus ? ["f:status"] : [] }
    var countsGenerations: Bool { false }
    var createsOnUpdate: Bool { false }
    var requiresVersion: Bool { false }
    func applyDefaults(to object: inout JSONValue) {}
    func dropDisabledFields(of object: inout JSONValue, old: JSONValue?) -> [String] { [] }
    func prepareForCreate(_ object: inout JSONValue, now: Timestamp) {}
    func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, now: Timestamp) {}
    func prepareForStatusUpdate(_ object: inout JSONValue, from old: JSONValue) {}
    var parts: Set<String> { [] }
    func prepareForUpdate(of part: String, _ object: inout JSONValue, from old: JSONValue) {}
    func validateUpdate(of part: String, _ object: JSONValue, from old: JSONValue) throws {}
    func warnings(ofUpdating part: String, of object: JSONValue) throws -> [String] { [] }
    func validate(_ object: JSONValue) throws {}
    func validateUpdate(_ object: JSONValue, from old: JSONValue) throws { try validate(object) }
    func validateStatusUpdate(_ object: JSONValue, from old: JSONValue) throws {}
    func warnings(for object: JSONValue) throws -> [String] { [] }
    func admitDeletion(_ object: JSONValue) throws {}
    func gracePeriod(of object: JSONValue, asked: Int64?) -> Int64 { 0 }
    func isHeld(_ object: JSONValue) -> Bool { !object.finalizers.isEmpty }
    func prepareForDeletion(_ object: inout JSONValue) {}
}

import JSON

/// Events in core/v1's form (pkg/apis/core/validation/events.go).
public enum EventValidation {
    private static let maximumNameLength = 128
    private static let maximumNoteLength = 1024

    /// - Parameter isCore: whether the client spoke core/v1; events.k8s.io/v1 asks for more.
    public static func validate(_ event: JSONValue, isCore: Bool) -> [FieldError] {
        var errors = commonErrors(event, isCore: isCore)
        if isCore { return errors }
        errors += seriesErrors(event)
        if !event.has("eventTime") { errors.append(.required("eventTime")) }
        let type = event.string("type")
        if type != "Normal", type != "Warning" {
            errors.append(.invalid("type", "", "has invalid value: \(type)"))
        }
        for member in ["firstTimestamp", "lastTimestamp"] where event.has(member) {
            errors.append(.invalid(member, "", "needs to be unset"))
        }
        if event["count"]?.integerValue ?? 0 != 0 {
            errors.append(.invalid("count", "", "needs to be unset"))
        }
        if ["component", "host"].contains(where: { !event.members("source").text($0).isEmpty }) {
            errors.append(.invalid("source", "", "needs to be unset"))
        }
        return errors
    }

    public static func validateUpdate(
        _ event: JSONValue, from old: JSONValue, isCore: Bool
    ) -> [FieldError] {
        var errors = commonErrors(event, isCore: isCore)
        if isCore { return errors }
        if event["series"] != old["series"] { errors += seriesErrors(event) }
        let fixed = [
            "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp",
            "count", "type", "eventTime", "action", "related", "reportingComponent",
            "reportingInstance",
        ]
        errors += fixed.filter { !isSame(event[$0], old[$0]) }.map {
            .invalid($0, event[$0] ?? .null, "field is immutable")
        }
        return errors
    }

    private static func isSame(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        isNothing(left) && isNothing(right) || left == right
    }

    private static func isNothing(_ value: JSONValue?) -> Bool {
        guard let value else { return true }
        return value.isZero || value == [:]
    }

    private static func seriesErrors(_ event: JSONValue) -> [FieldError] {
        guard event.has("series"), let series = event["series"] else { return [] }
        var errors: [FieldError] = []
        if series["count"]?.integerValue ?? 0 < 2 {
            errors.append(.invalid("series.count", "", "should be at least 2"))
        }
        if !series.has("lastObservedTime") {
            errors.append(.required("series.lastObservedTime"))
        }
        return errors
    }

    /// What holds for every Event. One with a time of its own is of the newer kind.
    private static func commonErrors(_ event: JSONValue, isCore: Bool) -> [FieldError] {
        let namespace = event.value(at: "metadata", "namespace")?.stringValue ?? ""
        let involved = event.value(at: "involvedObject", "namespace")?.stringValue ?? ""
        let mismatch = FieldError.invalid(
            "involvedObject.namespace", .string(involved), "does not match event.namespace")
        guard event.has("eventTime") else {
            let places = involved.isEmpty ? ["", "default"] : [involved]
            return places.contains(namespace) ? [] : [mismatch]
        }
        var errors: [FieldError] = []
        if involved.isEmpty, namespace != "default", namespace != "kube-system" {
            errors.append(mismatch)
        }
        let controller = event.string("reportingComponent")
        let field = isCore ? "reportingComponent" : "reportingController"
        if controller.isEmpty { errors.append(.required(field)) }
        errors += NameValidation.qualifiedName(controller).map {
            .invalid(field, .string(controller), $0)
        }
        for (member, limit) in [
            ("reportingInstance", maximumNameLength), ("action", maximumNameLength),
            ("reason", maximumNameLength), ("message", maximumNoteLength),
        ] {
            let text = event.string(member)
            if text.isEmpty, member != "message" { errors.append(.required(member)) }
            if text.utf8.count > limit {
                errors.append(.invalid(member, "", "can have at most \(limit) characters"))
            }
        }
        return errors
    }
}

extension JSONObject {
    fileprivate func text(_ key: String) -> String { self[key]?.stringValue ?? "" }
}

import JSON
import KubernetesAPI
import KubernetesClient

extension QueryParameters {
    func listOptions() throws(APIError) -> ListOptions {
        ListOptions(
            labelSelector: self["labelSelector"], fieldSelector: self["fieldSelector"],
            resourceVersion: self["resourceVersion"],
            resourceVersionMatch: self["resourceVersionMatch"],
            limit: Int(clamping: try integer("limit") ?? 0), continueToken: self["continue"],
            timeoutSeconds: try integer("timeoutSeconds").map(Int.init(clamping:)),
            allowWatchBookmarks: try flag("allowWatchBookmarks"),
            sendInitialEvents: contains("sendInitialEvents")
                ? try flag("sendInitialEvents") : nil)
    }

    /// - Parameter userAgent: names the manager of the fields where the query does not.
    func writeOptions(
        userAgent: String?, onWarning: @escaping @Sendable (String) -> Void
    ) throws(APIError) -> WriteOptions {
        WriteOptions(
            dryRun: try dryRun(),
            fieldManager: try fieldManager() ?? userAgent.map(FieldManager.name(fromUserAgent:)),
            fieldValidation: try fieldValidation(), onWarning: onWarning)
    }

    /// The options of a patch: an apply has to name its manager, and only an apply has `force`.
    func patchOptions(
        _ format: Patch.Format, userAgent: String?,
        onWarning: @escaping @Sendable (String) -> Void
    ) throws(APIError) -> WriteOptions {
        var errors: [FieldError] = []
        if format == .apply {
            if self["fieldManager"] == nil {
                errors.append(.required("fieldManager", "is required for apply patch"))
            }
        } else if self["force"] != nil {
            errors.append(.forbidden("force", "may not be specified for non-apply patch"))
        }
        if let error = APIError.invalidOptions("PatchOptions", errors) { throw error }
        var options = try writeOptions(userAgent: userAgent, onWarning: onWarning)
        options.force = try flag("force")
        return options
    }

    private func fieldManager() throws(APIError) -> String? {
        guard let name = self["fieldManager"] else { return nil }
        let errors = FieldManager.validate(name: name, "fieldManager")
        if let error = APIError.invalidOptions("PatchOptions", errors) { throw error }
        return name
    }

    /// The options of a deletion; what the body says goes before the query.
    func deleteOptions(body: JSONValue?) throws(APIError) -> DeleteOptions {
        var options = DeleteOptions(
            gracePeriodSeconds: try integer("gracePeriodSeconds"),
            propagationPolicy: self["propagationPolicy"], dryRun: try dryRun())
        guard let body, !body.isNull else { return options }
        if let kind = body["kind"]?.stringValue, kind != "DeleteOptions" {
            throw .badRequest("the body of a deletion is a DeleteOptions, not a \(kind)")
        }
        if let grace = body["gracePeriodSeconds"]?.integerValue {
            guard grace >= 0 else { throw .badRequest("gracePeriodSeconds must be at least 0") }
            options.gracePeriodSeconds = grace
        }
        options.preconditionUID = body.value(at: "preconditions", "uid")?.stringValue
        options.preconditionResourceVersion =
            body.value(at: "preconditions", "resourceVersion")?.stringValue
        if let policy = body["propagationPolicy"]?.stringValue {
            options.propagationPolicy = policy
        }
        if let values = body["dryRun"]?.arrayValue, !values.isEmpty {
            guard values == ["All"] else { throw Self.invalidDryRun }
            options.dryRun = true
        }
        return options
    }

    /// Kubernetes' default is to warn.
    func fieldValidation() throws(APIError) -> FieldValidation {
        guard let text = self["fieldValidation"] else { return .warn }
        guard let value = FieldValidation(rawValue: text) else {
            throw .badRequest(
                "query parameter fieldValidation: \"\(text)\" is none of Strict, Warn, Ignore")
        }
        return value
    }

    private func dryRun() throws(APIError) -> Bool {
        switch self["dryRun"] {
        case nil: return false
        case "All": return true
        default: throw Self.invalidDryRun
        }
    }

    private static var invalidDryRun: APIError {
        .badRequest("dryRun may only be \"All\"")
    }
}

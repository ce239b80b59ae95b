import JSON
import KubernetesAPI
import KubernetesClient

extension QueryParameters {
    func listOptions() throws(APIError) -> ListOptions {
        ListOptions(
            labelSelector: self["labelSelector"], fieldSelector: self["fieldSelector"],
            resourceVersion: self["resourceVersion"],
            resourceVersionMatch: self["resourceVersionMatch"],
            limit: Int(clamping: max(try integer("limit", Int64.min...Int64.max) ?? 0, 0)),
            continueToken: self["continue"],
            // Nobody waits for longer than 68 years, and no clock counts more than some of them.
            timeoutSeconds: try integer("timeoutSeconds").map { Int(Int32(clamping: $0)) },
            allowWatchBookmarks: flag("allowWatchBookmarks"),
            sendInitialEvents: contains("sendInitialEvents")
                ? flag("sendInitialEvents") : nil)
    }

    /// The name that a refusal has for the options of a request together.
    enum OptionsKind: String {
        case create = "CreateOptions"
        case update = "UpdateOptions"
        case patch = "PatchOptions"
        case delete = "DeleteOptions"
    }

    /// - Parameter userAgent: names the manager of the fields where the query does not.
    /// - Throws: 422 with all that is wrong.
    func writeOptions(
        _ kind: OptionsKind, userAgent: String?, onWarning: @escaping @Sendable (String) -> Void
    ) throws(APIError) -> WriteOptions {
        try writeOptions(kind, [], userAgent, onWarning)
    }

    /// The options of a patch: an apply has to name its manager, and only an apply has `force`.
    ///
    /// - Throws: 422 with all that is wrong.
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
        var options = try writeOptions(.patch, errors, userAgent, onWarning)
        options.force = flag("force")
        return options
    }

    /// - Parameter errors: what is wrong with options of this kind alone.
    private func writeOptions(
        _ kind: OptionsKind, _ errors: [FieldError], _ userAgent: String?,
        _ onWarning: @escaping @Sendable (String) -> Void
    ) throws(APIError) -> WriteOptions {
        let manager = self["fieldManager"]
        let dryRun = all("dryRun").filter { !$0.isEmpty }
        let validation = self["fieldValidation"]
        let errors =
            errors + (manager.map { FieldManager.validate(name: $0, "fieldManager") } ?? [])
            + Self.errors(ofDryRun: dryRun) + Self.errors(ofFieldValidation: validation)
        if let error = APIError.invalidOptions(kind.rawValue, errors) { throw error }
        return WriteOptions(
            dryRun: !dryRun.isEmpty,
            fieldManager: manager ?? userAgent.map(FieldManager.name(fromUserAgent:)),
            // Kubernetes' default is to warn.
            fieldValidation: validation.flatMap(FieldValidation.init(rawValue:)) ?? .warn,
            onWarning: onWarning)
    }

    /// The options of a deletion; what the body says goes before the query.
    ///
    /// - Throws: 422 with all that is wrong.
    func deleteOptions(body: JSONValue?) throws(APIError) -> DeleteOptions {
        var options = DeleteOptions(
            gracePeriodSeconds: try integer("gracePeriodSeconds", Int64.min...Int64.max),
            propagationPolicy: self["propagationPolicy"])
        var dryRun = all("dryRun").filter { !$0.isEmpty }
        var orphans = contains("orphanDependents") ? flag("orphanDependents") : nil
        if let body, !body.isNull {
            if let kind = body["kind"]?.stringValue, kind != "DeleteOptions" {
                throw .badRequest("the body of a deletion is a DeleteOptions, not a \(kind)")
            }
            if let grace = body["gracePeriodSeconds"]?.integerValue {
                options.gracePeriodSeconds = grace
            }
            options.preconditionUID = body.value(at: "preconditions", "uid")?.stringValue
            options.preconditionResourceVersion =
                body.value(at: "preconditions", "resourceVersion")?.stringValue
            if let policy = body["propagationPolicy"]?.stringValue {
                options.propagationPolicy = policy
            }
            if let flag = body["orphanDependents"]?.boolValue { orphans = flag }
            if let values = body["dryRun"]?.arrayValue, !values.isEmpty {
                dryRun = values.map { $0.stringValue ?? $0.serialized() }
            }
        }
        let errors =
            Self.errors(ofOrphans: orphans, policy: options.propagationPolicy)
            + Self.errors(ofDryRun: dryRun)
        if let error = APIError.invalidOptions(OptionsKind.delete.rawValue, errors) { throw error }
        options.dryRun = !dryRun.isEmpty
        // As short as Kubernetes makes what is less than nothing.
        options.gracePeriodSeconds = options.gracePeriodSeconds.map { $0 < 0 ? 1 : $0 }
        if let orphans { options.propagationPolicy = orphans ? "Orphan" : "Background" }
        return options
    }

    /// `orphanDependents` is what there was before `propagationPolicy`.
    private static func errors(ofOrphans orphans: Bool?, policy: String?) -> [FieldError] {
        guard orphans != nil, let policy else { return [] }
        return [
            .invalid(
                "propagationPolicy", .string(policy),
                "orphanDependents and deletionPropagation cannot be both set")
        ]
    }

    private static func errors(ofDryRun values: [String]) -> [FieldError] {
        guard !values.allSatisfy({ $0 == "All" }) else { return [] }
        let value = JSONValue.array(values.map { .string($0) })
        var error = FieldError.notSupported("dryRun", value, supported: ["All"])
        // A list in Go's notation.
        let list = values.map { JSONValue.string($0).serialized() }.joined(separator: ", ")
        error.message = "Unsupported value: []string{\(list)}: supported values: \"All\""
        return [error]
    }

    private static func errors(ofFieldValidation value: String?) -> [FieldError] {
        guard let value, FieldValidation(rawValue: value) == nil else { return [] }
        return [
            .notSupported(
                "fieldValidation", .string(value), supported: ["", "Ignore", "Strict", "Warn"])
        ]
    }
}

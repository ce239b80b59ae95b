import JSON

/// What a list or watch is limited to.
public struct ListOptions: Sendable, Hashable {
    /// As in `kubectl -l`.
    public var labelSelector: String?
    /// As in `kubectl --field-selector`.
    public var fieldSelector: String?
    /// Watch: events after this version.
    public var resourceVersion: String?
    /// List: at most so many objects; 0 is no limit.
    public var limit: Int
    /// List: where the last answer ended.
    public var continueToken: String?
    /// Watch: the server closes after so long; nil leaves it to the server.
    public var timeoutSeconds: Int?
    public var allowWatchBookmarks: Bool
    /// Watch: begin with the present objects as `added`, then a bookmark with the annotation
    /// `k8s.io/initial-events-end`.
    public var sendInitialEvents: Bool

    public init(
        labelSelector: String? = nil, fieldSelector: String? = nil, resourceVersion: String? = nil,
        limit: Int = 0, continueToken: String? = nil, timeoutSeconds: Int? = nil,
        allowWatchBookmarks: Bool = false, sendInitialEvents: Bool = false
    ) {
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
        self.resourceVersion = resourceVersion
        self.limit = limit
        self.continueToken = continueToken
        self.timeoutSeconds = timeoutSeconds
        self.allowWatchBookmarks = allowWatchBookmarks
        self.sendInitialEvents = sendInitialEvents
    }
}

/// What the server does with fields it does not know.
public enum FieldValidation: String, Sendable, Hashable {
    case strict = "Strict"
    case warn = "Warn"
    case ignore = "Ignore"
}

/// How a write is carried out.
public struct WriteOptions: Sendable {
    public var dryRun: Bool
    public var fieldManager: String?
    public var fieldValidation: FieldValidation
    /// Receives each warning the server has (HTTP header `Warning`).
    public var onWarning: (@Sendable (String) -> Void)?

    public init(
        dryRun: Bool = false, fieldManager: String? = nil,
        fieldValidation: FieldValidation = .strict,
        onWarning: (@Sendable (String) -> Void)? = nil
    ) {
        self.dryRun = dryRun
        self.fieldManager = fieldManager
        self.fieldValidation = fieldValidation
        self.onWarning = onWarning
    }
}

/// How an object ends.
public struct DeleteOptions: Sendable, Hashable {
    /// Seconds; nil takes the object's own.
    public var gracePeriodSeconds: Int64?
    /// Delete only the object with this uid.
    public var preconditionUID: String?
    public var preconditionResourceVersion: String?
    public var propagationPolicy: String?
    public var dryRun: Bool

    public init(
        gracePeriodSeconds: Int64? = nil, preconditionUID: String? = nil,
        preconditionResourceVersion: String? = nil, propagationPolicy: String? = nil,
        dryRun: Bool = false
    ) {
        self.gracePeriodSeconds = gracePeriodSeconds
        self.preconditionUID = preconditionUID
        self.preconditionResourceVersion = preconditionResourceVersion
        self.propagationPolicy = propagationPolicy
        self.dryRun = dryRun
    }
}

/// A change to an object.
public struct Patch: Sendable, Hashable {
    /// The media types of Kubernetes' patches.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case json = "application/json-patch+json"
        case merge = "application/merge-patch+json"
        case strategicMerge = "application/strategic-merge-patch+json"
    }

    public var format: Format
    public var body: JSONValue

    public init(_ format: Format, _ body: JSONValue) {
        self.format = format
        self.body = body
    }
}

/// The answer to a list.
public struct ObjectList: Sendable, Hashable {
    public var items: [JSONValue]
    /// Watch from here to miss nothing.
    public var resourceVersion: String
    /// Set where `limit` cut the list.
    public var continueToken: String?
    public var remainingItemCount: Int?

    public init(
        items: [JSONValue], resourceVersion: String, continueToken: String? = nil,
        remainingItemCount: Int? = nil
    ) {
        self.items = items
        self.resourceVersion = resourceVersion
        self.continueToken = continueToken
        self.remainingItemCount = remainingItemCount
    }
}

/// One change that a watch reports.
public struct WatchEvent: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
        case bookmark = "BOOKMARK"
    }

    public var kind: Kind
    public var object: JSONValue

    public init(_ kind: Kind, _ object: JSONValue) {
        self.kind = kind
        self.object = object
    }
}

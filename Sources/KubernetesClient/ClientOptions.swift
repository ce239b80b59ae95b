import JSON

/// What a list or watch is limited to.
public struct ListOptions: Sendable, Hashable {
    /// As in `kubectl -l`.
    public var labelSelector: String?
    /// As in `kubectl --field-selector`.
    public var fieldSelector: String?
    /// Watch: events after this version. List: as `resourceVersionMatch` says.
    public var resourceVersion: String?
    /// `Exact` or `NotOlderThan`; nil is what Kubernetes did before there was the parameter.
    public var resourceVersionMatch: String?
    /// List: at most so many objects; 0 is no limit.
    public var limit: Int
    /// List: where the last answer ended.
    public var continueToken: String?
    /// Watch: the server closes after so long; nil leaves it to the server.
    public var timeoutSeconds: Int?
    public var allowWatchBookmarks: Bool
    /// Watch: whether to begin with the present objects as `added`, then a bookmark with the
    /// annotation `k8s.io/initial-events-end`; nil leaves it to `resourceVersion`.
    public var sendInitialEvents: Bool?

    public init(
        labelSelector: String? = nil, fieldSelector: String? = nil, resourceVersion: String? = nil,
        resourceVersionMatch: String? = nil, limit: Int = 0, continueToken: String? = nil,
        timeoutSeconds: Int? = nil, allowWatchBookmarks: Bool = false,
        sendInitialEvents: Bool? = nil
    ) {
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
        self.resourceVersion = resourceVersion
        self.resourceVersionMatch = resourceVersionMatch
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
    /// Who writes, as `metadata.managedFields` names them; an apply needs one.
    public var fieldManager: String?
    /// Apply: take the fields that others own.
    public var force: Bool
    public var fieldValidation: FieldValidation
    /// Paths of members that the object's text named twice, which `fieldValidation` is about too.
    public var duplicateFields: [String]
    /// Receives each warning the server has (HTTP header `Warning`).
    public var onWarning: (@Sendable (String) -> Void)?
    /// Is told where an apply makes an object that was not there.
    public var onCreate: (@Sendable () -> Void)?
    /// Is given the JSON text of the object as it is after the write, where that is there anyhow.
    public var onText: (@Sendable ([UInt8]) -> Void)?

    public init(
        dryRun: Bool = false, fieldManager: String? = nil, force: Bool = false,
        fieldValidation: FieldValidation = .strict, duplicateFields: [String] = [],
        onWarning: (@Sendable (String) -> Void)? = nil, onCreate: (@Sendable () -> Void)? = nil
    ) {
        self.dryRun = dryRun
        self.fieldManager = fieldManager
        self.force = force
        self.fieldValidation = fieldValidation
        self.duplicateFields = duplicateFields
        self.onWarning = onWarning
        self.onCreate = onCreate
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
        /// Server-side apply: the body is the part of the object that its manager wants.
        case apply = "application/apply-patch+yaml"
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

/// The answer to a list as JSON text, for a server that passes it on.
public struct ObjectListText: Sendable, Hashable {
    /// The objects with commas between them.
    public var items: [UInt8]
    /// Where each object is among `items`.
    public var ranges: [Range<Int>]
    public var resourceVersion: String
    public var continueToken: String?
    public var remainingItemCount: Int?

    public init(
        items: [UInt8], ranges: [Range<Int>], resourceVersion: String,
        continueToken: String? = nil, remainingItemCount: Int? = nil
    ) {
        self.items = items
        self.ranges = ranges
        self.resourceVersion = resourceVersion
        self.continueToken = continueToken
        self.remainingItemCount = remainingItemCount
    }

    public init(_ list: ObjectList) {
        self.init(
            items: [], ranges: [], resourceVersion: list.resourceVersion,
            continueToken: list.continueToken, remainingItemCount: list.remainingItemCount)
        for item in list.items { append { item.serialize(to: &$0) } }
    }
}

extension ObjectListText {
    /// Adds an object, whose text `write` adds to what there is.
    public mutating func append(_ write: (inout [UInt8]) -> Void) {
        if !items.isEmpty { items.append(UInt8(ascii: ",")) }
        let start = items.count
        write(&items)
        ranges.append(start..<items.count)
    }
}

/// One change that a watch reports.
public struct WatchEvent: Sendable {
    public enum Kind: String, Sendable, Hashable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
        case bookmark = "BOOKMARK"
    }

    public var kind: Kind
    public var object: JSONValue
    /// `object` as JSON text, where a source with many watchers has made it once for all.
    public var text: [UInt8]?

    public init(_ kind: Kind, _ object: JSONValue, text: [UInt8]? = nil) {
        self.kind = kind
        self.object = object
        self.text = text
    }
}

extension WatchEvent: Hashable {
    public static func == (left: WatchEvent, right: WatchEvent) -> Bool {
        left.kind == right.kind && left.object == right.object
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(object)
    }
}

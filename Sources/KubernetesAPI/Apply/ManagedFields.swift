import JSON

/// Who owns which fields of an object: `metadata.managedFields`.
struct ManagedFields: Sendable, Hashable {
    enum Operation: String, Sendable {
        case apply = "Apply"
        case update = "Update"
    }

    /// Whom an entry is about. One that applies has one entry whatever version it applies with.
    struct Manager: Sendable, Hashable {
        var name: String
        var operation: Operation
        /// Empty for one that applies.
        var apiVersion: String
        /// Empty for the object itself.
        var subresource: String

        init(name: String, operation: Operation, apiVersion: String, subresource: String = "") {
            self.name = name
            self.operation = operation
            self.apiVersion = operation == .apply ? "" : apiVersion
            self.subresource = subresource
        }
    }

    struct Entry: Sendable, Hashable {
        var fields: FieldSet
        /// The version whose field names these are.
        var apiVersion: String
        /// Of the last change; RFC 3339.
        var time: String?
    }

    var entries: [Manager: Entry] = [:]

    init() {}

    /// Reads `metadata.managedFields`.
    ///
    /// - Returns: nil where an entry cannot be read.
    init?(json: JSONValue?) {
        guard let list = json?.arrayValue else {
            if json == nil || json == .null { return }
            return nil
        }
        for item in list {
            guard let operation = item["operation"]?.stringValue.flatMap(Operation.init),
                let apiVersion = item["apiVersion"]?.stringValue, !apiVersion.isEmpty,
                item["fieldsType"]?.stringValue == "FieldsV1",
                let fields = FieldSet(fieldsV1: item["fieldsV1"] ?? [:])
            else { return nil }
            let manager = Manager(
                name: item["manager"]?.stringValue ?? "", operation: operation,
                apiVersion: apiVersion, subresource: item["subresource"]?.stringValue ?? "")
            entries[manager] = Entry(
                fields: fields, apiVersion: apiVersion, time: item["time"]?.stringValue)
        }
    }

    /// The entries in Kubernetes' order: those that apply first, then by time.
    var json: JSONValue {
        .array(entries.sorted(by: Self.precedes).map(Self.json))
    }

    private static func json(_ manager: Manager, _ entry: Entry) -> JSONValue {
        var members: JSONObject = [
            "manager": .string(manager.name), "operation": .string(manager.operation.rawValue),
            "apiVersion": .string(entry.apiVersion), "fieldsType": "FieldsV1",
            "fieldsV1": entry.fields.fieldsV1,
        ]
        members["time"] = entry.time.map(JSONValue.string)
        if !manager.subresource.isEmpty { members["subresource"] = .string(manager.subresource) }
        return .object(members)
    }

    private static func precedes(
        _ left: (key: Manager, value: Entry), _ right: (key: Manager, value: Entry)
    ) -> Bool {
        let (l, r) = (left.key, right.key)
        if l.operation != r.operation { return l.operation.rawValue < r.operation.rawValue }
        let times = (left.value.seconds, right.value.seconds)
        if times.0 != times.1 { return times.0 < times.1 }
        if l.name != r.name { return l.name < r.name }
        if left.value.apiVersion != right.value.apiVersion {
            return left.value.apiVersion < right.value.apiVersion
        }
        return l.subresource < r.subresource
    }
}

extension ManagedFields.Entry {
    /// Since 1970; 0 where there is no time.
    var seconds: Int64 { time.flatMap { Timestamp($0)?.secondsSince1970 } ?? 0 }
}

// MARK: - The bound on managers that update

extension ManagedFields {
    /// As many managers that update are kept apart (kube-apiserver's number).
    static let maximumUpdaters = 10
    /// Stands for those that updated longest ago.
    static let ancientManager = "ancient-changes"

    /// Puts the oldest updates together where there are too many of them, one entry a version.
    mutating func mergeOldestUpdates() {
        var updaters = entries.filter { $0.key.operation == .update }
            .sorted { left, right in
                let times = (left.value.seconds, right.value.seconds)
                return times.0 == times.1
                    ? left.key.description < right.key.description : times.0 < times.1
            }[...]
        var count = updaters.count
        var first: [String: Manager] = [:]
        while count > Self.maximumUpdaters, let (manager, entry) = updaters.popFirst() {
            let bucket = Manager(
                name: Self.ancientManager, operation: .update, apiVersion: entry.apiVersion)
            guard let earlier = first[entry.apiVersion] else {
                first[entry.apiVersion] = manager
                continue
            }
            if entries[bucket] == nil { entries[bucket] = entries.removeValue(forKey: earlier) }
            guard manager != bucket, var merged = entries[bucket] else { continue }
            merged.fields = merged.fields.union(entry.fields)
            // The later of the two.
            merged.time = entry.time
            entries[bucket] = merged
            entries[manager] = nil
            count -= 1
        }
    }
}

extension ManagedFields.Manager: CustomStringConvertible {
    /// As conflicts name it: `"kubectl-client-side-apply" using v1`.
    var description: String {
        var text = JSONValue.string(name).serialized()
        if !subresource.isEmpty {
            text += " with subresource \(JSONValue.string(subresource).serialized())"
        }
        if operation == .update { text += " using \(apiVersion)" }
        return text
    }
}

import JSON

extension FieldManager {
    /// Applies a configuration: what it names is set and owned by its manager, what the manager
    /// owned and no longer names goes, unless somebody else owns it.
    ///
    /// - Parameters:
    ///   - configuration: the fields that the manager has an opinion about.
    ///   - live: the object as it is; nil makes a new one.
    ///   - force: take what others own.
    /// - Returns: the object as it is to be, with its `managedFields`; defaults are still to be
    ///   filled in.
    /// - Throws: `APIError`: 409 where others own what the configuration changes, 400 or 500 for a
    ///   configuration that cannot be applied.
    public func apply(
        _ configuration: JSONValue, to live: JSONValue?, manager: String, force: Bool
    ) throws -> JSONValue {
        try check(configuration)
        var object = live ?? emptyToApply(configuration)
        var managed =
            ManagedFields(json: live?.value(at: "metadata", "managedFields")) ?? ManagedFields()
        object.set(nil, at: "metadata", "managedFields")
        if let live, managed.entries.isEmpty { adopt(live, into: &managed) }
        let owner = self.manager(manager, .apply)
        var result: JSONValue
        do {
            result = try applied(configuration, object, &managed, owner, force: force)
        } catch let conflict {
            guard LastAppliedConfiguration.successors.contains(manager) else {
                throw conflict.refusal
            }
            // The command may go over from client-side apply to this one.
            let takeover = LastAppliedConfiguration.takeover(of: object, schema, type)
            if let rest = conflict.excluding(takeover) { throw rest.refusal }
            do {
                result = try applied(configuration, object, &managed, owner, force: true)
            } catch let conflict {
                throw conflict.refusal
            }
        }
        managed.entries[owner]?.time = time
        if LastAppliedConfiguration.successors.contains(manager) {
            LastAppliedConfiguration.update(of: &result, to: configuration)
        }
        result.set(managed.entries.isEmpty ? nil : managed.json, at: "metadata", "managedFields")
        return result
    }

    /// Who owned the fields of an object before anybody applied to it.
    static let beforeFirstApply = "before-first-apply"

    private func adopt(_ live: JSONValue, into managed: inout ManagedFields) {
        var object = live
        object.set(nil, at: "metadata", "managedFields")
        let fields = schema.compare(empty, object, type).excluding(unchangeable).changed
            .difference(Self.neverOwned)
        if fields.isEmpty { return }
        managed.entries[self.manager(Self.beforeFirstApply, .update)] = ManagedFields.Entry(
            fields: fields, apiVersion: apiVersion, time: time)
    }

    private func emptyToApply(_ configuration: JSONValue) -> JSONValue {
        var object: JSONValue = ["metadata": [:]]
        object["apiVersion"] = configuration["apiVersion"]
        object["kind"] = configuration["kind"]
        return object
    }

    /// Changes `managed` only where it does not throw.
    private func applied(
        _ configuration: JSONValue, _ live: JSONValue, _ managed: inout ManagedFields,
        _ owner: ManagedFields.Manager, force: Bool
    ) throws(ApplyConflict) -> JSONValue {
        var next = managed
        let last = managed.entries[owner]
        let claimed = schema.fields(of: configuration, type).recursiveDifference(unchangeable)
        next.entries[owner] = ManagedFields.Entry(
            fields: claimed, apiVersion: apiVersion, time: last?.time)
        let merged = schema.merge(configuration, into: live, type) ?? [:]
        let object = last.map { prune(merged, next, last: $0.fields) } ?? merged
        let comparison = schema.compare(live, object, type).excluding(unchangeable)
        if !force { try refuseConflicts(comparison, next, owner) }
        take(comparison, from: &next, except: owner)
        let fields = claimed.difference(Self.neverOwned)
        next.entries[owner]?.fields = fields
        if fields.isEmpty { next.entries[owner] = nil }
        managed = next
        return object
    }

    private func refuseConflicts(
        _ comparison: Comparison, _ managed: ManagedFields, _ owner: ManagedFields.Manager
    ) throws(ApplyConflict) {
        let changed = comparison.changed
        var conflicts: [ManagedFields.Manager: FieldSet] = [:]
        for (other, entry) in managed.entries
        where other != owner && entry.apiVersion == apiVersion {
            let conflict = entry.fields.intersection(changed)
            if !conflict.isEmpty { conflicts[other] = conflict }
        }
        if !conflicts.isEmpty { throw ApplyConflict(fields: conflicts) }
    }

    /// Removes what the manager applied last time, does not apply now, and nobody else owns.
    private func prune(
        _ merged: JSONValue, _ managed: ManagedFields, last: FieldSet
    ) -> JSONValue {
        if last.isEmpty { return merged }
        let named = { (fields: FieldSet) in schema.withNamedFields(fields, type) }
        let without = { (fields: FieldSet) in schema.removing(fields, from: merged, type) ?? [:] }
        let lastNamed = named(last)
        let mergedNamed = named(schema.fields(of: merged, type))
        let owned = managed.entries.values.reduce(FieldSet()) { $0.union($1.fields) }
        // First all that was applied last time goes, then what has an owner comes back, and at last
        // what went with it though it was not applied.
        var pruned = without(lastNamed)
        pruned = without(
            mergedNamed.difference(named(schema.fields(of: pruned, type)).union(named(owned))))
        let gone = mergedNamed.difference(named(schema.fields(of: pruned, type)))
        return without(gone.intersection(lastNamed))
    }
}

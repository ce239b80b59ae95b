import JSON

extension FieldManager {
    /// Notes who made what of an object that was created, updated or patched.
    ///
    /// - Parameters:
    ///   - object: the object as it will be, with the `managedFields` that the client sent, or those
    ///     of the live one.
    ///   - live: the object as it was; nil for a new one.
    ///   - manager: the client.
    public func update(_ object: inout JSONValue, live: JSONValue?, manager: String) {
        let sent = object.value(at: "metadata", "managedFields")
        var managed = base(sent: sent, live: live?.value(at: "metadata", "managedFields"))
        // An object without owners stays without, so that owners can be taken away for good.
        guard live == nil || !managed.entries.isEmpty else {
            object.set(nil, at: "metadata", "managedFields")
            return
        }
        object.set(nil, at: "metadata", "managedFields")
        var before = live ?? empty
        before.set(nil, at: "metadata", "managedFields")
        // Structs at the top are always there: nobody owns `status` itself.
        for name in (empty.objectValue ?? [:]).keys
        where before[name] == nil && object[name]?.objectValue != nil { before[name] = [:] }
        note(
            schema.compare(before, object, type).excluding(unchangeable), in: &managed,
            self.manager(manager, .update))
        managed.mergeOldestUpdates()
        if !managed.entries.isEmpty {
            object.set(managed.json, at: "metadata", "managedFields")
        }
    }

    /// The owners to start from: those that the client sent, where they can be read. `[{}]` asks to
    /// forget all; an empty list does not, since clients that know nothing of owners send it.
    private func base(sent: JSONValue?, live: JSONValue?) -> ManagedFields {
        let present = ManagedFields(json: live) ?? ManagedFields()
        guard subresource.isEmpty, let sent else { return present }
        if sent == live { return present }
        if sent == [[:]] { return ManagedFields() }
        guard let wanted = ManagedFields(json: sent), !wanted.entries.isEmpty else {
            return present
        }
        return wanted
    }

    private func note(
        _ comparison: Comparison, in managed: inout ManagedFields, _ manager: ManagedFields.Manager
    ) {
        if comparison.isSame { return }
        take(comparison, from: &managed, except: manager)
        var entry =
            managed.entries[manager]
            ?? ManagedFields.Entry(
                fields: FieldSet(), apiVersion: apiVersion)
        let changed = comparison.changed.difference(Self.neverOwned)
        if !changed.isEmpty { entry.time = time }
        entry.fields = entry.fields.difference(comparison.removed).union(changed)
        managed.entries[manager] = entry.fields.isEmpty ? nil : entry
    }

    /// Takes changed and removed fields from all others.
    func take(
        _ comparison: Comparison, from managed: inout ManagedFields,
        except manager: ManagedFields.Manager
    ) {
        for (other, entry) in managed.entries
        where other != manager && entry.apiVersion == apiVersion {
            let rest = entry.fields.difference(comparison.modified)
                .difference(comparison.added).difference(comparison.removed)
            managed.entries[other]?.fields = rest
            if rest.isEmpty { managed.entries[other] = nil }
        }
    }

    /// Whether two objects are the same but for the times at which their owners last wrote: such a
    /// write is none.
    public static func differOnlyInTimes(_ left: JSONValue, _ right: JSONValue) -> Bool {
        func split(_ object: JSONValue) -> (rest: JSONValue, owners: [JSONValue]) {
            var rest = object
            rest.set(nil, at: "metadata", "managedFields")
            let owners = object.value(at: "metadata", "managedFields")?.arrayValue ?? []
            return (
                rest,
                owners.map { entry in
                    var entry = entry
                    entry["time"] = nil
                    return entry
                }
            )
        }
        let (a, b) = (split(left), split(right))
        return a.rest == b.rest && a.owners.count == b.owners.count
            && a.owners.allSatisfy(b.owners.contains)
    }

    /// An object of the kind with nothing in it, in the form that Go gives it: structs and
    /// required members are there. What is in them is then owned, but they are not.
    var empty: JSONValue {
        guard case .structure(let position) = type else { return [:] }
        var object = JSONValue.object([:])
        for (name, field) in schema.structures[position].fields {
            if case .structure(let inner) = field.type {
                object[name] = schema.emptyStructure(inner)
            }
        }
        return object
    }
}

extension MergeSchema {
    fileprivate func emptyStructure(_ position: Int) -> JSONValue {
        var object = JSONValue.object([:])
        for (name, field) in structures[position].fields where field.isRequired {
            object[name] = .null
        }
        return object
    }
}

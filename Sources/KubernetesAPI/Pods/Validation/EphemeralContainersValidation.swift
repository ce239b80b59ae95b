import JSON

extension PodValidation {
    /// Checks a Pod that got ephemeral containers through its subresource; nothing else of it has
    /// changed.
    public static func validateEphemeralContainers(
        _ pod: JSONValue, from old: JSONValue
    ) -> [FieldError] {
        let new = Field(pod)
        let old = Field(old)
        if old["metadata"]["annotations"][ResourceClaimValidation.mirrorAnnotation].isSet {
            return [.forbidden("", "static pods do not support ephemeral containers")]
        }
        let list = new["spec"]["ephemeralContainers"]
        return metadataUpdate(new, old)
            + old["spec"]["ephemeralContainers"].elements.compactMap { kept($0, in: list) }
    }

    /// A container that is there stays as it is.
    private static func kept(_ container: Field, in list: Field) -> FieldError? {
        let name = container["name"].text
        guard let new = list.elements.last(where: { $0["name"].text == name }) else {
            return list.forbidden(
                "existing ephemeral containers \"\(name)\" may not be removed\n")
        }
        let before = EphemeralContainer(json: container.json)
        let after = EphemeralContainer(json: new.json)
        if before == after { return nil }
        let difference = UnifiedDifference.text(
            from: before.json.serialized(indent: 1), to: after.json.serialized(indent: 1))
        return list.forbidden(
            "existing ephemeral containers \"\(name)\" may not be changed\n" + difference)
    }
}

import JSON

/// Values as messages of Kubernetes show them that name a whole struct: as Go's JSON of its inner
/// types, with Go's names and all fields.
enum GoForm {
    /// A container's security context.
    static func securityContext(_ context: Field) -> String {
        object([
            ("Capabilities", capabilities(context["capabilities"])),
            ("Privileged", plain(context["privileged"])),
            ("SELinuxOptions", plain(context["seLinuxOptions"])),
            ("WindowsOptions", plain(context["windowsOptions"])),
            ("RunAsUser", plain(context["runAsUser"])),
            ("RunAsGroup", plain(context["runAsGroup"])),
            ("RunAsNonRoot", plain(context["runAsNonRoot"])),
            ("ReadOnlyRootFilesystem", plain(context["readOnlyRootFilesystem"])),
            ("AllowPrivilegeEscalation", plain(context["allowPrivilegeEscalation"])),
            ("ProcMount", plain(context["procMount"])),
            ("SeccompProfile", profile(context["seccompProfile"])),
            ("AppArmorProfile", profile(context["appArmorProfile"])),
        ])
    }

    /// What a Pod says of a claim on devices.
    static func resourceClaim(_ claim: Field) -> String {
        let members: [(String, JSONValue)] = [
            ("Name", .string(claim["name"].text)),
            ("ResourceClaimName", claim["resourceClaimName"].json),
            ("ResourceClaimTemplateName", claim["resourceClaimTemplateName"].json),
        ]
        return object(members.map { ($0.0, $0.1.serialized()) })
    }

    static func seccompProfile(_ value: Field) -> String { profile(value) }

    private static func profile(_ profile: Field) -> String {
        guard profile.isSet else { return "null" }
        return object([
            ("Type", plain(profile["type"])),
            ("LocalhostProfile", plain(profile["localhostProfile"])),
        ])
    }

    private static func capabilities(_ capabilities: Field) -> String {
        guard capabilities.isSet else { return "null" }
        return object([
            ("Add", plain(capabilities["add"])), ("Drop", plain(capabilities["drop"])),
        ])
    }

    private static func plain(_ field: Field) -> String { field.json.serialized() }

    private static func object(_ members: [(String, String)]) -> String {
        "{\(members.map { "\"\($0)\":\($1)" }.joined(separator: ","))}"
    }
}

extension Field {
    /// - Parameter rendered: the value as the message shows it.
    func invalid(rendered: String, _ detail: String) -> FieldError {
        FieldError(
            reason: .invalid, field: path.description,
            message: "Invalid value: \(rendered): \(detail)")
    }
}

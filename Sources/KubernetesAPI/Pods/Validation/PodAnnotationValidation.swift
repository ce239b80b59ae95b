import JSON

/// Annotations that mean something to Kubernetes, most of them older than the fields of today.
enum PodAnnotationValidation {
    private static let seccompPod = "seccomp.security.alpha.kubernetes.io/pod"
    private static let seccompContainer = "container.seccomp.security.alpha.kubernetes.io/"
    static let appArmorContainer = "container.apparmor.security.beta.kubernetes.io/"
    private static let tolerationsKey = "scheduler.alpha.kubernetes.io/tolerations"
    private static let deletionCost = "controller.kubernetes.io/pod-deletion-cost"

    @FieldErrorList static func annotations(_ annotations: Field, of spec: Field) -> [FieldError] {
        let mirror = entry(annotations, ResourceClaimValidation.mirrorAnnotation)
        if mirror.isSet, spec["nodeName"].isEmpty {
            mirror.invalid("must set spec.nodeName if mirror pod annotation is set")
        }
        tolerations(annotations)
        let cost = entry(annotations, deletionCost)
        if cost.isSet, !isDeletionCost(cost.text) { cost.invalid("must be a 32bit integer") }
        if annotations[seccompPod].isSet { seccompProfile(annotations[seccompPod]) }
        for (key, _) in annotations.entries where key.hasPrefix(seccompContainer) {
            seccompProfile(annotations[key])
        }
        appArmor(annotations, spec)
        logLimits(annotations)
    }

    /// `metadata.annotations[key]`
    static func entry(_ annotations: Field, _ key: String) -> Field {
        annotations[key].named(annotations.key(key).path)
    }

    private static func tolerations(_ annotations: Field) -> [FieldError] {
        let text = annotations[tolerationsKey].text
        if text.isEmpty { return [] }
        guard let list = try? JSONValue(parsing: text), case .array = list else {
            return [
                annotations.invalid(
                    .string(tolerationsKey), "json: cannot unmarshal into []core.Toleration")
            ]
        }
        return TolerationValidation.validate(
            Field(list, path: annotations.member(tolerationsKey).path))
    }

    /// A number without a sign `+` or leading zeros.
    private static func isDeletionCost(_ text: String) -> Bool {
        guard let number = Int32(text) else { return false }
        return String(number) == text
    }

    @FieldErrorList private static func seccompProfile(_ annotation: Field) -> [FieldError] {
        let profile = annotation.text
        if profile.hasPrefix("localhost/") {
            let path = String(profile.dropFirst("localhost/".count))
            PathValidation.descending(Field(.string(path), path: annotation.path))
        } else if !["runtime/default", "docker/default", "unconfined"].contains(profile) {
            annotation.invalid("must be a valid seccomp profile")
        }
    }

    @FieldErrorList private static func appArmor(
        _ annotations: Field, _ spec: Field
    ) -> [FieldError] {
        let names = Set(spec.allContainers.map { $0["name"].text })
        for (key, annotation) in annotations.entries where key.hasPrefix(appArmorContainer) {
            let container = String(key.dropFirst(appArmorContainer.count))
            if !names.contains(container) {
                annotation.invalid(.string(container), "container not found")
            }
            let profile = annotation.text
            if !["", "runtime/default", "unconfined"].contains(profile),
                !profile.hasPrefix("localhost/")
            {
                annotation.invalid("invalid AppArmor profile name: \"\(profile)\"")
            }
        }
    }

    // MARK: - Annotations and fields

    /// A profile given by annotation and by field must be one and the same.
    @FieldErrorList static func seccompMatches(
        _ annotations: Field, _ spec: Field
    ) -> [FieldError] {
        let ofPod = spec["securityContext"]["seccompProfile"]
        matches(annotations[seccompPod], ofPod, "seccomp", defaults: seccompDefaults)
        for container in spec.allContainers {
            matches(
                annotations[seccompContainer + container["name"].text],
                container["securityContext"]["seccompProfile"], "seccomp",
                defaults: seccompDefaults)
        }
    }

    @FieldErrorList static func appArmorMatches(
        _ annotations: Field, _ spec: Field
    ) -> [FieldError] {
        if spec["os"]["name"].text != "windows" {
            let ofPod = spec["securityContext"]["appArmorProfile"]
            for container in spec.allContainers {
                let own = container["securityContext"]["appArmorProfile"]
                matches(
                    annotations[appArmorContainer + container["name"].text],
                    own.isSet ? own : ofPod.named(own.path), "apparmor",
                    defaults: ["runtime/default"])
            }
        }
    }

    private static let seccompDefaults = ["runtime/default", "docker/default"]

    @FieldErrorList private static func matches(
        _ annotation: Field, _ profile: Field, _ kind: String, defaults: [String]
    ) -> [FieldError] {
        if annotation.isSet, profile.isSet {
            let text = annotation.text
            let isRight =
                switch profile["type"].text {
                case "Unconfined": text == "unconfined"
                case "RuntimeDefault": defaults.contains(text)
                case "Localhost": text.hasPrefix("localhost/")
                default: true
                }
            if !isRight {
                profile["type"].forbidden("\(kind) type in annotation and field must match")
            } else if profile["type"].text == "Localhost",
                profile["localhostProfile"].optionalText
                    != String(text.dropFirst("localhost/".count))
            {
                profile["localhostProfile"].forbidden(
                    "\(kind) profile in annotation and field must match")
            }
        }
    }
}

import JSON

/// PersistentVolumes and their claims (pkg/apis/core/validation).
public enum PersistentVolumeValidation {
    static let accessModes = [
        "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod",
    ]
    private static let reclaimPolicies = ["Delete", "Recycle", "Retain"]
    private static let volumeModes = ["Block", "Filesystem"]
    private static let sources = [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs",
        "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume", "azureFile",
        "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO",
        "local", "storageos", "csi",
    ]

    public static func validate(_ volume: JSONValue) -> [FieldError] {
        let spec = volume["spec"] ?? .null
        var errors: [FieldError] = []
        if spec.elements("accessModes").isEmpty { errors.append(.required("spec.accessModes")) }
        errors += modeErrors(spec)
        errors += capacityErrors(spec)
        let policy = spec.string("persistentVolumeReclaimPolicy")
        if !policy.isEmpty, !reclaimPolicies.contains(policy) {
            errors.append(
                .notSupported(
                    "spec.persistentVolumeReclaimPolicy", .string(policy),
                    supported: reclaimPolicies))
        }
        errors += sourceErrors(spec)
        if spec.string("persistentVolumeReclaimPolicy") == "Recycle",
            spec.value(at: "hostPath", "path")?.stringValue == "/"
        {
            errors.append(
                .forbidden(
                    "spec.persistentVolumeReclaimPolicy",
                    "may not be 'recycle' for a hostPath mount of '/'"))
        }
        return errors + classErrors(spec)
    }

    public static func validateUpdate(_ volume: JSONValue, from old: JSONValue) -> [FieldError] {
        let spec = volume["spec"] ?? .null
        let before = old["spec"] ?? .null
        var errors = validate(volume)
        if sources.contains(where: { spec[$0] != before[$0] }) {
            errors.append(
                .forbidden(
                    "spec.persistentvolumesource",
                    "spec.persistentvolumesource is immutable after creation"))
        }
        return errors + immutable("volumeMode", spec, before)
    }

    public static func validateClaim(_ claim: JSONValue) -> [FieldError] {
        let spec = claim["spec"] ?? .null
        var errors: [FieldError] = []
        if spec.elements("accessModes").isEmpty {
            errors.append(
                .required("spec.accessModes", "at least 1 access mode is required"))
        }
        errors += LabelSelectorValidation.validate(Field(claim)["spec"]["selector"])
        errors += modeErrors(spec)
        let path = "spec.resources[storage]"
        if let amount = spec["resources"]?.quantities("requests")["storage"] {
            if amount <= Quantity() {
                errors.append(.invalid(path, amount.json, "must be greater than zero"))
            }
        } else {
            errors.append(.required(path))
        }
        return errors + classErrors(spec)
    }

    /// A claim stays as it is, but for the size of a bound one and the volume that it gets.
    public static func validateClaimUpdate(
        _ claim: JSONValue, from old: JSONValue
    ) -> [FieldError] {
        var spec = claim["spec"] ?? .null
        let before = old["spec"] ?? .null
        var errors = validateClaim(claim)
        let amount = spec["resources"]?.quantities("requests")["storage"]
        let amountBefore = before["resources"]?.quantities("requests")["storage"]
        if before.string("volumeName").isEmpty { spec["volumeName"] = before["volumeName"] }
        if claim.value(at: "status", "phase")?.stringValue == "Bound" {
            let size = before.value(at: "resources", "requests", "storage")
            spec.set(size, at: "resources", "requests", "storage")
            spec["volumeAttributesClassName"] = before["volumeAttributesClassName"]
        }
        if !before.has("storageClassName") { spec["storageClassName"] = nil }
        if spec != before {
            errors.append(
                .forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and "
                        + "volumeAttributesClassName for bound claims"))
        }
        let present = old["status"]?.quantities("capacity")["storage"] ?? Quantity()
        if let amount, let amountBefore, amount < amountBefore, amount <= present {
            errors.append(
                .forbidden(
                    "spec.resources.requests.storage",
                    "field can not be less than status.capacity"))
        }
        return errors + immutable("volumeMode", claim["spec"] ?? .null, before)
    }

    private static func modeErrors(_ spec: JSONValue) -> [FieldError] {
        let modes = spec.strings("accessModes")
        var errors: [FieldError] = modes.filter { !accessModes.contains($0) }.map {
            .notSupported("spec.accessModes", .string($0), supported: accessModes)
        }
        let others = modes.filter { accessModes.contains($0) && $0 != "ReadWriteOncePod" }
        if modes.contains("ReadWriteOncePod"), !others.isEmpty {
            errors.append(
                .forbidden(
                    "spec.accessModes", "may not use ReadWriteOncePod with other access modes"))
        }
        return errors
    }

    private static func capacityErrors(_ spec: JSONValue) -> [FieldError] {
        let capacity = spec.quantities("capacity")
        var errors: [FieldError] = capacity.isEmpty ? [.required("spec.capacity")] : []
        if capacity["storage"] == nil || capacity.count > 1 {
            errors.append(
                .notSupported(
                    "spec.capacity", spec["capacity"] ?? .null, supported: ["storage"]))
        }
        for (name, amount) in capacity.sorted(by: { $0.key < $1.key }) where amount <= Quantity() {
            errors.append(
                .invalid("spec.capacity[\(name)]", amount.json, "must be greater than zero"))
        }
        return errors
    }

    private static func sourceErrors(_ spec: JSONValue) -> [FieldError] {
        let present = sources.filter(spec.has)
        if present.isEmpty {
            return [.required("spec", "must specify a volume type")]
        }
        var errors: [FieldError] = present.dropFirst().map {
            .forbidden("spec.\($0)", "may not specify more than 1 volume type")
        }
        for source in ["hostPath", "local"] where present.first == source {
            let path = spec.value(at: source, "path")?.stringValue ?? ""
            if path.isEmpty {
                errors.append(.required("spec.\(source).path"))
            } else if path.split(separator: "/").contains("..") {
                errors.append(
                    .invalid("spec.\(source).path", .string(path), "must not contain '..'"))
            }
        }
        if present.first == "local", !spec.has("nodeAffinity") {
            errors.append(
                .required("spec.nodeAffinity", "Local volume requires node affinity"))
        }
        return errors
    }

    private static func classErrors(_ spec: JSONValue) -> [FieldError] {
        let name = spec.string("storageClassName")
        var errors: [FieldError] =
            name.isEmpty
            ? []
            : NameValidation.dns1123Subdomain(name).map {
                .invalid("spec.storageClassName", .string(name), $0)
            }
        let mode = spec.string("volumeMode")
        if spec.has("volumeMode"), !volumeModes.contains(mode) {
            errors.append(
                .notSupported("spec.volumeMode", .string(mode), supported: volumeModes))
        }
        return errors
    }

    private static func immutable(
        _ member: String, _ spec: JSONValue, _ before: JSONValue
    ) -> [FieldError] {
        if spec[member] == before[member] { return [] }
        return [.invalid(member, spec[member] ?? .null, "field is immutable")]
    }
}

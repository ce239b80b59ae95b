import JSON

/// Whether volumes can be what they say, those included that this node cannot mount.
enum VolumeValidation {
    /// Checks volumes.
    ///
    /// - Parameters:
    ///   - podName: of the Pod that has them; empty in a template.
    ///   - isPod: whether they are a Pod's and not a template's.
    /// - Returns: the volumes that are right, by name, and what is wrong with the others.
    static func validate(
        _ volumes: Field, podName: String, isPod: Bool
    ) -> ([String: Field], [FieldError]) {
        let madeClaims = Set(
            volumes.elements.filter { $0["ephemeral"].isSet && !podName.isEmpty }
                .map { "\(podName)-\($0["name"].text)" })
        var valid: [String: Field] = [:]
        var findings: [FieldError] = []
        for volume in volumes.elements {
            let name = volume["name"]
            var own = source(volume, podName: podName, isPod: isPod)
            own += name.requiredName(NameValidation.dns1123Label)
            if valid[name.text] != nil { own.append(name.duplicate()) }
            if own.isEmpty { valid[name.text] = volume } else { findings += own }
            let claim = volume["persistentVolumeClaim"]["claimName"]
            if madeClaims.contains(claim.text) {
                findings.append(
                    claim.invalid(
                        "must not reference a PVC that gets created for an ephemeral volume"))
            }
        }
        return (valid, findings)
    }

    /// The sources in Kubernetes' order, and the names of those that it misspells in messages.
    private static let sources: [(name: String, message: String)] = [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret",
        "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim", "rbd", "cinder", "cephfs",
        "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume",
        "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "projected", "scaleIO",
        "csi", "ephemeral", "image",
    ].map { ($0, ["cephfs": "cephFS", "downwardAPI": "downwarAPI"][$0] ?? $0) }

    private static func source(_ volume: Field, podName: String, isPod: Bool) -> [FieldError] {
        let given = sources.filter { volume[$0.name].isSet }
        guard let first = given.first else {
            return [volume.required("must specify a volume type")]
        }
        var findings = source(volume, first.name, podName: podName, isPod: isPod)
        for other in given.dropFirst() {
            findings.append(
                volume.member(other.message).forbidden("may not specify more than 1 volume type"))
        }
        return findings
    }

    private static func source(
        _ volume: Field, _ kind: String, podName: String, isPod: Bool
    ) -> [FieldError] {
        let source = volume[kind]
        return switch kind {
        case "emptyDir": emptyDir(source)
        case "hostPath": hostPath(source)
        case "secret": files(source, "secretName")
        case "configMap": files(source, "name")
        case "persistentVolumeClaim": required(source, "claimName")
        case "downwardAPI": downwardAPI(source)
        case "projected": ProjectedVolumeValidation.validate(source)
        case "image": image(source, isPod: isPod)
        case "ephemeral":
            ClaimTemplateValidation.validate(source)
                + ClaimTemplateValidation.name(volume, podName: podName)
        default: StorageVolumeValidation.validate(volume, kind)
        }
    }

    @FieldErrorList static func required(_ source: Field, _ names: String...) -> [FieldError] {
        for name in names where source[name].isEmpty { source[name].required() }
    }

    @FieldErrorList private static func emptyDir(_ source: Field) -> [FieldError] {
        if let limit = source["sizeLimit"].quantity, limit < Quantity() {
            source["sizeLimit"].forbidden("SizeLimit field must be a valid resource quantity")
        }
    }

    @FieldErrorList private static func hostPath(_ source: Field) -> [FieldError] {
        if source["path"].isEmpty {
            source["path"].required()
        } else {
            PathValidation.noBacksteps(source["path"])
            source["type"].optionallyOneOf([
                "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File",
                "FileOrCreate", "Socket",
            ])
        }
    }

    @FieldErrorList private static func image(_ source: Field, isPod: Bool) -> [FieldError] {
        if isPod { required(source, "reference") }
        source["pullPolicy"].oneOf(["Always", "IfNotPresent", "Never"])
    }

    @FieldErrorList private static func files(
        _ source: Field, _ name: String
    ) -> [FieldError] {
        required(source, name)
        mode(source["defaultMode"])
        SecurityValidation.id(source["defaultUser"])
        for item in source["items"].elements { keyToPath(item) }
    }

    @FieldErrorList static func keyToPath(_ item: Field) -> [FieldError] {
        required(item, "key", "path")
        PathValidation.local(item["path"])
        mode(item["mode"])
        SecurityValidation.id(item["user"])
    }

    @FieldErrorList static func mode(_ mode: Field) -> [FieldError] {
        if let bits = mode.optionalNumber, !(0...0o777).contains(bits) {
            mode.invalid("must be a number between 0 and 0777 (octal), both inclusive")
        }
    }

    @FieldErrorList private static func downwardAPI(_ source: Field) -> [FieldError] {
        mode(source["defaultMode"])
        SecurityValidation.id(source["defaultUser"])
        // Kubernetes names the volume and not the item.
        for item in source["items"].elements { downwardFile(item.named(source.path)) }
    }

    @FieldErrorList static func downwardFile(_ file: Field) -> [FieldError] {
        required(file, "path")
        PathValidation.local(file["path"])
        if file["fieldRef"].isSet {
            FieldReferenceValidation.object(
                file["fieldRef"], FieldReferenceValidation.volumeFields)
            if file["resourceFieldRef"].isSet {
                file.invalid(
                    "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")
            }
        } else if file["resourceFieldRef"].isSet {
            FieldReferenceValidation.resource(file["resourceFieldRef"], needsContainer: true)
        } else {
            file.required("one of fieldRef and resourceFieldRef is required")
        }
        mode(file["mode"])
        SecurityValidation.id(file["user"])
    }
}

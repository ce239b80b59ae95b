import JSON

/// Volumes that come from storage elsewhere, of old and of drivers.
enum StorageVolumeValidation {
    static func validate(_ volume: Field, _ kind: String) -> [FieldError] {
        let source = volume[kind]
        return switch kind {
        case "gitRepo": gitRepository(source)
        case "gcePersistentDisk":
            disk(source.named(volume.member("persistentDisk").path), "pdName")
        case "awsElasticBlockStore": disk(source, "volumeID")
        case "nfs": nfs(source)
        case "iscsi": iscsi(source, volumeName: volume["name"])
        case "glusterfs": VolumeValidation.required(source, "endpoints", "path")
        case "flocker": flocker(source)
        case "rbd": VolumeValidation.required(source, "monitors", "image")
        case "cinder": VolumeValidation.required(source, "volumeID") + secret(source)
        case "cephfs": VolumeValidation.required(source, "monitors")
        case "quobyte": quobyte(source)
        case "fc": fibreChannel(source)
        case "flexVolume": flexVolume(source)
        case "azureFile": VolumeValidation.required(source, "secretName", "shareName")
        case "azureDisk": azureDisk(source)
        case "vsphereVolume": VolumeValidation.required(source, "volumePath")
        case "photonPersistentDisk": VolumeValidation.required(source, "pdID")
        case "portworxVolume": VolumeValidation.required(source, "volumeID")
        case "storageos": storageOS(source)
        case "scaleIO": VolumeValidation.required(source, "gateway", "system", "volumeName")
        case "csi": csi(source)
        default: []
        }
    }

    @FieldErrorList private static func gitRepository(_ source: Field) -> [FieldError] {
        VolumeValidation.required(source, "repository")
        PathValidation.descending(source["directory"])
    }

    @FieldErrorList private static func disk(_ source: Field, _ name: String) -> [FieldError] {
        VolumeValidation.required(source, name)
        let partition = source["partition"]
        if !(0...255).contains(partition.number) {
            partition.invalid("must be between 1 and 255, inclusive")
        }
    }

    @FieldErrorList private static func nfs(_ source: Field) -> [FieldError] {
        VolumeValidation.required(source, "server", "path")
        if !source["path"].text.hasPrefix("/") {
            source["path"].invalid(.string(source["path"].text), "must be an absolute path")
        }
    }

    @FieldErrorList private static func iscsi(
        _ source: Field, volumeName: Field
    ) -> [FieldError] {
        VolumeValidation.required(source, "targetPortal", "iqn")
        if !source["iqn"].isEmpty { initiator(source["iqn"]) }
        source["lun"].between(0...255)
        if source["chapAuthDiscovery"].isTrue || source["chapAuthSession"].isTrue {
            if !source["secretRef"].isSet { source["secretRef"].required() }
        }
        if source["initiatorName"].isSet {
            initiator(source["initiatorName"].named(source.member("initiatorname").path))
            if "\(volumeName.text):\(source["targetPortal"].text)".utf8.count > 64 {
                volumeName.invalid(
                    "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters "
                        + "if iscsi.initiatorName is specified.")
            }
        }
    }

    @FieldErrorList private static func initiator(_ name: Field) -> [FieldError] {
        switch name.text.prefix(3) {
        case "iqn":
            if !isQualifiedInitiator(name.text) { name.invalid("must be valid format") }
        case "eui":
            if !hasIdentifier(name.text, length: 16) { name.invalid("must be valid format") }
        case "naa":
            if !hasIdentifier(name.text, length: 32) { name.invalid("must be valid format") }
        default:
            name.invalid(
                .string(name.text), "must be valid format starting with iqn, eui, or naa")
        }
    }

    /// `iqn.2001-04.com.example:storage`
    private static func isQualifiedInitiator(_ name: String) -> Bool {
        let halves = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[1].isEmpty,
            !halves[1].contains(where: { ",;*&$|".contains($0) || $0.isWhitespace })
        else { return false }
        let parts = halves[0].split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "iqn" else { return false }
        let date = parts[1].split(separator: "-", omittingEmptySubsequences: false)
        return date.count == 2 && date[0].count == 4 && date[1].count == 2
            && date.joined().allSatisfy { ("0"..."9").contains($0) } && !parts[2].isEmpty
            && parts[2].utf8.allSatisfy {
                NameValidation.isAlphanumeric($0) || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: ".")
            }
    }

    /// Three letters, any character, and an identifier.
    private static func hasIdentifier(_ name: String, length: Int) -> Bool {
        name.count == 4 + length && name.dropFirst(4).utf8.allSatisfy(NameValidation.isAlphanumeric)
    }

    @FieldErrorList private static func flocker(_ source: Field) -> [FieldError] {
        let name = source["datasetName"]
        if name.isEmpty, source["datasetUUID"].isEmpty {
            source.required("one of datasetName and datasetUUID is required")
        }
        if !name.isEmpty, !source["datasetUUID"].isEmpty {
            source.invalid(
                "resource", "datasetName and datasetUUID can not be specified simultaneously")
        }
        if name.text.contains("/") { name.invalid("must not contain '/'") }
    }

    @FieldErrorList private static func quobyte(_ source: Field) -> [FieldError] {
        let reason = "must be a host:port pair or multiple pairs separated by commas"
        if source["registry"].isEmpty {
            source["registry"].required(reason)
        } else if source["tenant"].text.utf8.count >= 65 {
            source["tenant"].required(
                "must be a UUID and may not exceed a length of 64 characters")
        } else {
            for pair in source["registry"].text.split(
                separator: ",", omittingEmptySubsequences: false)
            where pair.split(separator: ":", omittingEmptySubsequences: false).count != 2 {
                source["registry"].invalid(reason)
            }
        }
        VolumeValidation.required(source, "volume")
    }

    @FieldErrorList private static func fibreChannel(_ source: Field) -> [FieldError] {
        let targets = source["targetWWNs"]
        if targets.isEmpty, source["wwids"].isEmpty {
            targets.required("must specify either targetWWNs or wwids, but not both")
        }
        if !targets.isEmpty, !source["wwids"].isEmpty {
            targets.invalid("targetWWNs and wwids can not be specified simultaneously")
        }
        if !targets.isEmpty {
            if source["lun"].isSet {
                source["lun"].between(0...255)
            } else {
                source["lun"].required("lun is required if targetWWNs is specified")
            }
        }
    }

    @FieldErrorList private static func flexVolume(_ source: Field) -> [FieldError] {
        VolumeValidation.required(source, "driver")
        for (key, field) in source["options"].entries {
            let domain =
                "." + (key.contains("/") ? key.prefix { $0 != "/" } : key[...]).lowercased()
            if domain.hasSuffix(".kubernetes.io") || domain.hasSuffix(".k8s.io") {
                field.invalid(
                    .string(key), "kubernetes.io and k8s.io namespaces are reserved")
            }
        }
    }

    @FieldErrorList private static func azureDisk(_ source: Field) -> [FieldError] {
        VolumeValidation.required(source, "diskName", "diskURI")
        source["cachingMode"].optionallyOneOf(["None", "ReadOnly", "ReadWrite"])
        source["kind"].optionallyOneOf(["Dedicated", "Managed", "Shared"])
        if let kind = source["kind"].optionalText {
            let address = source["diskURI"]
            if kind == "Managed", !address.text.hasPrefix("/subscriptions/") {
                address.notSupported(
                    [
                        "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/"
                            + "microsoft.compute/disks/{disk-id}"
                    ], value: .string(address.text))
            }
            if kind != "Managed", !address.text.hasPrefix("https://") {
                address.notSupported(
                    [
                        "https://{account-name}.blob.core.windows.net/{container-name}/"
                            + "{disk-name}.vhd"
                    ], value: .string(address.text))
            }
        }
    }

    @FieldErrorList private static func storageOS(_ source: Field) -> [FieldError] {
        source["volumeName"].requiredName(NameValidation.dns1123Label)
        if !source["volumeNamespace"].isEmpty {
            source["volumeNamespace"].invalid(
                NameValidation.dns1123Label(source["volumeNamespace"].text))
        }
        secret(source)
    }

    @FieldErrorList private static func csi(_ source: Field) -> [FieldError] {
        let driver = source["driver"]
        if driver.isEmpty {
            driver.required()
        } else {
            if driver.text.utf8.count > 63 { driver.tooLong(63) }
            driver.invalid(NameValidation.dns1123Subdomain(driver.text.lowercased()))
        }
        let secret = source["nodePublishSecretRef"]
        if secret.isSet {
            if secret["name"].isEmpty {
                secret["name"].required()
            } else {
                NameValidation.dns1123Subdomain(secret["name"].text).map {
                    source.member("name").invalid(.string(secret["name"].text), $0)
                }
            }
        }
    }

    @FieldErrorList private static func secret(_ source: Field) -> [FieldError] {
        if source["secretRef"].isSet { VolumeValidation.required(source["secretRef"], "name") }
    }
}

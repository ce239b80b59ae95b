import JSON

/// Whether a volume can be what it says.
enum VolumeValidation {
    static func validate(_ volume: Volume, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        if volume.name.isEmpty {
            errors.append(.required("\(path).name"))
        } else {
            errors += PodValidation.invalid(
                "\(path).name", volume.name, NameValidation.dns1123Label)
        }
        let sources = (volume.json.objectValue ?? [:]).keys.filter { $0 != "name" }.sorted()
        if sources.isEmpty { errors.append(.required(path, "must specify a volume type")) }
        for source in sources.dropFirst() {
            errors.append(
                .forbidden("\(path).\(source)", "may not specify more than 1 volume type"))
        }
        return errors + sourceErrors(volume, path)
    }

    private static func sourceErrors(_ volume: Volume, _ path: String) -> [FieldError] {
        if let source = volume.emptyDir { return emptyDir(source, "\(path).emptyDir") }
        if let source = volume.hostPath { return hostPath(source, "\(path).hostPath") }
        if let source = volume.secret {
            return named(source.secretName, "\(path).secret.secretName")
                + files(source.items, source.defaultMode, "\(path).secret")
        }
        if let source = volume.configMap {
            return named(source.name, "\(path).configMap.name")
                + files(source.items, source.defaultMode, "\(path).configMap")
        }
        if let source = volume.persistentVolumeClaim {
            return named(source.claimName, "\(path).persistentVolumeClaim.claimName")
        }
        if let source = volume.downwardAPI {
            return mode(source.defaultMode, "\(path).downwardAPI.defaultMode")
        }
        if let source = volume.image {
            return named(source.reference, "\(path).image.reference")
        }
        if let source = volume.nfs {
            return named(source.server, "\(path).nfs.server")
                + named(source.path, "\(path).nfs.path")
        }
        return []
    }

    private static func emptyDir(
        _ source: EmptyDirVolumeSource, _ path: String
    ) -> [FieldError] {
        guard let limit = source.sizeLimit, limit < Quantity() else { return [] }
        return [
            .forbidden("\(path).sizeLimit", "SizeLimit field must be a valid resource quantity")
        ]
    }

    private static func hostPath(
        _ source: HostPathVolumeSource, _ path: String
    ) -> [FieldError] {
        if source.path.isEmpty { return [.required("\(path).path")] }
        let types = Schema.kubernetes.enumerations["HostPathType"] ?? []
        return PathValidation.backsteps(source.path, "\(path).path")
            + PodValidation.one(of: types + [""], source.type ?? HostPathType(), "\(path).type")
    }

    private static func named(_ value: String, _ path: String) -> [FieldError] {
        value.isEmpty ? [.required(path)] : []
    }

    private static func files(
        _ items: [KeyToPath], _ defaultMode: Int32?, _ path: String
    ) -> [FieldError] {
        var errors = mode(defaultMode, "\(path).defaultMode")
        for (index, item) in items.enumerated() {
            let path = "\(path).items[\(index)]"
            errors += named(item.key, "\(path).key") + named(item.path, "\(path).path")
            errors += PathValidation.descending(item.path, "\(path).path")
            errors += mode(item.mode, "\(path).mode")
        }
        return errors
    }

    private static func mode(_ mode: Int32?, _ path: String) -> [FieldError] {
        guard let mode, !(0...0o777).contains(mode) else { return [] }
        return [
            .invalid(
                path, .integer(Int64(mode)),
                "must be a number between 0 and 0777 (octal), both inclusive")
        ]
    }
}

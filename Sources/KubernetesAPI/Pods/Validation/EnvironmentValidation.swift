import JSON

/// Environment variables and where they come from.
enum EnvironmentValidation {
    static func variable(_ variable: EnvVar, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        if variable.name.isEmpty {
            errors.append(.required("\(path).name"))
        } else {
            errors += PodValidation.invalid(
                "\(path).name", variable.name, NameValidation.environmentVariable)
        }
        guard let source = variable.valueFrom else { return errors }
        let path = "\(path).valueFrom"
        let count = source.json.objectValue?.count ?? 0
        if count == 0 {
            errors.append(
                .invalid(
                    path, "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or "
                        + "`secretKeyRef`"))
        } else if !variable.value.isEmpty {
            errors.append(.invalid(path, "", "may not be specified when `value` is not empty"))
        } else if count > 1 {
            errors.append(
                .invalid(path, "", "may not have more than one field specified at a time"))
        }
        if let reference = source.fieldRef {
            errors += fieldReference(reference, "\(path).fieldRef")
        }
        if let reference = source.resourceFieldRef, reference.resource.isEmpty {
            errors.append(.required("\(path).resourceFieldRef.resource"))
        }
        if let reference = source.configMapKeyRef {
            errors += key(reference.name, reference.key, "\(path).configMapKeyRef")
        }
        if let reference = source.secretKeyRef {
            errors += key(reference.name, reference.key, "\(path).secretKeyRef")
        }
        return errors
    }

    static func source(_ source: EnvFromSource, _ path: String) -> [FieldError] {
        switch (source.configMapRef, source.secretRef) {
        case (nil, nil):
            return [.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`")]
        case (.some, .some):
            return [.invalid(path, "", "may not have more than one field specified at a time")]
        case (let map?, nil):
            return map.name.isEmpty ? [.required("\(path).configMapRef.name")] : []
        case (nil, let secret?):
            return secret.name.isEmpty ? [.required("\(path).secretRef.name")] : []
        }
    }

    /// What the downward API can put into a variable.
    private static let fieldPaths: Set = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
        "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
        "status.podIPs",
    ]

    private static func fieldReference(
        _ reference: ObjectFieldSelector, _ path: String
    ) -> [FieldError] {
        let field = reference.fieldPath
        if field.isEmpty { return [.required("\(path).fieldPath")] }
        for map in ["metadata.labels", "metadata.annotations"] where field.hasPrefix("\(map)['") {
            let key = field.dropFirst(map.count + 2)
            if key.hasSuffix("']"),
                NameValidation.qualifiedName(String(key.dropLast(2))).isEmpty
            {
                return []
            }
        }
        if fieldPaths.contains(field) { return [] }
        return [
            .notSupported("\(path).fieldPath", .string(field), supported: Array(fieldPaths))
        ]
    }

    private static func key(_ name: String, _ key: String, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        if name.isEmpty { errors.append(.required("\(path).name")) }
        if key.isEmpty { errors.append(.required("\(path).key")) }
        return errors
    }
}

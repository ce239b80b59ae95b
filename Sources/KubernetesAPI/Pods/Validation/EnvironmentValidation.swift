import JSON

/// Environment variables and where they come from.
enum EnvironmentValidation {
    @FieldErrorList static func variables(_ variables: Field) -> [FieldError] {
        for variable in variables.elements {
            variable["name"].requiredName(NameValidation.environmentVariable)
            if variable["valueFrom"].isSet { source(variable["valueFrom"], variable["value"]) }
        }
    }

    private static let kinds = [
        "fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef",
    ]

    @FieldErrorList private static func source(_ source: Field, _ value: Field) -> [FieldError] {
        let count = kinds.count { source[$0].isSet }
        if source["fieldRef"].isSet {
            FieldReferenceValidation.object(
                source["fieldRef"], FieldReferenceValidation.variableFields)
        }
        if source["resourceFieldRef"].isSet {
            FieldReferenceValidation.resource(source["resourceFieldRef"], needsContainer: false)
        }
        for kind in ["configMapKeyRef", "secretKeyRef"] where source[kind].isSet {
            source[kind]["name"].invalid(
                NameValidation.dns1123Subdomain(source[kind]["name"].text))
            source[kind]["key"].requiredName(NameValidation.configMapKey)
        }
        if source["fileKeyRef"].isSet { fileKey(source["fileKeyRef"]) }
        if count == 0 {
            source.invalid(
                "",
                "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, "
                    + "`secretKeyRef` or `fileKeyRef`")
        } else if !value.isEmpty {
            source.invalid("", "may not be specified when `value` is not empty")
        } else if count > 1 {
            source.invalid("", "may not have more than one field specified at a time")
        }
    }

    @FieldErrorList private static func fileKey(_ reference: Field) -> [FieldError] {
        reference["key"].requiredName(NameValidation.environmentVariable)
        reference["volumeName"].requiredName(NameValidation.dns1123Label)
        if reference["path"].isEmpty {
            reference["path"].required()
        } else {
            PathValidation.noBacksteps(reference["path"])
        }
    }

    @FieldErrorList static func sources(_ sources: Field) -> [FieldError] {
        for source in sources.elements {
            if !source["prefix"].isEmpty {
                source["prefix"].invalid(
                    NameValidation.environmentVariable(source["prefix"].text))
            }
            for kind in ["configMapRef", "secretRef"] where source[kind].isSet {
                source[kind]["name"].requiredName {
                    NameValidation.prefix($0, of: NameValidation.dns1123Subdomain)
                }
            }
            let count = ["configMapRef", "secretRef"].count { source[$0].isSet }
            // Kubernetes names the list and not the source.
            if count == 0 {
                sources.invalid("", "must specify one of: `configMapRef` or `secretRef`")
            } else if count > 1 {
                sources.invalid("", "may not have more than one field specified at a time")
            }
        }
    }
}

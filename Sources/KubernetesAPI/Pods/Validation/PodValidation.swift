import JSON

/// Whether a Pod can be what it says, with Kubernetes' messages. All that is wrong is told at once, in
/// the order in which kube-apiserver tells it (pkg/apis/core/validation).
public enum PodValidation {
    /// Checks a Pod to be made; its defaults are filled in before.
    public static func validate(_ pod: JSONValue) -> [FieldError] { created(Field(pod)) }

    /// Checks a PodTemplate, new or changed; its defaults are filled in before.
    @FieldErrorList public static func validateTemplate(
        _ podTemplate: JSONValue, from old: JSONValue? = nil
    ) -> [FieldError] {
        let object = Field(podTemplate)
        if let old {
            ObjectMetaValidation.validateUpdate(object["metadata"], from: Field(old)["metadata"])
        } else {
            ObjectMetaValidation.validate(object["metadata"], namespaced: true)
        }
        template(object["template"])
    }

    /// A Pod template within another object.
    @FieldErrorList static func template(_ template: Field) -> [FieldError] {
        let spec = template["spec"]
        let annotations = template["metadata"]["annotations"]
        LabelSelectorValidation.labels(
            template["metadata"]["labels"].named(template.member("labels").path))
        // Kubernetes leaves `metadata` out of these paths.
        let shortened = annotations.named(template.member("annotations").path)
        ObjectMetaValidation.annotations(shortened)
        PodAnnotationValidation.annotations(shortened, of: spec)
        PodSpecValidation(spec: spec, metadata: nil).findings
        PodAnnotationValidation.seccompMatches(annotations, spec)
        PodAnnotationValidation.appArmorMatches(annotations, spec)
        if !spec["ephemeralContainers"].isEmpty {
            spec["ephemeralContainers"].forbidden(
                "ephemeral containers not allowed in pod template")
        }
    }

    @FieldErrorList private static func created(_ pod: Field) -> [FieldError] {
        let spec = pod["spec"]
        let annotations = pod["metadata"]["annotations"]
        metadataAndSpec(pod)
        if !spec["ephemeralContainers"].isEmpty {
            spec["ephemeralContainers"].forbidden("cannot be set on create")
        }
        if !spec["nodeName"].isEmpty, !spec["schedulingGates"].isEmpty {
            spec["nodeName"].forbidden("cannot be set until all schedulingGates have been cleared")
        }
        PodAnnotationValidation.seccompMatches(annotations, spec)
        PodAnnotationValidation.appArmorMatches(annotations, spec)
    }

    /// What holds for a Pod at any time.
    @FieldErrorList static func metadataAndSpec(_ pod: Field) -> [FieldError] {
        let spec = pod["spec"]
        ObjectMetaValidation.validate(pod["metadata"], namespaced: true)
        PodAnnotationValidation.annotations(pod["metadata"]["annotations"], of: spec)
        PodSpecValidation(spec: spec, metadata: pod["metadata"]).findings
        if spec["serviceAccountName"].isEmpty {
            for volume in spec["volumes"].elements {
                for source in volume["projected"]["sources"].elements
                where source["serviceAccountToken"].isSet {
                    source["serviceAccountToken"].forbidden(
                        "must not be specified when serviceAccountName is not set")
                }
            }
        }
        for container in spec["containers"].elements + spec["initContainers"].elements {
            imageWhitespace(container)
        }
    }

    @FieldErrorList static func imageWhitespace(_ container: Field) -> [FieldError] {
        let image = container["image"].text
        if image.first?.isWhitespace == true || image.last?.isWhitespace == true {
            container["image"].invalid("must not have leading or trailing whitespace")
        }
    }
}

extension Field {
    /// The containers of a Pod's spec, of all kinds, in the order in which Kubernetes visits them.
    var allContainers: [Field] {
        self["initContainers"].elements + self["containers"].elements
            + self["ephemeralContainers"].elements
    }
}

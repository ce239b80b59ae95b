import JSON
import KubernetesAPI

extension ValidationTableTests {
    /// By kind and operation: the kinds besides Pods.
    static let kindValidators:
        [String: @Sendable (_ new: JSONValue, _ old: JSONValue) -> [FieldError]] = [
            "ConfigMap create": { new, _ in ConfigMapValidation.validate(new) },
            "ConfigMap update": { ConfigMapValidation.validateUpdate($0, from: $1) },
            "Secret create": { new, _ in
                SecretValidation.validate(filled(new, SecretDefaults.apply))
            },
            "Secret update": { SecretValidation.validateUpdate($0, from: $1) },
            "Service create": { new, _ in
                var service = filled(new, ServiceDefaults.apply)
                ServiceAddresses.complete(&service, from: nil)
                return ServiceValidation.validate(service)
            },
            "Endpoints create": { new, _ in
                EndpointsValidation.validate(filled(new, EndpointsValidation.applyDefaults))
            },
            "LimitRange create": { new, _ in
                LimitRangeValidation.validate(filled(new, LimitRangeDefaults.apply))
            },
            "ResourceQuota create": { new, _ in ResourceQuotaValidation.validate(new) },
            "PersistentVolumeClaim create": { new, _ in
                PersistentVolumeValidation.validateClaim(new)
            },
            "PersistentVolume create": { new, _ in PersistentVolumeValidation.validate(new) },
            "Lease create": { new, _ in LeaseValidation.validate(new) },
            "PriorityClass create": { new, _ in
                PriorityClassValidation.validate(filled(new, PriorityClassDefaults.apply))
            },
            "PriorityClass update": { PriorityClassValidation.validateUpdate($0, from: $1) },
            "RuntimeClass create": { new, _ in RuntimeClassValidation.validate(new) },
            "PodDisruptionBudget create": { new, _ in DisruptionBudgetValidation.validate(new) },
            "Role create": { new, _ in RoleValidation.validate(new, namespaced: true) },
            "RoleBinding update": {
                RoleBindingValidation.validateUpdate($0, from: $1, namespaced: true)
            },
        ]

    private static func filled(
        _ object: JSONValue, _ defaults: (inout JSONValue) -> Void
    ) -> JSONValue {
        var object = object
        defaults(&object)
        return object
    }
}

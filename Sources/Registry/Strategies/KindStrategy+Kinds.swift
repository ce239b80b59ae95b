import JSON
import KubernetesAPI

extension KindStrategy {
    /// The rules of a kind; nil for one that has none but those of its metadata.
    init?(_ resource: ServedResource) {
        self.init(resource: resource)
        switch resource.type {
        case .configMaps: useConfigMaps()
        case .secrets: useSecrets()
        case .services: useServices()
        case .endpoints:
            createsOnUpdate = true
            defaults = EndpointsValidation.applyDefaults
            errors = EndpointsValidation.validate
        case .limitRanges:
            createsOnUpdate = true
            defaults = LimitRangeDefaults.apply
            errors = LimitRangeValidation.validate
        case .resourceQuotas: useResourceQuotas()
        case .persistentVolumes: usePersistentVolumes()
        case .persistentVolumeClaims: usePersistentVolumeClaims()
        case .leases:
            createsOnUpdate = true
            requiresVersion = true
            errors = LeaseValidation.validate
        case .runtimeClasses:
            createsOnUpdate = true
            requiresVersion = true
            errors = RuntimeClassValidation.validate
            updateErrors = RuntimeClassValidation.validateUpdate
        case .priorityClasses: usePriorityClasses()
        case .podDisruptionBudgets: useDisruptionBudgets()
        case .roles, .clusterRoles: useRoles()
        case .roleBindings, .clusterRoleBindings: useBindings()
        default: return nil
        }
    }

    private mutating func useConfigMaps() {
        errors = ConfigMapValidation.validate
        updateErrors = ConfigMapValidation.validateUpdate
    }

    private mutating func useSecrets() {
        defaults = SecretDefaults.apply
        errors = SecretValidation.validate
        updateErrors = SecretValidation.validateUpdate
    }

    private mutating func useServices() {
        nameForm = NameValidation.dns1123Label
        createsOnUpdate = true
        initialStatus = ["loadBalancer": [:]]
        defaults = ServiceDefaults.apply
        completion = ServiceAddresses.complete
        errors = ServiceValidation.validate
        updateErrors = ServiceValidation.validateUpdate
    }

    private mutating func useResourceQuotas() {
        errors = ResourceQuotaValidation.validate
        updateErrors = ResourceQuotaValidation.validateUpdate
        statusErrors = ResourceQuotaValidation.statusErrors
    }

    private mutating func usePersistentVolumes() {
        initialStatus = ["phase": "Pending"]
        defaults = PersistentVolumeDefaults.apply
        errors = PersistentVolumeValidation.validate
        updateErrors = PersistentVolumeValidation.validateUpdate
    }

    private mutating func usePersistentVolumeClaims() {
        initialStatus = ["phase": "Pending"]
        defaults = PersistentVolumeDefaults.applyToClaim
        errors = PersistentVolumeValidation.validateClaim
        updateErrors = PersistentVolumeValidation.validateClaimUpdate
    }

    private mutating func usePriorityClasses() {
        countsGenerations = true
        defaults = PriorityClassDefaults.apply
        errors = PriorityClassValidation.validate
        updateErrors = PriorityClassValidation.validateUpdate
        permanent = (
            Set(PriorityClassDefaults.system.map(\.name)),
            "this is a system priority class and cannot be deleted"
        )
    }

    private mutating func useDisruptionBudgets() {
        countsGenerations = true
        requiresVersion = true
        initialStatus = [
            "currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0,
        ]
        errors = DisruptionBudgetValidation.validate
        statusErrors = DisruptionBudgetValidation.validateStatus
    }

    /// Names of roles and of their bindings need only to fit into a path: `system:node`.
    private mutating func useRoles() {
        nameForm = NameValidation.pathSegment
        createsOnUpdate = true
        let namespaced = resource.type.namespaced
        errors = { RoleValidation.validate($0, namespaced: namespaced) }
    }

    private mutating func useBindings() {
        nameForm = NameValidation.pathSegment
        createsOnUpdate = true
        let namespaced = resource.type.namespaced
        defaults = RoleBindingDefaults.apply
        errors = { RoleBindingValidation.validate($0, namespaced: namespaced) }
        updateErrors = {
            RoleBindingValidation.validateUpdate($0, from: $1, namespaced: namespaced)
        }
    }
}

import AccessControl

// KubernetesAPI has generated types of the same names.
typealias PolicyRule = AccessControl.PolicyRule
typealias ResourceAttributes = AccessControl.ResourceAttributes
typealias RoleBinding = AccessControl.RoleBinding
typealias UserInfo = AccessControl.UserInfo

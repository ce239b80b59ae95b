import JSON
import KubernetesAPI

/// The description of an object: a layout of its kind's own where there is one, as kubectl has it.
enum ObjectDescription {
    static func text(
        _ object: JSONValue, _ type: ResourceType, events: [Event]?, now: Timestamp
    ) -> String {
        switch (type.group, type.kind) {
        case ("", "Pod"): PodDescription(Pod(json: object), events: events, now: now).text
        case ("", "Node"): NodeDescription(Node(json: object), events: events, now: now).text
        case ("", "ConfigMap"): DataDescription.configMap(object, events: events, now: now)
        case ("", "Secret"): DataDescription.secret(object)
        case ("", "ServiceAccount"):
            ServiceAccountDescription.text(object, events: events, now: now)
        case ("", "Service"): ServiceDescription.text(object, events: events, now: now)
        case ("", "ResourceQuota"): QuotaDescription.quota(object)
        case ("", "LimitRange"): QuotaDescription.limits(object)
        case (rbac, "Role"), (rbac, "ClusterRole"): RoleDescription.role(object)
        case (rbac, "RoleBinding"), (rbac, "ClusterRoleBinding"): RoleDescription.binding(object)
        case ("scheduling.k8s.io", "PriorityClass"):
            PolicyDescription.priorityClass(object, events: events, now: now)
        case ("policy", "PodDisruptionBudget"):
            PolicyDescription.disruptionBudget(object, events: events, now: now)
        default: GenericDescription(object, events: events, now: now).text
        }
    }

    private static let rbac = "rbac.authorization.k8s.io"
}

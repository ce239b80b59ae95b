import JSON
import KubernetesAPI

extension APIError {
    /// Who has not shown who they are, or not well.
    public static var unauthorized: APIError {
        APIError(code: 401, reason: "Unauthorized", message: "Unauthorized")
    }

    /// The refusal of a request in kube-apiserver's words.
    ///
    /// - Parameter reason: of the authorizer, may be empty.
    public static func forbidden(
        _ request: RequestAttributes, to user: UserInfo, reason: String
    ) -> APIError {
        let end = reason.isEmpty ? "" : ": \(reason)"
        guard let resource = request.resource else {
            let path = if case .path(let path) = request.target { path } else { "" }
            return APIError(
                code: 403, reason: "Forbidden",
                message: "forbidden: User \"\(user.username)\" cannot \(request.verb) path "
                    + "\"\(path)\"\(end)", details: [:])
        }
        let place =
            resource.namespace.isEmpty
            ? "at the cluster scope" : "in the namespace \"\(resource.namespace)\""
        let name = resource.name.isEmpty ? "" : " \"\(resource.name)\""
        var details: JSONValue = ["kind": .string(resource.resource)]
        if !resource.group.isEmpty { details["group"] = .string(resource.group) }
        if !resource.name.isEmpty { details["name"] = .string(resource.name) }
        return APIError(
            code: 403, reason: "Forbidden",
            message: "\(resource.qualifiedResource)\(name) is forbidden: User "
                + "\"\(user.username)\" cannot \(request.verb) resource "
                + "\"\(resource.combinedResource)\" in API group \"\(resource.group)\" \(place)\(end)",
            details: details)
    }
}

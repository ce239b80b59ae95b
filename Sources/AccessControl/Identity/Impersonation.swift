import KubernetesAPI

/// Whom a request wants to be taken for, in the `Impersonate-…` headers.
struct Impersonation: Hashable {
    var username: String
    var uid: String
    var groups: [String]
    /// Keys in lower case.
    var extra: [String: [String]]

    /// Nil where no header asks for it.
    ///
    /// - Parameter headers: names in any case, in the order of the request.
    /// - Throws: `APIError` 500, as in Kubernetes, where only a part of a user is named.
    init?(headers: [(name: String, value: String)]) throws(APIError) {
        username = ""
        uid = ""
        groups = []
        extra = [:]
        let extraPrefix = "impersonate-extra-"
        var isAsked = false
        for (name, value) in headers {
            let name = name.lowercased()
            guard name.hasPrefix("impersonate-") else { continue }
            isAsked = true
            switch name {
            case "impersonate-user": username = value
            case "impersonate-uid": uid = value
            case "impersonate-group": groups.append(value)
            case _ where name.hasPrefix(extraPrefix):
                let key = String(name.dropFirst(extraPrefix.count))
                extra[Self.unescaped(key).lowercased(), default: []].append(value)
            default: break
            }
        }
        guard isAsked else { return nil }
        guard !username.isEmpty else {
            throw .internalError("requested impersonation without impersonating a user")
        }
    }

    /// What the real user must be allowed to do.
    var requests: [RequestAttributes] {
        func request(
            _ resource: String, _ name: String, group: String = "", namespace: String = "",
            subresource: String = ""
        ) -> RequestAttributes {
            RequestAttributes(
                verb: "impersonate",
                resource: ResourceAttributes(
                    group: group, version: "v1", resource: resource, subresource: subresource,
                    namespace: namespace, name: name))
        }
        let authentication = "authentication.k8s.io"
        var requests: [RequestAttributes] = []
        if let account = ServiceAccountName(username: username) {
            requests.append(
                request("serviceaccounts", account.name, namespace: account.namespace))
        } else {
            requests.append(request("users", username))
        }
        requests += groups.map { request("groups", $0) }
        for (key, values) in extra.sorted(by: { $0.key < $1.key }) {
            requests += values.map {
                request("userextras", $0, group: authentication, subresource: key)
            }
        }
        if !uid.isEmpty { requests.append(request("uids", uid, group: authentication)) }
        return requests
    }

    /// Whom the request then comes from.
    var user: UserInfo {
        var groups = groups
        if groups.isEmpty, let account = ServiceAccountName(username: username) {
            groups = account.groups
        }
        let user = UserInfo(username: username, uid: uid, groups: groups, extra: extra)
        if username == UserInfo.anonymous.username {
            return groups.contains(UserInfo.unauthenticatedGroup)
                ? user
                : UserInfo(
                    username: username, uid: uid,
                    groups: groups + [UserInfo.unauthenticatedGroup], extra: extra)
        }
        return groups.contains(UserInfo.unauthenticatedGroup) ? user : user.authenticated
    }

    /// Percent-escapes decoded; as it stands where they are broken.
    private static func unescaped(_ key: String) -> String {
        guard key.contains("%") else { return key }
        var bytes: [UInt8] = []
        var rest = Array(key.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                rest.count >= 2
            else { return key }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self) ?? key
    }
}

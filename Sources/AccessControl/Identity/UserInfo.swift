import JSON

/// Who makes a request; Kubernetes' `authentication.k8s.io/v1` `UserInfo`.
public struct UserInfo: Sendable, Hashable {
    public var username: String
    /// Empty where whoever vouches for the name knows of none.
    public var uid: String
    public var groups: [String]
    /// What the authenticator knows besides: keys in lower case with their values.
    public var extra: [String: [String]]

    public init(
        username: String, uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]
    ) {
        self.username = username
        self.uid = uid
        self.groups = groups
        self.extra = extra
    }

    /// Members of it may do everything.
    public static let mastersGroup = "system:masters"
    /// Everybody who has shown who they are.
    public static let authenticatedGroup = "system:authenticated"
    /// Everybody who has not.
    public static let unauthenticatedGroup = "system:unauthenticated"

    /// Somebody who has shown nothing.
    public static let anonymous = UserInfo(
        username: "system:anonymous", groups: [unauthenticatedGroup])

    /// Whoever may open the daemon's socket: root of this machine.
    public static let administrator = UserInfo(
        username: "kubernetes-admin", groups: [mastersGroup, authenticatedGroup])

    /// Whether authorization is not asked about it.
    public var isMaster: Bool { groups.contains(Self.mastersGroup) }

    /// The same with the group of those who have shown who they are.
    public var authenticated: UserInfo {
        var user = self
        if !user.groups.contains(Self.authenticatedGroup) {
            user.groups.append(Self.authenticatedGroup)
        }
        return user
    }

    /// Empty members are left out, as in Kubernetes.
    public var json: JSONValue {
        var json: JSONValue = [:]
        if !username.isEmpty { json["username"] = .string(username) }
        if !uid.isEmpty { json["uid"] = .string(uid) }
        if !groups.isEmpty { json["groups"] = .array(groups.map { .string($0) }) }
        if !extra.isEmpty {
            json["extra"] = .object(JSONObject(extra.mapValues { .array($0.map { .string($0) }) }))
        }
        return json
    }
}

import JSON

/// What the token in a Secret of type `kubernetes.io/service-account-token` says; it has no end.
struct LegacyTokenClaims: Sendable, Hashable {
    static let issuer = "kubernetes/serviceaccount"
    private static let prefix = "kubernetes.io/serviceaccount/"

    var namespace: String
    var secretName: String
    var account: BoundName

    init(namespace: String, secretName: String, account: BoundName) {
        self.namespace = namespace
        self.secretName = secretName
        self.account = account
    }

    init(verifying json: JSONValue) throws(TokenError) {
        func claim(_ name: String) throws(TokenError) -> String {
            guard let text = json["\(Self.prefix)\(name)"]?.stringValue, !text.isEmpty else {
                throw .notOurs("a claim is missing")
            }
            return text
        }
        namespace = try claim("namespace")
        secretName = try claim("secret.name")
        account = BoundName(
            name: try claim("service-account.name"), uid: try claim("service-account.uid"))
        guard json["sub"]?.stringValue == name.username else { throw .notOurs("another subject") }
    }

    var name: ServiceAccountName { ServiceAccountName(namespace: namespace, name: account.name) }

    var json: JSONValue {
        [
            "iss": .string(Self.issuer), "sub": .string(name.username),
            "\(Self.prefix)namespace": .string(namespace),
            "\(Self.prefix)secret.name": .string(secretName),
            "\(Self.prefix)service-account.name": .string(account.name),
            "\(Self.prefix)service-account.uid": .string(account.uid),
        ]
    }

    var user: UserInfo {
        UserInfo(username: name.username, uid: account.uid, groups: name.groups).authenticated
    }
}

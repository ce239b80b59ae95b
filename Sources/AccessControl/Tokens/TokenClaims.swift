import JSON

/// A name with the identity of the object that had it when the token was made.
struct BoundName: Sendable, Hashable {
    var name: String
    var uid: String

    init(name: String, uid: String) {
        self.name = name
        self.uid = uid
    }

    init(object: JSONValue) {
        self.init(
            name: object.value(at: "metadata", "name")?.stringValue ?? "",
            uid: object.value(at: "metadata", "uid")?.stringValue ?? "")
    }

    init?(json: JSONValue?) {
        guard let name = json?["name"]?.stringValue else { return nil }
        self.init(name: name, uid: json?["uid"]?.stringValue ?? "")
    }

    var json: JSONValue { ["name": .string(name), "uid": .string(uid)] }
}

/// What a service account token says (KEP-1205, KEP-4193).
struct TokenClaims: Sendable, Hashable {
    var namespace: String
    var account: BoundName
    var audiences: [String]
    /// Seconds since 1970.
    var issuedAt: Int64
    var expires: Int64
    /// From when on its use is worth a note: whoever uses it has not read it anew.
    var warnAfter: Int64?
    /// Identifies the token.
    var identifier: String
    var pod: BoundName?
    var secret: BoundName?
    var node: BoundName?

    var json: JSONValue {
        var bound: JSONValue = [
            "namespace": .string(namespace), "serviceaccount": account.json,
        ]
        if let pod { bound["pod"] = pod.json }
        if let secret { bound["secret"] = secret.json }
        if let node { bound["node"] = node.json }
        if let warnAfter { bound["warnafter"] = .integer(warnAfter) }
        return [
            "iss": .string(ServiceAccountTokens.issuer),
            "sub": .string(ServiceAccountName(namespace: namespace, name: account.name).username),
            "aud": .array(audiences.map { .string($0) }), "iat": .integer(issuedAt),
            "nbf": .integer(issuedAt), "exp": .integer(expires), "jti": .string(identifier),
            "kubernetes.io": bound,
        ]
    }

    /// Reads the claims of a token whose signature is right.
    ///
    /// - Parameter now: seconds since 1970.
    init(verifying json: JSONValue, now: Int64) throws(TokenError) {
        guard json["iss"]?.stringValue == ServiceAccountTokens.issuer else {
            throw .notOurs("another issuer")
        }
        guard let expires = json["exp"]?.integerValue, let issuedAt = json["iat"]?.integerValue,
            let bound = json["kubernetes.io"],
            let namespace = bound["namespace"]?.stringValue,
            let account = BoundName(json: bound["serviceaccount"]),
            json["sub"]?.stringValue
                == ServiceAccountName(namespace: namespace, name: account.name).username
        else { throw .notOurs("a claim is missing") }
        guard now < expires else { throw .expired }
        // A minute for a clock that was set back, as Kubernetes allows.
        guard json["nbf"]?.integerValue.map({ $0 <= now + 60 }) ?? true else { throw .notYetValid }
        self.namespace = namespace
        self.account = account
        self.expires = expires
        self.issuedAt = issuedAt
        switch json["aud"] {
        case .string(let audience)?: audiences = [audience]
        case let list?: audiences = list.arrayValue?.compactMap(\.stringValue) ?? []
        case nil: audiences = []
        }
        warnAfter = bound["warnafter"]?.integerValue
        identifier = json["jti"]?.stringValue ?? ""
        pod = BoundName(json: bound["pod"])
        secret = BoundName(json: bound["secret"])
        node = BoundName(json: bound["node"])
    }

    init(
        namespace: String, account: BoundName, audiences: [String], issuedAt: Int64,
        expires: Int64, warnAfter: Int64? = nil, identifier: String
    ) {
        self.namespace = namespace
        self.account = account
        self.audiences = audiences
        self.issuedAt = issuedAt
        self.expires = expires
        self.warnAfter = warnAfter
        self.identifier = identifier
    }

    /// Whom the token stands for.
    var user: UserInfo {
        let name = ServiceAccountName(namespace: namespace, name: account.name)
        var extra: [String: [String]] = [:]
        if !identifier.isEmpty {
            extra["authentication.kubernetes.io/credential-id"] = ["JTI=\(identifier)"]
        }
        for (kind, bound) in [("pod", pod), ("node", node)] {
            guard let bound else { continue }
            extra["authentication.kubernetes.io/\(kind)-name"] = [bound.name]
            extra["authentication.kubernetes.io/\(kind)-uid"] = [bound.uid]
        }
        return UserInfo(
            username: name.username, uid: account.uid, groups: name.groups, extra: extra
        ).authenticated
    }
}

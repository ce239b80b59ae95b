// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `TokenRequest` of authentication/v1.
public struct TokenRequest: APIType {
    public var kind = "TokenRequest"
    public var apiVersion = "authentication.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var spec = TokenRequestSpec()
    public var status = TokenRequestStatus()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
        status = fields.read("status")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("spec", spec)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}

/// `TokenRequestSpec` of authentication/v1.
public struct TokenRequestSpec: APIType {
    public var audiences: [String] = []
    public var expirationSeconds: Int64?
    @Boxed public var boundObjectRef: BoundObjectReference?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        audiences = fields.read("audiences")
        expirationSeconds = fields.read("expirationSeconds")
        boundObjectRef = fields.read("boundObjectRef")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("audiences", audiences)
        fields.putIfSet("expirationSeconds", expirationSeconds)
        fields.putIfSet("boundObjectRef", boundObjectRef)
        return fields.object
    }
}

/// `BoundObjectReference` of authentication/v1.
public struct BoundObjectReference: APIType {
    public var kind = ""
    public var apiVersion = ""
    public var name = ""
    public var uid = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        kind = fields.read("kind")
        apiVersion = fields.read("apiVersion")
        name = fields.read("name")
        uid = fields.read("uid")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("uid", uid)
        return fields.object
    }
}

/// `TokenRequestStatus` of authentication/v1.
public struct TokenRequestStatus: APIType {
    public var token = ""
    public var expirationTimestamp: Timestamp?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        token = fields.read("token")
        expirationTimestamp = fields.read("expirationTimestamp")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("token", token)
        fields.putIfSet("expirationTimestamp", expirationTimestamp)
        return fields.object
    }
}

/// `TokenReview` of authentication/v1.
public struct TokenReview: KubernetesObject {
    public static var resourceType: ResourceType { .tokenReviews }
    public var kind = "TokenReview"
    public var apiVersion = "authentication.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var spec = TokenReviewSpec()
    public var status = TokenReviewStatus()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
        status = fields.read("status")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.put("spec", spec)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}

/// `TokenReviewSpec` of authentication/v1.
public struct TokenReviewSpec: APIType {
    public var token = ""
    public var audiences: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        token = fields.read("token")
        audiences = fields.read("audiences")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("token", token)
        fields.putUnlessZero("audiences", audiences)
        return fields.object
    }
}

/// `TokenReviewStatus` of authentication/v1.
public struct TokenReviewStatus: APIType {
    public var authenticated = false
    public var user = UserInfo()
    public var audiences: [String] = []
    public var error = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        authenticated = fields.read("authenticated")
        user = fields.read("user")
        audiences = fields.read("audiences")
        error = fields.read("error")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("authenticated", authenticated)
        fields.putUnlessZero("user", user)
        fields.putUnlessZero("audiences", audiences)
        fields.putUnlessZero("error", error)
        return fields.object
    }
}

/// `UserInfo` of authentication/v1.
public struct UserInfo: APIType {
    public var username = ""
    public var uid = ""
    public var groups: [String] = []
    public var extra: [String: [String]] = [:]
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        username = fields.read("username")
        uid = fields.read("uid")
        groups = fields.read("groups")
        extra = fields.read("extra")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("username", username)
        fields.putUnlessZero("uid", uid)
        fields.putUnlessZero("groups", groups)
        fields.putUnlessZero("extra", extra)
        return fields.object
    }
}

/// `SelfSubjectReview` of authentication/v1.
public struct SelfSubjectReview: KubernetesObject {
    public static var resourceType: ResourceType { .selfSubjectReviews }
    public var kind = "SelfSubjectReview"
    public var apiVersion = "authentication.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var status = SelfSubjectReviewStatus()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        status = fields.read("status")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}

/// `SelfSubjectReviewStatus` of authentication/v1.
public struct SelfSubjectReviewStatus: APIType {
    public var userInfo = UserInfo()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        userInfo = fields.read("userInfo")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("userInfo", userInfo)
        return fields.object
    }
}

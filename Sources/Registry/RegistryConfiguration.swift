import Glibc
import JSON
import KubernetesAPI

/// What a `Registry` is told about its surroundings.
public struct RegistryConfiguration: Sendable {
    /// The name of the Node that Pods are assigned to.
    public var nodeName: String
    /// How long an Event stays after it last happened; as in kube-apiserver one hour.
    public var eventTimeToLive: Duration
    /// The clock.
    public var now: @Sendable () -> Timestamp
    /// The certificates by which Pods know the API server, in PEM: the content of the ConfigMap
    /// `kube-root-ca.crt` in every namespace; nil leaves it out.
    public var rootCertificates: String?
    /// Whether Pods get the credentials of their ServiceAccount where nobody says otherwise.
    public var mountsServiceAccountTokens: Bool
    /// Looks at each new Pod: gives warnings for the client, or throws `APIError` to refuse it.
    public var reviewPod: @Sendable (JSONValue) throws -> [String]
    /// Answers `serviceaccounts/NAME/token`; nil serves no such thing.
    public var tokenIssuer: (any ServiceAccountTokenIssuer)?
    /// Looks at each object before it is written, and at what it was (nil for a new one): throws
    /// `APIError` where whoever writes may not write this.
    public var authorizeWrite: @Sendable (ResourceType, JSONValue, JSONValue?) throws -> Void

    public init(
        nodeName: String, eventTimeToLive: Duration = .seconds(3600),
        rootCertificates: String? = nil, mountsServiceAccountTokens: Bool = false,
        now: @escaping @Sendable () -> Timestamp = RegistryConfiguration.systemClock,
        reviewPod: @escaping @Sendable (JSONValue) throws -> [String] = { _ in [] },
        tokenIssuer: (any ServiceAccountTokenIssuer)? = nil,
        authorizeWrite: @escaping @Sendable (ResourceType, JSONValue, JSONValue?) throws -> Void = {
            _, _, _ in
        }
    ) {
        self.nodeName = nodeName
        self.eventTimeToLive = eventTimeToLive
        self.rootCertificates = rootCertificates
        self.mountsServiceAccountTokens = mountsServiceAccountTokens
        self.now = now
        self.reviewPod = reviewPod
        self.tokenIssuer = tokenIssuer
        self.authorizeWrite = authorizeWrite
    }
}

extension RegistryConfiguration {
    /// The machine's clock.
    @Sendable public static func systemClock() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(secondsSince1970: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }
}

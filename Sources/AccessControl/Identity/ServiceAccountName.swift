/// A service account as users and groups name it (KEP-1205).
public struct ServiceAccountName: Sendable, Hashable {
    public let namespace: String
    public let name: String

    /// The group of all service accounts.
    public static let allGroup = "system:serviceaccounts"
    private static let prefix = "system:serviceaccount:"

    public init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// Nil for a user that is no service account.
    public init?(username: String) {
        guard username.hasPrefix(Self.prefix) else { return nil }
        let parts = username.dropFirst(Self.prefix.count)
            .split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        namespace = String(parts[0])
        name = String(parts[1])
    }

    /// `system:serviceaccount:NAMESPACE:NAME`
    public var username: String { "\(Self.prefix)\(namespace):\(name)" }
    /// All service accounts, and those of its namespace.
    public var groups: [String] { [Self.allGroup, "\(Self.allGroup):\(namespace)"] }
}

/// The request that a task works on.
public struct RequestScope: Sendable, Hashable {
    /// For whom.
    public var user: UserInfo
    public var attributes: RequestAttributes

    public init(user: UserInfo, attributes: RequestAttributes) {
        self.user = user
        self.attributes = attributes
    }

    /// Nil in the daemon's own tasks, which may do everything.
    @TaskLocal public static var current: RequestScope?
}

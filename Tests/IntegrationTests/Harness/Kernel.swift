import Glibc
import Testing

/// What this machine's kernel can do.
enum Kernel {
    /// Whether a Pod may have users of its own: tmpfs, which secrets and tokens are on, shows files
    /// as theirs from Linux 6.3 on.
    static let hasUsersForPods: Bool = {
        var name = utsname()
        uname(&name)
        let release = withUnsafeBytes(of: &name.release) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        let numbers = release.split(separator: ".").prefix(2).compactMap { Int($0) }
        return [6, 3].lexicographicallyPrecedes(numbers) || numbers == [6, 3]
    }()
}

extension Trait where Self == ConditionTrait {
    static var needsUsersForPods: Self {
        .enabled(if: Kernel.hasUsersForPods, "hostUsers: false takes Linux 6.3")
    }
}

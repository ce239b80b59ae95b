import ImageStore
import OCI

/// How the kubelet treats images.
public struct ImageSettings: Sendable, Hashable {
    /// For which images that are here a Pod's credentials have to be proven before it may use them
    /// (KEP 2535; the names are those of the kubelet's configuration).
    public enum Verification: String, Sendable, Hashable, CaseIterable {
        case never = "NeverVerify"
        /// Not for those that nobody pulled: that were loaded, or were here before.
        case neverPreloaded = "NeverVerifyPreloadedImages"
        /// Not for those that nobody pulled and that are in a list.
        case neverAllowlisted = "NeverVerifyAllowlistedImages"
        case always = "AlwaysVerify"
    }

    public var verification: Verification
    /// Repositories, or all below one with `/*` at its end.
    public var verificationAllowlist: [String]
    /// Pulls at the same time; 0 for any number.
    public var maximumParallelPulls: Int
    /// Percents of the disk: above the first, unused images are removed until the second is reached.
    /// 100 for the first removes none.
    public var highThreshold: Int
    public var lowThreshold: Int
    /// Nanoseconds since its last use that an image is kept at least.
    public var minimumAge: Int64
    /// Nanoseconds since its last use that an image is kept at most; 0 for any time.
    public var maximumAge: Int64

    public init(
        verification: Verification = .neverPreloaded, verificationAllowlist: [String] = [],
        maximumParallelPulls: Int = 0, highThreshold: Int = 85, lowThreshold: Int = 80,
        minimumAge: Int64 = 120_000_000_000, maximumAge: Int64 = 0
    ) {
        self.verification = verification
        self.verificationAllowlist = verificationAllowlist
        self.maximumParallelPulls = maximumParallelPulls
        self.highThreshold = highThreshold
        self.lowThreshold = lowThreshold
        self.minimumAge = minimumAge
        self.maximumAge = maximumAge
    }

    /// Whether a Pod has to prove, by a pull, that it may use an image that is here.
    ///
    /// - Parameter repository: of the image as the Pod names it, `docker.io/library/busybox`.
    func mustPull(
        _ image: ImageRecord, repository: String, credentials: [RegistryCredential]
    ) -> Bool {
        if verification == .never { return false }
        let access = image.access[repository]
        if access?.admits(credentials) == true { return false }
        // Pulled by another name, it says nothing about this one.
        guard image.access.isEmpty || access?.isNamedHere == true else { return true }
        switch verification {
        case .never, .neverPreloaded: return false
        case .neverAllowlisted: return !isAllowlisted(repository)
        case .always: return true
        }
    }

    private func isAllowlisted(_ repository: String) -> Bool {
        verificationAllowlist.contains { pattern in
            guard pattern.hasSuffix("/*") else { return pattern == repository }
            return repository.hasPrefix(pattern.dropLast())
        }
    }
}

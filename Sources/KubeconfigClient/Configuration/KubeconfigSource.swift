/// Where to look for a kubeconfig: the flag, then `KUBECONFIG`, then the local daemon's, then the
/// one in the home folder.
public struct KubeconfigSource: Sendable, Hashable {
    /// The value of `--kubeconfig`.
    public var flag: String?
    /// The value of the environment variable `KUBECONFIG`: files separated by colons.
    public var environment: String?
    /// The local daemon's state folder.
    public var root: String
    public var home: String?

    /// The daemon's state folder where nothing says otherwise.
    public static let defaultRoot = "/var/lib/swiftlet"

    public init(
        flag: String? = nil, environment: String? = nil, root: String = defaultRoot,
        home: String? = nil
    ) {
        self.flag = flag
        self.environment = environment
        self.root = root
        self.home = home
    }

    /// The files to read, in order of precedence.
    ///
    /// As for kubectl, files of the `KUBECONFIG` list that do not exist are passed over, while the
    /// one that `--kubeconfig` names has to be there.
    ///
    /// - Parameter isReadable: whether this process can read the file at a path.
    /// - Throws: `KubeconfigError.notFound`
    public func files(isReadable: (String) -> Bool) throws -> [String] {
        if let flag { return [flag] }
        var tried: [String] = []
        if let environment, !environment.isEmpty {
            let listed = environment.split(separator: ":").map(String.init)
            let present = listed.filter(isReadable)
            if !present.isEmpty { return present }
            tried += listed
        }
        let fallbacks = [root + "/kubeconfig"] + (home.map { [$0 + "/.kube/config"] } ?? [])
        for file in fallbacks {
            if isReadable(file) { return [file] }
            tried.append(file)
        }
        throw KubeconfigError.notFound(tried: tried)
    }
}

import Glibc
import JSON
import LinuxSystem

/// Credentials as docker keeps them: the text of `config.json` and of Secrets of the type
/// `kubernetes.io/dockerconfigjson`, or the older `.dockercfg`.
public struct DockerConfiguration: Sendable, Hashable {
    public var keyring = RegistryKeyring()
    /// The names of programs that know the credentials of some registries (`credHelpers`).
    public var helpers: [String: String] = [:]
    /// The name of the program that knows those of all others (`credsStore`).
    public var defaultHelper: String?

    /// Nil where the text is no such configuration.
    public init?(_ text: [UInt8], origin: CredentialOrigin = .node) {
        guard let json = try? JSONValue(parsing: text), let members = json.objectValue else {
            return nil
        }
        // The older form has no `auths` around the registries.
        let registries = json["auths"]?.objectValue ?? (json["auths"] == nil ? members : [:])
        for (registry, entry) in registries.sorted(by: { $0.key < $1.key }) {
            guard let credential = Self.credential(entry, origin) else { continue }
            keyring.add(registry, credential)
        }
        helpers = json["credHelpers"]?.objectValue?.compactMapValues(\.stringValue) ?? [:]
        defaultHelper = json["credsStore"]?.stringValue
    }

    private static func credential(
        _ entry: JSONValue, _ origin: CredentialOrigin
    ) -> RegistryCredential? {
        var user = entry["username"]?.stringValue ?? ""
        var password = entry["password"]?.stringValue ?? ""
        if let auth = entry["auth"]?.stringValue, !auth.isEmpty {
            guard let bytes = Base64.decode(auth) else { return nil }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let colon = text.firstIndex(of: ":") else { return nil }
            user = String(text[..<colon])
            password = String(text[text.index(after: colon)...])
            while password.hasSuffix("\u{0}") { password.removeLast() }
        }
        let token = entry["identitytoken"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        guard !user.isEmpty || token != nil else { return nil }
        return RegistryCredential(
            user: user, password: password, identityToken: token, origin: origin)
    }

    /// Asks the program that knows a registry's credentials, `docker-credential-NAME`. Blocks.
    ///
    /// - Returns: nil where no program is named for the registry, or it knows nothing.
    public func askHelper(for registry: String) -> RegistryCredential? {
        let isDockerHub = registry == "docker.io"
        let server = isDockerHub ? "https://index.docker.io/v1/" : registry
        guard let name = helpers[server] ?? helpers[registry] ?? defaultHelper,
            !name.isEmpty,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }),
            let path = Self.find("docker-credential-" + name),
            let result = try? ChildProcess.run(
                path, ["get"], environment: Self.environment, input: Array(server.utf8)),
            result.status == 0, let json = try? JSONValue(parsing: result.output),
            let user = json["Username"]?.stringValue, let secret = json["Secret"]?.stringValue
        else { return nil }
        // The name that says that the secret is a token.
        return user == "<token>"
            ? RegistryCredential(user: "", password: "", identityToken: secret)
            : RegistryCredential(user: user, password: secret)
    }

    private static var searchPath: String {
        getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    }

    private static func find(_ program: String) -> String? {
        searchPath.split(separator: ":").map { "\($0)/\(program)" }
            .first { access($0, X_OK) == 0 }
    }

    private static var environment: [String] {
        ["PATH=\(searchPath)"] + (getenv("HOME").map { ["HOME=" + String(cString: $0)] } ?? [])
    }
}

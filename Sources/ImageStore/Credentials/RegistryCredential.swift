import OCI

/// A name and password for a registry.
public struct RegistryCredential: Sendable, Hashable {
    public var user: String
    public var password: String
    /// A refresh token (`identitytoken` in docker's files), which stands for both.
    public var identityToken: String?
    public var origin: CredentialOrigin

    public init(
        user: String, password: String, identityToken: String? = nil,
        origin: CredentialOrigin = .node
    ) {
        self.user = user
        self.password = password
        self.identityToken = identityToken
        self.origin = origin
    }

    /// Stands for the credential where it is recorded; it cannot be computed back.
    public var fingerprint: String {
        let text = "\(user)\u{0}\(password)\u{0}\(identityToken ?? "")"
        return SHA256Hasher.digest(of: Array(text.utf8)).hexadecimal
    }
}

/// Whose credential it is.
public enum CredentialOrigin: Sendable, Hashable {
    /// The machine's: any Pod may use what was pulled with it.
    case node
    case secret(SecretIdentity)
}

/// A Secret that a credential was read from.
public struct SecretIdentity: Sendable, Hashable {
    public var uid: String
    public var namespace: String
    public var name: String

    public init(uid: String, namespace: String, name: String) {
        self.uid = uid
        self.namespace = namespace
        self.name = name
    }
}

/// Who may use an image that is here, by what it was pulled with (KEP 2535); recorded for each
/// repository that it was pulled from.
public struct ImageAccess: Sendable, Hashable {
    /// It was pulled without a credential, or with the machine's own.
    public var isForAll = false
    /// A person gave it this name here, by a tag, a pull or an archive: under it, it counts as
    /// preloaded.
    public var isNamedHere = false
    /// The Secrets it was pulled with, each with its credential's fingerprint.
    public var secrets: [SecretIdentity: String] = [:]

    public init(
        isForAll: Bool = false, isNamedHere: Bool = false, secrets: [SecretIdentity: String] = [:]
    ) {
        self.isForAll = isForAll
        self.isNamedHere = isNamedHere
        self.secrets = secrets
    }

    /// Secrets that are kept; the newest win.
    private static let limit = 100

    mutating func add(_ credential: RegistryCredential?) {
        isNamedHere = false
        guard let credential, case .secret(let secret) = credential.origin else {
            isForAll = true
            return
        }
        if secrets.count >= Self.limit, secrets[secret] == nil { secrets = [:] }
        secrets[secret] = credential.fingerprint
    }

    /// Whether one of the credentials has been proven good: the Secret is the same, or says the same.
    public func admits(_ credentials: [RegistryCredential]) -> Bool {
        isForAll
            || credentials.contains { credential in
                guard case .secret(let secret) = credential.origin else { return false }
                return secrets[secret] != nil || secrets.values.contains(credential.fingerprint)
            }
    }
}

import Glibc
import JSON
import Logging
import Synchronization

/// The keys of service account tokens: one signs, those before it still verify until no token of
/// theirs can live.
///
/// They are files in a folder of their own, mode 0600; of a key that no longer signs only the public
/// half is kept.
public final class SigningKeys: Sendable {
    /// Seconds that a key signs: 90 days.
    public static let rotation: Int64 = 90 * 86_400
    /// Seconds that a token lives at most: a year, which is also what Kubernetes makes of the
    /// tokens that it extends.
    public static let maximumLifetime: Int64 = 365 * 86_400

    private struct State {
        var current: SigningKey
        /// Seconds since 1970.
        var made: Int64
        /// By identifier.
        var accepted: [String: VerificationKey]
    }

    private let directory: String
    private let logger: Logger
    private let state: Mutex<State>

    /// Reads the keys, makes the first one, and a new one where the last is old.
    ///
    /// - Parameters:
    ///   - directory: its parent must exist; its mode becomes 0700.
    ///   - now: seconds since 1970.
    /// - Throws: `PrivateFileError` or an error of libcrypto.
    public init(directory: String, now: Int64, logger: Logger) throws {
        try PrivateFile.makeDirectory(directory)
        self.directory = directory
        self.logger = logger
        state = Mutex(try Self.load(directory, now: now, logger))
    }

    /// Makes a new key where the present one is old.
    ///
    /// - Returns: seconds until it has to be asked again.
    func rotate(now: Int64) throws -> Int64 {
        let loaded = try Self.load(directory, now: now, logger)
        return state.withLock { state in
            state = loaded
            return max(1, loaded.made + Self.rotation - now)
        }
    }

    var current: SigningKey { state.withLock { $0.current } }

    func key(_ identifier: String) -> VerificationKey? {
        state.withLock { $0.accepted[identifier] }
    }

    /// A JSON Web Key Set (RFC 7517, section 5).
    public var webKeySet: JSONValue {
        let keys = state.withLock { state in
            state.accepted.values.sorted { $0.identifier < $1.identifier }
        }
        return ["keys": .array(keys.map(\.json))]
    }

    private static func load(
        _ directory: String, now: Int64, _ logger: Logger
    ) throws -> State {
        let files = try PrivateFile.names(in: directory).compactMap {
            SigningKeyPlan.File(name: $0)
        }
        let plan = SigningKeyPlan(
            files: files, now: now, rotation: rotation, lifetime: maximumLifetime)
        var made = now
        var current: SigningKey?
        var accepted: [String: VerificationKey] = [:]
        for file in files where !plan.removed.contains(file) {
            guard let key = try read(file, directory, logger) else { continue }
            accepted[key.publicKey.identifier] = key.publicKey
            guard case .signing(let time) = file, !plan.retired.contains(file) else { continue }
            current = key.signing
            made = time
        }
        // Also where the newest one could not be read.
        if current == nil { made = now }
        let key = try current ?? make(directory, now: now, logger)
        accepted[key.publicKey.identifier] = key.publicKey
        for file in plan.retired { try retire(file, directory, now: now, logger) }
        for file in plan.removed { unlink("\(directory)/\(file.name)") }
        return State(current: key, made: made, accepted: accepted)
    }

    /// A key of a file: its private half where it has one.
    private struct LoadedKey {
        var signing: SigningKey?
        var publicKey: VerificationKey
    }

    /// Nil where it cannot be read, which sets it aside.
    private static func read(
        _ file: SigningKeyPlan.File, _ directory: String, _ logger: Logger
    ) throws -> LoadedKey? {
        let path = "\(directory)/\(file.name)"
        guard let pem = try PrivateFile.read(path) else { return nil }
        do {
            switch file {
            case .signing:
                let key = try SigningKey(pem: pem)
                return LoadedKey(signing: key, publicKey: key.publicKey)
            case .retired: return LoadedKey(publicKey: try VerificationKey(pem: pem))
            }
        } catch {
            let aside = try PrivateFile.setAside(path)
            logger.warning(
                "set an unusable key of service accounts aside",
                metadata: ["path": "\(aside)", "error": "\(error)"])
            return nil
        }
    }

    private static func make(
        _ directory: String, now: Int64, _ logger: Logger
    ) throws -> SigningKey {
        let key = try SigningKey()
        let path = "\(directory)/\(SigningKeyPlan.File.signing(made: now).name)"
        try PrivateFile.write(try key.pem(), to: path)
        logger.info("made a key for service account tokens", metadata: ["path": "\(path)"])
        return key
    }

    private static func retire(
        _ file: SigningKeyPlan.File, _ directory: String, now: Int64, _ logger: Logger
    ) throws {
        guard case .signing(let made) = file,
            let key = try read(file, directory, logger)
        else { return }
        let retired = SigningKeyPlan.File.retired(made: made, at: now)
        try PrivateFile.write(try key.publicKey.pem(), to: "\(directory)/\(retired.name)")
        unlink("\(directory)/\(file.name)")
    }
}

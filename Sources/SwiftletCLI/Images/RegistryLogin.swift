import Glibc
import ImageStore
import JSON
import OCI

/// The caller's own credentials for a registry, from docker's `config.json`.
enum RegistryLogin {
    /// What is sent to the daemon with a pull or push: the `credentials` member.
    ///
    /// - Throws: `CommandError` where the file cannot be read as one of docker's.
    static func credentials(for name: String) throws -> JSONValue {
        guard let reference = try? Reference(parsing: name), let path else { return [] }
        guard let text = bytes(of: path) else { return [] }
        guard let file = DockerConfiguration(text) else {
            throw CommandError("\(path) is not in the form of docker's config.json")
        }
        var found = file.keyring.credentials(
            host: reference.registry, repository: reference.repository)
        if found.isEmpty, let credential = file.askHelper(for: reference.registry) {
            found = [credential]
        }
        return .array(
            found.map { credential in
                var entry: JSONValue = [
                    "registry": .string(reference.registry),
                    "username": .string(credential.user),
                    "password": .string(credential.password),
                ]
                entry["identityToken"] = credential.identityToken.map { .string($0) }
                return entry
            })
    }

    private static var path: String? {
        if let folder = environment("DOCKER_CONFIG") { return folder + "/config.json" }
        return environment("HOME").map { $0 + "/.docker/config.json" }
    }

    private static func bytes(of path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(file, &buffer, buffer.count)
            guard count > 0 else { return count == 0 ? content : nil }
            content += buffer[..<count]
        }
    }
}

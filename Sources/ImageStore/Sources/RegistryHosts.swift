import LinuxSystem
import OCI

/// The hosts that serve a registry's images, as `<folder>/<registry>/hosts.toml` says; the same
/// file that containerd reads.
struct RegistryHosts {
    /// What to ask, in this order.
    private var hosts: [RegistryHost]

    /// Reads the settings of a registry, or those of `_default`. A folder without `hosts.toml` may have
    /// `*.crt` (authorities), `*.cert` and `*.key` (our own), as docker has it. Blocks on the disk.
    ///
    /// - Returns: nil where nothing is said about the registry.
    /// - Throws: `ImageStoreError` that names the file.
    static func read(
        registry: String, folder: String
    ) throws(ImageStoreError) -> [RegistryHost]? {
        for name in [registry, "_default"] {
            let directory = "\(folder)/\(name)"
            let path = directory + "/hosts.toml"
            if let text = try? File.read(path) {
                do {
                    let tables = try TOMLReader.tables(String(decoding: text, as: UTF8.self))
                    return try RegistryHosts(tables, registry: registry, folder: directory).hosts
                } catch let error as ImageStoreError {
                    throw error
                } catch {
                    throw ImageStoreError(.registryUnavailable, "\(path): \(error)")
                }
            }
            if let host = try Self.certificates(registry: registry, in: directory) {
                return [host]
            }
        }
        return nil
    }

    private static func certificates(
        registry: String, in folder: String
    ) throws(ImageStoreError) -> RegistryHost? {
        let names = File.names(in: folder)
        let authorities = names.filter { $0.hasSuffix(".crt") }.map { "\(folder)/\($0)" }
        let pairs = names.filter { $0.hasSuffix(".cert") }.map { name in
            (certificate: "\(folder)/\(name)", key: "\(folder)/\(name.dropLast(5)).key")
        }
        guard !authorities.isEmpty || !pairs.isEmpty else { return nil }
        var host = RegistryHost(
            RegistryEndpoint(isSecure: true, host: RegistryEndpoint(registry: registry).host))
        try host.useTLS(
            authorities: authorities, clientCertificates: pairs, skipsVerification: false)
        return host
    }

    private init(
        _ tables: [(path: [String], members: [String: TOMLReader.Value])], registry: String,
        folder: String
    ) throws(ImageStoreError) {
        hosts = []
        let top = tables.filter { $0.path.isEmpty }.reduce(into: [:]) {
            $0.merge($1.members) { $1 }
        }
        var headers: [String: [(name: String, value: String)]] = [:]
        for table in tables where table.path.count == 3 && table.path[2] == "header" {
            headers[table.path[1]] = table.members.sorted { $0.key < $1.key }.flatMap { member in
                member.value.elements.compactMap(\.text).map { (member.key, $0) }
            }
        }
        for table in tables where table.path.count == 2 && table.path[0] == "host" {
            var host = try Self.host(
                table.path[1], table.members, registry: registry, folder: folder)
            host.headers = headers[table.path[1]] ?? []
            hosts.append(host)
        }
        let server = top["server"]?.text
        var own = try Self.host(
            server ?? RegistryEndpoint(registry: registry).description, top, registry: registry,
            folder: folder)
        own.headers = tables.filter { $0.path == ["header"] }.flatMap { table in
            table.members.sorted { $0.key < $1.key }.flatMap { member in
                member.value.elements.compactMap(\.text).map { (member.key, $0) }
            }
        }
        hosts.append(own)
    }

    private static func host(
        _ url: String, _ members: [String: TOMLReader.Value], registry: String, folder: String
    ) throws(ImageStoreError) -> RegistryHost {
        let address = url.contains("://") ? url : "https://" + url
        guard var endpoint = RegistryEndpoint(address) else {
            throw ImageStoreError(
                .registryUnavailable,
                "\(folder)/hosts.toml: \"\(url)\" is no address of a registry, https://HOST[:PORT]")
        }
        // The path is that of the API, not of repositories.
        let isWhole = members["override_path"]?.flag ?? false
        let path = endpoint.prefix
        endpoint.prefix = ""
        endpoint.root =
            isWhole || path == "v2" || path.hasSuffix("/v2")
            ? path : path.isEmpty ? "v2" : path + "/v2"
        if endpoint.host == "docker.io" { endpoint.host = "registry-1.docker.io" }
        var host = RegistryHost(endpoint)
        if let names = members["capabilities"]?.elements.compactMap(\.text) {
            host.capabilities = Set(names.compactMap(RegistryHost.Capability.init))
        }
        let own = RegistryEndpoint(registry: registry).host
        if endpoint.host != own { host.namespace = registry }
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
        let pairs = (members["client"]?.elements ?? []).compactMap { value in
            let files = value.elements.compactMap(\.text)
            return files.first.map { (absolute($0), absolute(files.count > 1 ? files[1] : $0)) }
        }
        try host.useTLS(
            authorities: (members["ca"]?.elements ?? []).compactMap(\.text).map(absolute),
            clientCertificates: pairs, skipsVerification: members["skip_verify"]?.flag ?? false)
        return host
    }
}

import FoundationEssentials
import JSON
import KubernetesAPI

extension Kubeconfig {
    /// Reads the text of a kubeconfig file.
    ///
    /// - Parameter path: where the text is from, for messages.
    /// - Throws: `KubeconfigError.malformed`
    public init(parsing text: String, path: String) throws {
        let document: JSONValue
        do {
            document = try YAMLReader.documents(text).first ?? .null
        } catch {
            throw KubeconfigError.malformed(path: path, reason: "\(error)")
        }
        try self.init(document: document, path: path)
    }

    private init(document: JSONValue, path: String) throws {
        self.init()
        guard document.objectValue != nil || document.isNull else {
            throw KubeconfigError.malformed(path: path, reason: "it is not a mapping")
        }
        let reader = EntryReader(path: path)
        for (name, value) in try reader.entries(document, list: "clusters", member: "cluster") {
            if clusters[name] == nil { clusters[name] = try reader.cluster(value, name: name) }
        }
        for (name, value) in try reader.entries(document, list: "users", member: "user") {
            if users[name] == nil { users[name] = try reader.user(value, name: name) }
        }
        for (name, value) in try reader.entries(document, list: "contexts", member: "context") {
            if contexts[name] == nil { contexts[name] = Context(value) }
        }
        currentContext = document["current-context"]?.stringValue ?? ""
    }
}

extension Kubeconfig.Context {
    fileprivate init(_ value: JSONValue) {
        self.init(
            cluster: value["cluster"]?.stringValue ?? "", user: value["user"]?.stringValue ?? "",
            namespace: value["namespace"]?.nonEmptyString)
    }
}

/// Reads the named entries of a kubeconfig's lists.
private struct EntryReader {
    let path: String

    func entries(_ document: JSONValue, list: String, member: String) throws
        -> [(name: String, value: JSONValue)]
    {
        guard let value = document[list], !value.isNull else { return [] }
        guard let elements = value.arrayValue else {
            throw KubeconfigError.malformed(path: path, reason: "\(list) is not a list")
        }
        return try elements.enumerated().map { index, element in
            guard let name = element["name"]?.stringValue else {
                throw KubeconfigError.malformed(path: path, reason: "\(list)[\(index)] has no name")
            }
            return (name, element[member] ?? .null)
        }
    }

    func cluster(_ value: JSONValue, name: String) throws -> Kubeconfig.Cluster {
        Kubeconfig.Cluster(
            server: value["server"]?.stringValue ?? "",
            certificateAuthority: value["certificate-authority"]?.nonEmptyString,
            certificateAuthorityData: try data(
                value, "certificate-authority-data", of: "cluster \"\(name)\""),
            insecureSkipTLSVerify: value["insecure-skip-tls-verify"]?.boolValue ?? false,
            tlsServerName: value["tls-server-name"]?.nonEmptyString,
            proxyURL: value["proxy-url"]?.nonEmptyString)
    }

    func user(_ value: JSONValue, name: String) throws -> Kubeconfig.User {
        let entry = "user \"\(name)\""
        return Kubeconfig.User(
            clientCertificate: value["client-certificate"]?.nonEmptyString,
            clientKey: value["client-key"]?.nonEmptyString,
            clientCertificateData: try data(value, "client-certificate-data", of: entry),
            clientKeyData: try data(value, "client-key-data", of: entry),
            token: value["token"]?.nonEmptyString,
            tokenFile: value["tokenFile"]?.nonEmptyString,
            plugin: plugin(value))
    }

    private func plugin(_ value: JSONValue) -> String? {
        if let exec = value["exec"], !exec.isNull {
            return "the credential plugin \(exec["command"]?.stringValue ?? "(unnamed)")"
        }
        if let provider = value["auth-provider"], !provider.isNull {
            return "the authentication provider \(provider["name"]?.stringValue ?? "(unnamed)")"
        }
        return value["username"]?.nonEmptyString == nil ? nil : "a user name and password"
    }

    private func data(_ value: JSONValue, _ key: String, of entry: String) throws -> [UInt8]? {
        guard let text = value[key]?.nonEmptyString else { return nil }
        guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else {
            throw KubeconfigError.malformed(path: path, reason: "\(key) of \(entry) is not base64")
        }
        return Array(data)
    }
}

extension JSONValue {
    fileprivate var nonEmptyString: String? {
        guard let text = stringValue, !text.isEmpty else { return nil }
        return text
    }
}

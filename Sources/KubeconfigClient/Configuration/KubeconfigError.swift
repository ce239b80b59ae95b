/// Why there is no way to an API server.
public enum KubeconfigError: Error, Hashable, Sendable, CustomStringConvertible {
    /// None of the places that were looked at has a kubeconfig.
    case notFound(tried: [String])
    case unreadable(path: String, reason: String)
    case malformed(path: String, reason: String)
    case noCurrentContext(path: String, contexts: [String])
    case noSuchContext(name: String, contexts: [String])
    /// A context names a cluster or a user that the file does not have.
    case missingEntry(kind: String, name: String, context: String)
    case badServer(cluster: String, server: String)
    /// Something that this client does not do, and what to use instead.
    case unsupported(what: String, instead: String)

    public var description: String {
        switch self {
        case .notFound(let tried):
            "no kubeconfig found: tried \(tried.joined(separator: ", ")); "
                + "start a daemon with: swiftlet serve"
        case .unreadable(let path, let reason):
            "cannot read kubeconfig \(path): \(reason)"
        case .malformed(let path, let reason):
            "kubeconfig \(path) is not valid: \(reason)"
        case .noCurrentContext(let path, let contexts):
            "kubeconfig \(path) has no current-context; choose one with --context"
                + Self.list(contexts)
        case .noSuchContext(let name, let contexts):
            "the kubeconfig has no context \"\(name)\"" + Self.list(contexts)
        case .missingEntry(let kind, let name, let context):
            "context \"\(context)\" of the kubeconfig names \(kind) \"\(name)\", "
                + "which the kubeconfig does not have"
        case .badServer(let cluster, let server):
            "cluster \"\(cluster)\" of the kubeconfig has the server \"\(server)\"; "
                + "it must be a URL such as https://127.0.0.1:6443"
        case .unsupported(let what, let instead):
            "the kubeconfig asks for \(what), which swiftlet does not support; \(instead)"
        }
    }

    private static func list(_ contexts: [String]) -> String {
        contexts.isEmpty ? "" : "; it has \(contexts.sorted().joined(separator: ", "))"
    }
}

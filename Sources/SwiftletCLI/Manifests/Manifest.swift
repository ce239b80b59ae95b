import JSON
import KubernetesAPI

/// One object as its author wrote it, and where it is from.
struct Manifest: Sendable, Hashable {
    /// The file, for messages.
    var source: String
    var object: JSONValue

    var apiVersion: String { object["apiVersion"]?.stringValue ?? "" }
    var kind: String { object["kind"]?.stringValue ?? "" }
    var name: String { object.value(at: "metadata", "name")?.stringValue ?? "" }
    var namespace: String? { object.value(at: "metadata", "namespace")?.stringValue }

    /// The objects of a file's text: YAML or JSON, one or several documents, `List`s opened.
    ///
    /// - Throws: `ManifestError`
    static func parse(_ text: String, source: String) throws -> [Manifest] {
        let documents: [JSONValue]
        do {
            documents = try YAMLReader.documents(text)
        } catch {
            throw ManifestError.unparsable(source: source, reason: "\(error)")
        }
        let manifests = try documents.enumerated().filter { !$0.element.isNull }.flatMap {
            try open($0.element, source: source, document: $0.offset + 1)
        }
        guard !manifests.isEmpty else { throw ManifestError.empty(source: source) }
        return manifests
    }

    private static func open(_ object: JSONValue, source: String, document: Int) throws
        -> [Manifest]
    {
        guard object.objectValue != nil else {
            throw ManifestError.notAnObject(source: source, document: document)
        }
        let missing = ["apiVersion", "kind"].filter { (object[$0]?.stringValue ?? "").isEmpty }
        guard missing.isEmpty else {
            throw ManifestError.missing(source: source, document: document, members: missing)
        }
        if object["kind"] == "List", let items = object["items"]?.arrayValue {
            return try items.flatMap { try open($0, source: source, document: document) }
        }
        return [Manifest(source: source, object: object)]
    }
}

/// Why a manifest cannot be used.
enum ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
    case missingFile(String)
    case unreadable(path: String, reason: String)
    case noManifests(folder: String)
    case isURL(String)
    case unparsable(source: String, reason: String)
    case empty(source: String)
    case notAnObject(source: String, document: Int)
    case missing(source: String, document: Int, members: [String])
    case unknownKind(source: String, name: String, apiVersion: String, kind: String)
    case otherNamespace(String, asked: String)
    case nameless(source: String, kind: String)

    var description: String {
        switch self {
        case .missingFile(let path): "the path \"\(path)\" does not exist"
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .noManifests(let folder):
            "\(folder) has no file that ends in .yaml, .yml or .json"
        case .isURL(let url):
            "cannot read \(url): URLs are not supported; fetch it first, then use -f FILE or -f -"
        case .unparsable(let source, let reason): "cannot parse \(source): \(reason)"
        case .empty(let source): "\(source) has no objects; nothing was done"
        case .notAnObject(let source, let document):
            "document \(document) of \(source) is not a mapping; an object has apiVersion, kind "
                + "and metadata"
        case .missing(let source, let document, let members):
            "document \(document) of \(source) is not valid: "
                + members.map { "\($0) not set" }.joined(separator: ", ")
        case .unknownKind(let source, let name, let apiVersion, let kind):
            "resource mapping not found for name: \"\(name)\" from \"\(source)\": no matches for "
                + "kind \"\(kind)\" in version \"\(apiVersion)\""
        case .otherNamespace(let own, let asked):
            "the namespace from the provided object \"\(own)\" does not match the namespace "
                + "\"\(asked)\". You must pass '--namespace=\(own)' to perform this operation"
        case .nameless(let source, let kind):
            "a \(kind) of \(source) has no metadata.name"
        }
    }
}

import JSON
import KubernetesAPI

/// One media type with its parameters: `application/json;as=Table;v=v1;g=meta.k8s.io`.
struct MediaType: Hashable {
    var essence: String
    var parameters: [String: String]
    /// From 0, not wanted at all, to 1.
    var quality = 1.0

    init(_ text: some StringProtocol) {
        let parts = text.split(separator: ";").map { Self.trimmed($0) }
        essence = (parts.first ?? "").lowercased()
        parameters = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            guard pair.count == 2 else { continue }
            if pair[0].lowercased() == "q" {
                quality = Double(pair[1]).map { min(max($0, 0), 1) } ?? 1
            } else {
                parameters[pair[0].lowercased()] = pair[1].trimmingQuotes
            }
        }
    }

    /// The types of an `Accept` header that the client takes, those it likes best first; of equals
    /// the one that says more, then the one that stands first (RFC 9110, section 12.5.1).
    static func list(_ header: String) -> [MediaType] {
        let types = header.split(separator: ",").map { MediaType($0) }
            .filter { !$0.essence.isEmpty && $0.quality > 0 }
        return types.enumerated().sorted { left, right in
            let (first, second) = (left.element.rank, right.element.rank)
            return first == second ? left.offset < right.offset : first > second
        }.map(\.element)
    }

    var matchesJSON: Bool { ["application/json", "application/*", "*/*"].contains(essence) }
    var matchesYAML: Bool { essence == "application/yaml" }

    private var rank: (Double, Int) {
        (quality, essence == "*/*" ? 0 : essence.hasSuffix("/*") ? 1 : 2)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        count >= 2 && first == "\"" && last == "\"" ? String(dropFirst().dropLast()) : self
    }
}

/// In which form a client wants objects.
enum Representation: Hashable {
    case object
    case table
    case partialMetadata

    /// - Parameter accept: the header; nil takes anything.
    /// - Throws: 406 where the client takes nothing that there is.
    init(accept: String?) throws(APIError) {
        self = try AcceptedForm(accept: accept).representation
    }

    /// Nil for a form that there is not.
    fileprivate init?(_ type: MediaType) {
        switch (type.parameters["as"], type.parameters["g"], type.parameters["v"]) {
        case (nil, _, _): self = .object
        case ("Table", "meta.k8s.io", "v1"): self = .table
        case ("PartialObjectMetadata", "meta.k8s.io", "v1"),
            ("PartialObjectMetadataList", "meta.k8s.io", "v1"):
            self = .partialMetadata
        default: return nil
        }
    }
}

/// What was agreed on with a client: which form of objects, written how.
struct AcceptedForm: Hashable {
    enum Notation: Hashable {
        case json
        case yaml
    }

    var representation = Representation.object
    var notation = Notation.json

    /// - Parameters:
    ///   - accept: the header; nil takes anything.
    ///   - isStream: of a watch, whose events are JSON always.
    /// - Throws: 406 where the client takes nothing that there is.
    init(accept: String?, isStream: Bool = false) throws(APIError) {
        guard let accept, accept.contains(where: { !$0.isWhitespace }) else { return }
        for type in MediaType.list(accept) {
            guard type.matchesJSON || type.matchesYAML && !isStream,
                let representation = Representation(type)
            else { continue }
            self.representation = representation
            notation = type.matchesJSON ? .json : .yaml
            return
        }
        let offered =
            isStream ? "application/json;stream=watch" : "application/json, application/yaml"
        throw APIError(
            code: 406, reason: "NotAcceptable",
            message: "only the following media types are accepted: \(offered)", details: [:])
    }
}

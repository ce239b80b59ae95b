import KubernetesAPI

/// One media type with its parameters: `application/json;as=Table;v=v1;g=meta.k8s.io`.
struct MediaType: Hashable {
    var essence: String
    var parameters: [String: String]

    init(_ text: some StringProtocol) {
        let parts = text.split(separator: ";").map { Self.trimmed($0) }
        essence = (parts.first ?? "").lowercased()
        parameters = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            guard pair.count == 2 else { continue }
            parameters[pair[0].lowercased()] = pair[1].trimmingQuotes
        }
    }

    /// The types of an `Accept` header in the order they stand in.
    static func list(_ header: String) -> [MediaType] {
        header.split(separator: ",").map { MediaType($0) }.filter { !$0.essence.isEmpty }
    }

    var matchesJSON: Bool { ["application/json", "application/*", "*/*"].contains(essence) }

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
        let accepted = accept.map(MediaType.list) ?? []
        guard !accepted.isEmpty else {
            self = .object
            return
        }
        for type in accepted where type.matchesJSON {
            switch (type.parameters["as"], type.parameters["g"], type.parameters["v"]) {
            case (nil, _, _): self = .object
            case ("Table", "meta.k8s.io", "v1"): self = .table
            case ("PartialObjectMetadata", "meta.k8s.io", "v1"),
                ("PartialObjectMetadataList", "meta.k8s.io", "v1"):
                self = .partialMetadata
            default: continue
            }
            return
        }
        throw APIError(
            code: 406, reason: "NotAcceptable",
            message: "only the following media types are accepted: application/json, "
                + "application/json;as=Table;v=v1;g=meta.k8s.io, "
                + "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io")
    }
}

import JSON

/// What points to a blob (OCI image specification, "descriptor").
public struct Descriptor: Sendable, Hashable {
    public var mediaType: String
    public var digest: Digest
    /// Bytes.
    public var size: Int64
    public var platform: Platform?
    public var annotations: [String: String]

    public init(
        mediaType: String, digest: Digest, size: Int64, platform: Platform? = nil,
        annotations: [String: String] = [:]
    ) {
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
        self.platform = platform
        self.annotations = annotations
    }

    /// Nil where the digest is missing or not sha256, or the size is missing or negative.
    public init?(json: JSONValue) {
        guard let digest = json["digest"]?.stringValue.flatMap(Digest.init),
            let size = json["size"]?.integerValue, size >= 0
        else { return nil }
        self.init(
            mediaType: json["mediaType"]?.stringValue ?? "", digest: digest, size: size,
            platform: json["platform"].flatMap(Platform.init(json:)),
            annotations: json["annotations"]?.objectValue?.compactMapValues(\.stringValue) ?? [:])
    }

    public var json: JSONValue {
        var value: JSONValue = [
            "mediaType": .string(mediaType), "digest": .string(digest.description),
            "size": .integer(size),
        ]
        if let platform { value["platform"] = platform.json }
        if !annotations.isEmpty {
            value["annotations"] = .object(JSONObject(annotations.mapValues { .string($0) }))
        }
        return value
    }
}

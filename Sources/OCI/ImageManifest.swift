import JSON

/// The parts of one image for one platform (OCI image manifest, Docker manifest schema 2).
public struct ImageManifest: Sendable, Hashable {
    public var mediaType: String
    public var configuration: Descriptor
    /// Lowest first.
    public var layers: [Descriptor]

    public init(
        mediaType: String = MediaType.ociManifest, configuration: Descriptor, layers: [Descriptor]
    ) {
        self.mediaType = mediaType
        self.configuration = configuration
        self.layers = layers
    }

    /// Nil where the configuration or a layer has no well-formed descriptor.
    public init?(json: JSONValue) {
        guard let configuration = json["config"].flatMap(Descriptor.init(json:)),
            let elements = json["layers"]?.arrayValue
        else { return nil }
        let layers = elements.compactMap(Descriptor.init(json:))
        guard layers.count == elements.count else { return nil }
        self.init(
            mediaType: json["mediaType"]?.stringValue ?? MediaType.ociManifest,
            configuration: configuration, layers: layers)
    }

    public var json: JSONValue {
        [
            "schemaVersion": 2, "mediaType": .string(mediaType), "config": configuration.json,
            "layers": .array(layers.map(\.json)),
        ]
    }
}

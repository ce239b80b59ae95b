import JSON

/// A list of manifests: one image for several platforms, or the images of a layout folder.
public struct ImageIndex: Sendable, Hashable {
    public var mediaType: String
    public var manifests: [Descriptor]

    public init(mediaType: String = MediaType.ociIndex, manifests: [Descriptor]) {
        self.mediaType = mediaType
        self.manifests = manifests
    }

    /// Nil where there is no list; descriptors that are not well-formed are left out.
    public init?(json: JSONValue) {
        guard let elements = json["manifests"]?.arrayValue else { return nil }
        self.init(
            mediaType: json["mediaType"]?.stringValue ?? MediaType.ociIndex,
            manifests: elements.compactMap(Descriptor.init(json:)))
    }

    public var json: JSONValue {
        [
            "schemaVersion": 2, "mediaType": .string(mediaType),
            "manifests": .array(manifests.map(\.json)),
        ]
    }

    /// The manifest that runs best on a platform, the first among equals; nil where none does.
    public func manifest(for platform: Platform) -> Descriptor? {
        var best: (descriptor: Descriptor, fitness: Int)?
        for descriptor in manifests {
            guard let fitness = descriptor.platform?.fitness(on: platform) else { continue }
            if fitness > best?.fitness ?? 0 { best = (descriptor, fitness) }
        }
        return best?.descriptor
    }
}

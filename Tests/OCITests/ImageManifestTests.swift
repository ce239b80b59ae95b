import JSON
import OCI
import Testing

private let config = Digest("sha256:" + String(repeating: "c", count: 64))!
private let layer = Digest("sha256:" + String(repeating: "1", count: 64))!

@Suite struct ImageManifestTests {
    @Test func readsAndWritesManifests() throws {
        let text = """
            {"config":{"digest":"\(config)","mediaType":"application/vnd.oci.image.config.v1+json",\
            "size":7},"layers":[{"digest":"\(layer)",\
            "mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","size":9}],\
            "mediaType":"application/vnd.oci.image.manifest.v1+json","schemaVersion":2}
            """
        let manifest = try #require(ImageManifest(json: try JSONValue(parsing: text)))
        #expect(manifest.configuration.digest == config)
        #expect(manifest.layers.map(\.size) == [9])
        #expect(manifest.json.serialized() == text)
    }

    @Test(arguments: [
        #"{"layers":[]}"#,
        #"{"config":{"digest":"md5:1","size":1},"layers":[]}"#,
        #"{"config":{"digest":"CONFIG","size":-1},"layers":[]}"#,
        #"{"config":{"digest":"CONFIG","size":1},"layers":[{"digest":"sha512:1","size":1}]}"#,
        #"{"config":{"digest":"CONFIG","size":1}}"#,
    ])
    func refusesManifestsItCannotTrust(text: String) throws {
        let text = text.split(separator: "CONFIG").joined(separator: config.description)
        #expect(ImageManifest(json: try JSONValue(parsing: text)) == nil)
    }

    @Test func choosesThePlatform() {
        func entry(_ system: String, _ architecture: String, _ variant: String?) -> Descriptor {
            Descriptor(
                mediaType: MediaType.ociManifest, digest: layer, size: 1,
                platform: Platform(
                    operatingSystem: system, architecture: architecture, variant: variant))
        }
        let index = ImageIndex(manifests: [
            entry("windows", "amd64", nil), entry("linux", "amd64", "v3"),
            entry("linux", "amd64", nil), entry("linux", "arm64", nil),
            entry("linux", "arm64", "v8"), entry("unknown", "unknown", nil),
        ])
        func choose(_ architecture: String, _ variant: String? = nil) -> String? {
            index.manifest(for: Platform(architecture: architecture, variant: variant))?
                .platform?.description
        }
        #expect(choose("amd64") == "linux/amd64")
        #expect(choose("arm64", "v8") == "linux/arm64/v8")
        #expect(choose("arm64", "v9") == "linux/arm64")
        #expect(choose("s390x") == nil)
        #expect(ImageIndex(json: index.json) == index)
    }

    @Test func tellsMediaTypesApart() {
        #expect(MediaType.isLayer("application/vnd.oci.image.layer.v1.tar+zstd"))
        #expect(MediaType.isLayer("application/vnd.docker.image.rootfs.diff.tar.gzip"))
        #expect(!MediaType.isLayer("application/vnd.in-toto+json"))
        #expect(MediaType.isIndex("application/vnd.docker.distribution.manifest.list.v2+json"))
        #expect(MediaType.isManifest("application/vnd.docker.distribution.manifest.v2+json"))
        #expect(!MediaType.isManifest("application/vnd.docker.distribution.manifest.v1+json"))
    }
}

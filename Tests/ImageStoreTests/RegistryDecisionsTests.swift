import OCI
import Testing

@testable import ImageStore

@Suite struct RegistryDecisionsTests {
    @Test(arguments: [
        ("docker.io", "https://registry-1.docker.io"), ("quay.io", "https://quay.io"),
        ("localhost:5000", "http://localhost:5000"), ("127.1.2.3", "http://127.1.2.3"),
        ("[::1]:5000", "http://[::1]:5000"), ("127.0.0.1.evil.io", "https://127.0.0.1.evil.io"),
        ("localhost.evil.io", "https://localhost.evil.io"), ("10.0.0.1:80", "https://10.0.0.1:80"),
    ])
    func registriesHaveEndpoints(registry: String, expected: String) {
        #expect(RegistryEndpoint(registry: registry).description == expected)
    }

    @Test func readsMirrors() throws {
        let mirror = try MirrorSource.parse(option: "docker.io=http://127.0.0.1:5000/hub/")
        #expect(mirror.registry == "docker.io")
        #expect(
            mirror.source
                == .registry(
                    RegistryEndpoint(isSecure: false, host: "127.0.0.1:5000", prefix: "hub")))
        #expect(try MirrorSource(parsing: "oci:/a/b") == .layout("/a/b"))
        #expect(try MirrorSource(parsing: "oci:/a/b").description == "oci:/a/b")
        for text in ["oci:a", "ftp://x", "http://", "http://u@h", "https://h?q", ""] {
            #expect(throws: MirrorSource.ParseError.self) { try MirrorSource(parsing: text) }
        }
        for text in ["docker.io", "=oci:/a"] {
            #expect(throws: MirrorSource.ParseError.self) { try MirrorSource.parse(option: text) }
        }
    }

    @Test func readsChallenges() {
        let challenge = AuthenticationChallenge(
            #"Bearer realm="https://a.io/t,x",service=reg , Scope="a \"b\"""#)
        #expect(challenge?.scheme == "bearer")
        #expect(
            challenge?.parameters == [
                "realm": "https://a.io/t,x", "service": "reg", "scope": #"a "b""#,
            ])
        #expect(AuthenticationChallenge("Basic")?.parameters == [:])
        #expect(AuthenticationChallenge("") == nil)
        #expect(AuthenticationChallenge("Bearer realm=\"open")?.parameters == ["realm": "open"])
    }

    @Test(arguments: [
        ("https://b.io/x", "https://b.io/x"), ("/x?y", "https://a.io:5000/x?y"),
        ("//b.io/x", "https://b.io/x"), ("x", nil), ("ftp://b.io/x", nil), ("http:///x", nil),
    ])
    func resolvesLocations(location: String, expected: String?) {
        #expect(RegistryURL.resolve(location, from: "https://a.io:5000/v2/") == expected)
    }

    @Test func comparesOrigins() {
        #expect(RegistryURL.origin("HTTPS://A.io:443/x") == "https://a.io")
        #expect(RegistryURL.origin("http://a.io:8080?x") == "http://a.io:8080")
        #expect(RegistryURL.origin("https://a.io@evil.io/") == nil)
    }

    @Test func encodes() {
        #expect(Base64.encode(Array("user:pass".utf8)) == "dXNlcjpwYXNz")
        #expect(Base64.encode(Array("user:pas".utf8)) == "dXNlcjpwYXM=")
        #expect(Base64.encode(Array("user:pa".utf8)) == "dXNlcjpwYQ==")
        #expect(RegistryURL.escape("a/b c:é~") == "a%2Fb%20c%3A%C3%A9~")
    }

    @Test func oneErrorOfSeveral() {
        let error = ImageStore.combine([
            ImageStoreError(.notFound, "not found in a"),
            ImageStoreError(.registryUnavailable, "b cannot be reached"),
        ])
        #expect(error == ImageStoreError(.notFound, "not found in a; b cannot be reached"))
    }

    @Test func layoutsMatchByNameOrTag() throws {
        let digests = (0..<4).map { SHA256Hasher.digest(of: [$0]) }
        func entry(_ index: Int, _ name: String) -> Descriptor {
            Descriptor(
                mediaType: MediaType.ociManifest, digest: digests[index], size: 1,
                annotations: ["org.opencontainers.image.ref.name": name])
        }
        let index = ImageIndex(manifests: [
            entry(0, "latest"), entry(1, "docker.io/library/busybox:latest"),
            entry(2, "quay.io/a:1"),
            entry(3, "1"),
        ])
        func match(_ name: String) throws -> Digest? {
            LayoutSource.match(try Reference(parsing: name), in: index)?.digest
        }
        #expect(try match("busybox") == digests[1])
        #expect(try match("alpine") == digests[0])
        #expect(try match("quay.io/a:1") == digests[2])
        #expect(try match("other:1") == digests[3])
        #expect(try match("other:2") == nil)
        #expect(try match("x@\(digests[2])") == digests[2])
    }

    @Test func digestsAreSHA256() {
        #expect(
            SHA256Hasher.digest(of: Array("abc".utf8)).description
                == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            SHA256Hasher.digest(of: []).description
                == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        // The specification's rule: the digest of "<chain below> <diff id>".
        let a = SHA256Hasher.digest(of: [1])
        let b = SHA256Hasher.digest(of: [2])
        #expect(
            Layer.chainIDs(of: [a, b])
                == [a, SHA256Hasher.digest(of: Array("\(a) \(b)".utf8))])
    }
}

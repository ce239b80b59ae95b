import Glibc
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

/// Which hosts are asked, with which credentials, through which proxy: decisions without a network.
@Suite struct RegistrySettingsTests {
    private func hosts(_ text: String, registry: String = "docker.io") throws -> [RegistryHost] {
        let fixture = try Fixture()
        try File.makeFolders("\(fixture.path)/hosts/\(registry)")
        try File.write(Array(text.utf8), to: "\(fixture.path)/hosts/\(registry)/hosts.toml")
        return try RegistryHosts.read(registry: registry, folder: fixture.path + "/hosts")!
    }

    @Test func readsHostsAsContainerdHasThem() throws {
        let hosts = try hosts(
            """
            # the registry itself
            server = "https://registry-1.docker.io"   # asked last

            [host."http://mirror.local:5000"]
              capabilities = ["pull", "resolve"]
              skip_verify = true
              [host."http://mirror.local:5000".header]
                x-team = ["lab", 'two']

            [host."https://cache.example.com/v2/hub"]
              override_path = true
              capabilities = [
                "pull", # only
              ]
            [host."https://other.example.com/proxy"]
            """)
        #expect(
            hosts.map(\.endpoint.description) == [
                "http://mirror.local:5000", "https://cache.example.com",
                "https://other.example.com", "https://registry-1.docker.io",
            ])
        #expect(hosts.map(\.endpoint.root) == ["v2", "v2/hub", "proxy/v2", "v2"])
        #expect(hosts[0].capabilities == [.pull, .resolve])
        #expect(hosts[0].headers.map(\.value) == ["lab", "two"])
        #expect(hosts[0].namespace == "docker.io" && hosts[3].namespace == nil)
        #expect(hosts[1].capabilities == [.pull])
    }

    @Test(arguments: [
        ("server = \"https://a", "line 1: a string is not closed"),
        ("\nserver = https://a", "is no value"), ("[host", "\"]\" is missing"),
        ("a = 1\na = 2", "line 2: a is set twice"), ("[[host]]", "arrays of tables"),
        ("server = \"ftp://a\"", "is no address of a registry"),
        ("ca = \"/nowhere.crt\"", "/nowhere.crt cannot be read"),
        ("a = [1", "a list is not closed"),
    ])
    func whatIsWrongIsNamed(text: String, message: String) {
        let error = #expect(throws: ImageStoreError.self) { try hosts(text) }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }

    @Test func proxiesAreThoseOfTheEnvironment() {
        let settings = ProxySettings { name in
            [
                "HTTPS_PROXY": "http://user:pass@proxy.example.com:3128",
                "http_proxy": "proxy.example.com:8080",
                "NO_PROXY": "internal.example.com, .corp,10.0.0.0/8,*.lab,quay.io:8443",
            ][name]
        }
        func proxy(_ url: String) -> String? {
            settings.server(for: url).map { "\($0.host):\($0.port)" }
        }
        #expect(proxy("https://ghcr.io/v2/") == "proxy.example.com:3128")
        #expect(settings.server(for: "https://ghcr.io/")?.user == "user")
        #expect(proxy("http://ghcr.io/v2/") == "proxy.example.com:8080")
        for url in [
            "https://internal.example.com/", "https://a.internal.example.com:5000/",
            "https://registry.corp/", "https://10.1.2.3/", "https://x.lab/",
            "https://quay.io:8443/", "http://localhost:5000/", "https://[::1]:5000/",
            "http://127.0.0.1/",
        ] { #expect(proxy(url) == nil, "\(url)") }
        for url in ["https://quay.io/", "https://corp.io/", "https://11.1.2.3/"] {
            #expect(proxy(url) != nil, "\(url)")
        }
        #expect(ProxySettings { _ in nil }.server(for: "https://ghcr.io/") == nil)
        let none = ProxySettings { ["NO_PROXY": "*", "HTTPS_PROXY": "p:1"][$0] }
        #expect(none.server(for: "https://a.io") == nil)
    }

    @Test func readsDockersConfiguration() throws {
        let text = """
            {"auths": {
              "https://index.docker.io/v1/": {"auth": "dXNlcjpwYTpzcw=="},
              "registry.example.com/team": {"username": "team", "password": "t"},
              "registry.example.com": {"username": "all", "password": "a"},
              "*.example.com": {"username": "any", "password": "x"},
              "token.io": {"identitytoken": "refresh"},
              "broken.io": {"auth": "%%%"}
            }, "credHelpers": {"gcr.io": "gcloud"}, "credsStore": "none"}
            """
        let file = try #require(DockerConfiguration(Array(text.utf8)))
        func users(_ host: String, _ repository: String) -> [String] {
            file.keyring.credentials(host: host, repository: repository).map(\.user)
        }
        #expect(users("docker.io", "library/busybox") == ["user"])
        #expect(users("registry-1.docker.io", "library/busybox") == ["user"])
        #expect(
            file.keyring.credentials(host: "docker.io", repository: "a").first?.password == "pa:ss")
        #expect(users("registry.example.com", "team/app") == ["team", "all", "any"])
        #expect(users("registry.example.com", "teams/app") == ["all", "any"])
        #expect(users("other.example.com", "a") == ["any"])
        #expect(users("a.b.example.com", "a").isEmpty, "a star stands for one part")
        #expect(users("registry.example.com:5000", "a").isEmpty)
        #expect(users("broken.io", "a").isEmpty)
        #expect(
            file.keyring.credentials(host: "token.io", repository: "a").first?.identityToken
                == "refresh")
        #expect(file.helpers == ["gcr.io": "gcloud"] && file.defaultHelper == "none")
        let old = DockerConfiguration(Array(#"{"a.io": {"auth": "dTpw"}}"#.utf8))
        #expect(old?.keyring.credentials(host: "a.io", repository: "x").first?.user == "u")
        #expect(DockerConfiguration(Array("[]".utf8)) == nil)
    }

    @Test func asksCredentialHelpers() throws {
        let fixture = try Fixture()
        let helper = try fixture.write(
            "docker-credential-swiftlettest",
            Array(
                """
                #!/bin/sh
                read server
                [ "$1" = get ] && [ "$server" = gcr.io ] || exit 1
                echo '{"Username": "helped", "Secret": "s3cret"}'
                """.utf8))
        chmod(helper, 0o755)
        let path = String(cString: getenv("PATH"))
        setenv("PATH", fixture.path + ":" + path, 1)
        defer { setenv("PATH", path, 1) }
        let file = DockerConfiguration(
            Array(#"{"credHelpers": {"gcr.io": "swiftlettest", "x.io": "../evil"}}"#.utf8))
        #expect(
            file?.askHelper(for: "gcr.io") == RegistryCredential(user: "helped", password: "s3cret")
        )
        #expect(file?.askHelper(for: "quay.io") == nil)
        #expect(file?.askHelper(for: "x.io") == nil)
    }

    @Test func baseSixtyFourIsReadBack() {
        for text in ["", "a", "ab", "abc", "abcd", "user:päss"] {
            #expect(Base64.decode(Base64.encode(Array(text.utf8))) == Array(text.utf8))
        }
        #expect(Base64.decode("a") == nil)
        #expect(Base64.decode("YW\nJj") == Array("abc".utf8))
    }

    @Test func accessIsByWhatAnImageWasPulledWith() {
        let secret = SecretIdentity(uid: "1", namespace: "a", name: "s")
        let same = SecretIdentity(uid: "2", namespace: "b", name: "t")
        func credential(_ password: String, _ origin: CredentialOrigin) -> RegistryCredential {
            RegistryCredential(user: "u", password: password, origin: origin)
        }
        var access = ImageAccess()
        access.add(credential("p", .secret(secret)))
        #expect(access.admits([credential("changed", .secret(secret))]), "the same Secret")
        #expect(access.admits([credential("p", .secret(same))]), "the same credential")
        #expect(!access.admits([credential("q", .secret(same))]))
        #expect(!access.admits([credential("p", .node)]))
        #expect(!access.admits([]))
        access.add(nil)
        #expect(access.admits([]))
    }
}

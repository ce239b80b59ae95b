import Foundation
import Glibc
import LinuxSystem
import OCI
import Testing

@testable import ImageStore

/// Registries with TLS, passwords and tokens, and those that break off.
@Suite(.enabled(if: getuid() == 0, "layers keep their owners, which takes root"))
struct RegistryRobustnessTests {
    /// Text that stays large when it is packed: of a few kilobytes that break off, the HTTP client
    /// hands on nothing.
    static let layers = [
        Tar.make {
            $0.file(
                "lower",
                (0..<300_000).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 36) }
                    .joined())
        },
        Tar.make { $0.file("upper", "upper") },
    ]

    @Test func downloadsGoOnWhereTheyStopped() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let registry = try RegistryFixture(fixture, "torn=4", "ranges")
        let store = try await fixture.open(mirrors: [])
        _ = try await store.pull("\(registry.host)/app:1")
        let log = try fixture.text("log").split(separator: "\n")
        let parts = log.filter { $0.contains(" bytes=") }
        #expect(parts.count >= 3, "\(log)")
        #expect(try await store.verify { _ in }.problems.isEmpty)
    }

    @Test func anInterruptedPullIsGoneOnWith() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let broken = try RegistryFixture(fixture, "torn=1000", "large")
        let first = try await fixture.open(mirrors: [])
        await #expect(throws: ImageStoreError.self) { try await first.pull("\(broken.host)/app:1") }
        let left = await first.content.remainders()
        let (digest, count) = try #require(left.max { $0.value < $1.value })
        #expect(count > 1 << 16, "what came of the large layer is kept: \(left)")
        // The same blobs, from a registry that works, after the daemon was killed.
        try File.write([], to: fixture.path + "/log")
        let registry = try RegistryFixture(fixture, "ranges")
        let store = try await fixture.open(mirrors: [])
        _ = try await store.pull("\(registry.host)/app:1")
        let log = try fixture.text("log")
        #expect(log.contains("/blobs/\(digest) - bytes=\(count)-"), "\(log)")
        #expect(File.names(in: fixture.root + "/content/ingest").isEmpty)
    }

    /// Makes an authority, a server's certificate and a client's in `<fixture>/tls`.
    private func makeCertificates(_ fixture: Fixture) async throws -> String {
        let folder = fixture.path + "/tls"
        try File.makeFolders(folder)
        let script = """
            set -e; cd \(folder)
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key \
              -out ca.crt -addext basicConstraints=critical,CA:TRUE
            for name in server client; do
              openssl req -newkey rsa:2048 -nodes -subj /CN=$name -keyout $name.key -out $name.csr
              printf 'subjectAltName=IP:127.0.0.1,DNS:localhost' > ext
              openssl x509 -req -in $name.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 \
                -extfile ext -out $name.crt
            done
            """
        #expect(try await RegistryFixture.run("/bin/sh", ["-c", script]) == 0)
        return folder
    }

    private func settings(_ fixture: Fixture, _ host: String, _ text: String) throws -> String {
        try File.makeFolders("\(fixture.path)/hosts/\(host)")
        try File.write(Array(text.utf8), to: "\(fixture.path)/hosts/\(host)/hosts.toml")
        return fixture.path + "/hosts"
    }

    @Test(.enabled(if: File.exists("/usr/bin/openssl"), "needs openssl"))
    func authoritiesAndCertificatesAreOnesOwn() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let tls = try await makeCertificates(fixture)
        let registry = try RegistryFixture(
            fixture, "tls=\(tls)/server.crt:\(tls)/server.key:\(tls)/ca.crt")
        let name = "\(registry.host)/app:1"
        // Nobody trusts the authority.
        var hosts = try settings(fixture, registry.host, "server = \"https://\(registry.host)\"")
        var store = try await fixture.open(mirrors: [], hostsFolder: hosts)
        let untrusted = await #expect(throws: ImageStoreError.self) { try await store.pull(name) }
        #expect(untrusted?.reason == .registryUnavailable)
        #expect(untrusted?.description.contains("not signed by an authority") == true)
        // It is trusted, but the registry wants to see who asks.
        let trusted = "server = \"https://\(registry.host)\"\nca = \"\(tls)/ca.crt\"\n"
        hosts = try settings(fixture, registry.host, trusted)
        await #expect(throws: ImageStoreError.self) { try await store.pull(name) }
        hosts = try settings(
            fixture, registry.host,
            trusted + "client = [[\"\(tls)/client.crt\", \"\(tls)/client.key\"]]")
        let pull = try await store.pull(name)
        #expect(pull.source == "https://\(registry.host)")
        // No check at all, where that is named.
        store = try await fixture.open(mirrors: [], hostsFolder: hosts)
        _ = try await store.remove(name)
        _ = try settings(
            fixture, registry.host,
            "server = \"https://\(registry.host)\"\nskip_verify = true\n"
                + "client = [[\"\(tls)/client.crt\", \"\(tls)/client.key\"]]")
        _ = try await store.pull(name)
    }

    private static let hasRegistry =
        File.exists(RegistryFixture.dockerRegistry) && File.exists("/usr/bin/openssl")

    /// Debian's registry with TLS and a password.
    @Test(.enabled(if: hasRegistry, "needs Debian's docker-registry and openssl"))
    func pushesAndPullsWithTLSAndPassword() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let tls = try await makeCertificates(fixture)
        // bcrypt of "secret"
        let passwords = try fixture.write(
            "htpasswd",
            Array("user:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n".utf8))
        let registry = try RegistryFixture(
            dockerRegistryIn: fixture,
            http: "tls: {certificate: \(tls)/server.crt, key: \(tls)/server.key}",
            more: "auth: {htpasswd: {realm: test, path: \(passwords)}}")
        let hosts = try settings(
            fixture, registry.host,
            "server = \"https://\(registry.host)\"\nca = \"\(tls)/ca.crt\"\n")
        let store = try await fixture.open(hostsFolder: hosts)
        let image = try await store.pull("app:1").image
        let name = "\(registry.host)/team/app:1"
        _ = try await store.tag("app:1", as: name)
        await #expect(throws: ImageStoreError.self) {
            try await store.push(name, keyring: RegistryKeyring()) { _ in }
        }
        var keyring = RegistryKeyring()
        keyring.add(registry.host, RegistryCredential(user: "user", password: "wrong"))
        keyring.add(registry.host, RegistryCredential(user: "user", password: "secret"))
        _ = try await store.push(name, keyring: keyring) { _ in }
        let other = try Fixture()
        let target = try await other.open(mirrors: [], hostsFolder: hosts)
        let refused = await #expect(throws: ImageStoreError.self) { try await target.pull(name) }
        #expect(refused?.reason == .unauthorized)
        #expect(refused?.description.contains("secret") == false)
        let secret = SecretIdentity(uid: "1", namespace: "a", name: "s")
        var podKeyring = RegistryKeyring()
        podKeyring.add(
            registry.host,
            RegistryCredential(user: "user", password: "secret", origin: .secret(secret)))
        let pulled = try await target.pull(
            name, options: ImagePullOptions(keyring: podKeyring), progress: nil)
        #expect(pulled.image.id == image.id)
        let access = pulled.image.access["\(registry.host)/team/app"]
        #expect(access?.isForAll == false && access?.secrets.keys.first == secret)
        // Who has other credentials has to prove them, and cannot.
        await #expect(throws: ImageStoreError.self) {
            try await target.pull(
                name, options: ImagePullOptions(provesAccess: true), progress: nil)
        }
        let again = try await other.open(mirrors: [], hostsFolder: hosts)
        #expect(await again.image(name)?.access == pulled.image.access, "it is recorded")
    }

    /// Debian's registry with a small token server.
    @Test(.enabled(if: hasRegistry, "needs Debian's docker-registry and openssl"))
    func pushesAndPullsWithTokens() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let tls = try await makeCertificates(fixture)
        let tokens = try RegistryFixture(
            script: "token", [tls + "/server.crt", tls + "/server.key", fixture.path + "/tokens"])
        let registry = try RegistryFixture(
            dockerRegistryIn: fixture,
            more: """
                auth: {token: {realm: "http://\(tokens.host)/token", service: registry, issuer: test, rootcertbundle: \(tls)/ca.crt}}
                """)
        let store = try await fixture.open()
        let image = try await store.pull("app:1").image
        let name = "\(registry.host)/team/app:1"
        _ = try await store.tag("app:1", as: name)
        var keyring = RegistryKeyring()
        keyring.add(registry.host, RegistryCredential(user: "user", password: "secret"))
        _ = try await store.push(name, keyring: keyring) { _ in }
        let other = try Fixture()
        let target = try await other.open(
            mirrors: [],
            credentials: [registry.host: RegistryCredential(user: "user", password: "secret")])
        #expect(try await target.pull(name).image.id == image.id)
        let log = try fixture.text("tokens")
        // The registry names the actions in any order.
        #expect(
            ["pull,push", "push,pull"].contains { log.contains("repository:team/app:\($0)") },
            "\(log)")
        let wrong = try await Fixture().open(
            mirrors: [],
            credentials: [registry.host: RegistryCredential(user: "user", password: "wrong")])
        let refused = await #expect(throws: ImageStoreError.self) { try await wrong.pull(name) }
        #expect(refused?.reason == .unauthorized)
    }

    @Test func offlineNothingIsAsked() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let registry = try RegistryFixture(fixture)
        let store = try await fixture.open(isOffline: true)
        _ = try await store.pull("app:1")
        let error = await #expect(throws: ImageStoreError.self) {
            try await store.pull("\(registry.host)/app:1")
        }
        #expect(error?.description.contains("offline") == true)
        #expect(!File.exists(fixture.path + "/log"))
    }

    @Test func oneDownloadForAllWhoAsk() async throws {
        let fixture = try Fixture()
        try fixture.makeImage("1", layers: Self.layers)
        let registry = try RegistryFixture(fixture)
        let store = try await fixture.open(mirrors: [])
        try await withThrowingTaskGroup(of: ImagePull.self) { group in
            for _ in 0..<20 { group.addTask { try await store.pull("\(registry.host)/app:1") } }
            for try await _ in group {}
        }
        let blobs = try fixture.text("log").split(separator: "\n").filter { $0.contains("/blobs/") }
        #expect(Set(blobs).count == blobs.count, "\(blobs)")
    }

    @Test func schemaOneIsRefusedWithAReason() async throws {
        let fixture = try Fixture()
        try File.makeFolders(fixture.layout + "/blobs/sha256")
        let type = "application/vnd.docker.distribution.manifest.v1+prettyjws"
        var manifest = try fixture.blob(
            Array(#"{"schemaVersion":1,"name":"a","mediaType":"\#(type)","fsLayers":[]}"#.utf8),
            type, in: fixture.layout)
        manifest.annotations = ["org.opencontainers.image.ref.name": "1"]
        try fixture.list(manifest, in: fixture.layout)
        let store = try await fixture.open()
        let error = await #expect(throws: ImageStoreError.self) { try await store.pull("app:1") }
        #expect(error?.reason == .unsupportedManifest)
        #expect(error?.description.contains("schema 1") == true, "\(String(describing: error))")
    }
}

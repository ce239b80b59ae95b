import Testing

@testable import KubeconfigClient

@Suite struct KubeconfigTests {
    static let text = """
        apiVersion: v1
        kind: Config
        current-context: swiftlet
        clusters:
        - name: swiftlet
          cluster:
            server: https://127.0.0.1:6443
            certificate-authority-data: Y2E=
        - name: lab
          cluster:
            server: https://lab.example.com:6443/
            certificate-authority: pki/ca.crt
            tls-server-name: kubernetes
        users:
        - name: admin
          user:
            client-certificate-data: Y2hhaW4=
            client-key-data: a2V5
        - name: robot
          user:
            tokenFile: token
        - name: cloud
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: cloud-login
        contexts:
        - name: swiftlet
          context: {cluster: swiftlet, user: admin}
        - name: lab
          context: {cluster: lab, user: robot, namespace: blue}
        - name: cloud
          context: {cluster: lab, user: cloud}
        - name: broken
          context: {cluster: lab, user: nobody}
        """

    private func configuration() throws -> Kubeconfig {
        try Kubeconfig(parsing: Self.text, path: "/home/me/config").resolved(against: "/home/me")
    }

    private func address(_ context: String?) throws -> ServerAddress {
        try ServerAddress(configuration(), context: context, path: "config") { path in
            Array((path.hasSuffix("token") ? "secret\n" : "contents of \(path)").utf8)
        }
    }

    @Test func readsEmbeddedCertificates() throws {
        let server = try address(nil)
        #expect(server.endpoint == .url("https://127.0.0.1:6443"))
        #expect(server.certificateAuthority == Array("ca".utf8))
        #expect(server.clientCertificate?.chain == Array("chain".utf8))
        #expect(server.clientCertificate?.key == Array("key".utf8))
        #expect(server.namespace == "default")
    }

    @Test func readsFilesRelativeToTheKubeconfig() throws {
        let server = try address("lab")
        #expect(server.endpoint == .url("https://lab.example.com:6443"))
        #expect(server.certificateAuthority == Array("contents of /home/me/pki/ca.crt".utf8))
        #expect(server.tlsServerName == "kubernetes")
        #expect(server.token == "secret")
        #expect(server.namespace == "blue")
    }

    @Test func refusesWhatItCannotUse() throws {
        #expect(
            throws: KubeconfigError.noSuchContext(
                name: "x", contexts: try configuration().contexts.keys.sorted())
        ) { try address("x") }
        #expect(
            throws: KubeconfigError.missingEntry(kind: "user", name: "nobody", context: "broken")
        ) {
            try address("broken")
        }
        let error = #expect(throws: KubeconfigError.self) { try address("cloud") }
        #expect(error?.description.contains("the credential plugin cloud-login") == true)
    }

    @Test func namesTheBadPart() throws {
        let noList = #expect(throws: KubeconfigError.self) {
            try Kubeconfig(parsing: "clusters: 3", path: "f")
        }
        #expect(noList?.description == "kubeconfig f is not valid: clusters is not a list")
        let noBase64 = #expect(throws: KubeconfigError.self) {
            try Kubeconfig(
                parsing: "users: [{name: a, user: {client-key-data: '*'}}]", path: "f")
        }
        #expect(noBase64?.description.contains("client-key-data of user \"a\"") == true)
    }

    @Test func firstFileWinsWhereTwoHaveAName() throws {
        let first = try Kubeconfig(
            parsing: "clusters: [{name: a, cluster: {server: https://one}}]", path: "1")
        let second = try Kubeconfig(
            parsing: """
                current-context: c
                clusters:
                - {name: a, cluster: {server: https://two}}
                - {name: b, cluster: {server: https://three}}
                """, path: "2")
        let merged = first.merged(with: second)
        #expect(merged.clusters["a"]?.server == "https://one")
        #expect(merged.clusters["b"]?.server == "https://three")
        #expect(merged.currentContext == "c")
    }

    @Test(
        arguments: [
            ("https://a:1/", "https://a:1"), ("a.example.com", "https://a.example.com"),
            ("http://[::1]:80", "http://[::1]:80"), ("ftp://a", nil), ("https://", nil), ("", nil),
        ] as [(String, String?)])
    func normalisesServers(server: String, expected: String?) {
        #expect(ServerAddress.normalised(server) == expected)
    }
}

import Foundation
import JSON
import Logging
import Testing

@testable import AccessControl

/// A folder that goes with the test.
private func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = "/tmp/swiftlet-pki-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

private func makePKI(_ path: String, host: String = "10.1.2.3") throws -> PKI {
    try PKI(
        directory: path + "/pki",
        serverNames: [
            .dns("localhost"), .address("127.0.0.1"), .address("::1"), SubjectName(host)!,
        ],
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
}

private let hasOpenSSL = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

@Suite("Certificates")
struct PKITests {
    @Test(.enabled(if: hasOpenSSL)) func satisfyOpenSSL() async throws {
        try await withDirectory { path in
            _ = try makePKI(path)
            let pki = path + "/pki"
            let server = try await Command.run(
                "openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-verify_ip",
                "10.1.2.3",
                "-CAfile", pki + "/ca.crt", pki + "/apiserver.crt")
            #expect(server.status == 0, "\(server.errors)")
            let wrongName = try await Command.run(
                "openssl", "verify", "-verify_ip", "10.1.2.4", "-CAfile", pki + "/ca.crt",
                pki + "/apiserver.crt")
            #expect(wrongName.status != 0)
            let client = try await Command.run(
                "openssl", "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile",
                pki + "/ca.crt", pki + "/admin.crt")
            #expect(client.status == 0, "\(client.errors)")
            let asClient = try await Command.run(
                "openssl", "verify", "-purpose", "sslclient", "-CAfile", pki + "/ca.crt",
                pki + "/apiserver.crt")
            #expect(asClient.status != 0)
            let subject = try await Command.run(
                "openssl", "x509", "-noout", "-subject", "-nameopt", "RFC2253", "-in",
                pki + "/admin.crt")
            #expect(subject.output == "subject=O=system:masters,CN=kubernetes-admin\n")
            let key = try await Command.run(
                "openssl", "pkey", "-noout", "-text", "-in", pki + "/admin.key")
            #expect(key.output.contains("NIST CURVE: P-256"))
        }
    }

    @Test func arePrivate() async throws {
        try await withDirectory { path in
            _ = try makePKI(path)
            func mode(_ name: String) throws -> Int? {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
                return attributes[.posixPermissions] as? Int
            }
            #expect(try mode("pki") == 0o700)
            for name in try FileManager.default.contentsOfDirectory(atPath: path + "/pki") {
                #expect(try mode("pki/" + name) == 0o600)
            }
        }
    }

    @Test func stayTheSame() async throws {
        try await withDirectory { path in
            let first = try makePKI(path)
            let second = try makePKI(path)
            #expect(first.serverCertificate == second.serverCertificate)
            #expect(first.administratorKey == second.administratorKey)
        }
    }

    @Test func changeWithTheServersNames() async throws {
        try await withDirectory { path in
            let first = try makePKI(path)
            let second = try makePKI(path, host: "box.example.org")
            #expect(first.authorityCertificate == second.authorityCertificate)
            #expect(first.administratorCertificate == second.administratorCertificate)
            #expect(first.serverCertificate != second.serverCertificate)
            let certificate = try Certificate(pem: second.serverCertificate)
            let covered = [
                certificate.covers(.dns("box.example.org")), certificate.covers(.address("::1")),
                certificate.covers(.address("10.1.2.3")),
            ]
            #expect(covered == [true, true, false])
        }
    }

    @Test func areSetAsideWhenUnreadable() async throws {
        try await withDirectory { path in
            let first = try makePKI(path)
            try Data("nonsense".utf8).write(to: URL(fileURLWithPath: path + "/pki/ca.crt"))
            let second = try makePKI(path)
            #expect(first.authorityCertificate != second.authorityCertificate)
            #expect(first.administratorCertificate != second.administratorCertificate)
            let aside = FileManager.default.contents(atPath: path + "/pki/ca.crt.unreadable")
            #expect(aside == Data("nonsense".utf8))
        }
    }

    @Test func areMadeAnewFromHalves() async throws {
        try await withDirectory { path in
            _ = try makePKI(path)
            try FileManager.default.removeItem(atPath: path + "/pki/admin.crt")
            let again = try makePKI(path)
            let certificate = try Certificate(pem: again.administratorCertificate)
            let belongs = certificate.belongs(to: try PrivateKey(pem: again.administratorKey))
            let isSigned = certificate.isSigned(
                by: try Certificate(pem: again.authorityCertificate))
            #expect(belongs && isSigned)
        }
    }

    @Test func endAndAreRenewed() async throws {
        let key = try PrivateKey()
        let authority = try CertificateRequest(commonName: "a", purpose: .authority, days: 10)
            .selfSign(key: key)
        let left = authority.secondsLeft
        #expect((863_990...864_010).contains(left))
        let folder = CertificateFolder(
            path: "/nonexistent", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        // Nothing can be written there, so the error shows that a new one was due.
        #expect(throws: PrivateFileError.self) {
            _ = try folder.authority(
                CertificateRequest(commonName: "a", purpose: .authority, days: 1),
                renewBelowSeconds: 0)
        }
    }

    @Test func refuseNonsense() {
        #expect(throws: OpenSSLError.self) { _ = try Certificate(pem: "nonsense") }
        #expect(throws: OpenSSLError.self) { _ = try PrivateKey(pem: "") }
        #expect(SubjectName("a,IP:1.2.3.4") == nil)
        #expect(SubjectName("") == nil)
        #expect(SubjectName("-a.example") == nil)
        #expect(SubjectName("FE80::1") == .address("FE80::1"))
        #expect(SubjectName("Box.Example") == .dns("box.example"))
    }
}

@Suite("Kubeconfig")
struct AdministratorKubeconfigTests {
    @Test func isWrittenOnceAndPrivate() async throws {
        try await withDirectory { path in
            let kubeconfig = AdministratorKubeconfig(
                server: "https://127.0.0.1:6443", pki: try makePKI(path))
            let file = path + "/kubeconfig"
            try kubeconfig.write(to: file)
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            try kubeconfig.write(to: file)
            let again = try FileManager.default.attributesOfItem(atPath: file)
            #expect(
                attributes[.systemFileNumber] as? Int == again[.systemFileNumber] as? Int)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text.contains("server: https://127.0.0.1:6443\n"))
            let encoded = try #require(
                text.split(separator: "\n").first { $0.contains("certificate-authority-data") }?
                    .split(separator: " ").last)
            #expect(
                Data(base64Encoded: String(encoded))
                    == Data(try makePKI(path).authorityCertificate.utf8))
        }
    }
}

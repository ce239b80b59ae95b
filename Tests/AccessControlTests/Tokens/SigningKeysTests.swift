import Foundation
import JSON
import Testing

@testable import AccessControl

@Suite("Signing keys")
struct SigningKeysTests {
    private typealias File = SigningKeyPlan.File

    private func plan(_ names: [String], now: Int64) -> SigningKeyPlan {
        SigningKeyPlan(
            files: names.compactMap { File(name: $0) }, now: now, rotation: 100, lifetime: 1000)
    }

    @Test func areMadeKeptRetiredAndRemoved() {
        #expect(plan([], now: 50).makesKey)
        #expect(!plan(["50.key"], now: 149).makesKey)
        let due = plan(["50.key", "10-50.pub"], now: 150)
        #expect(due.makesKey)
        #expect(due.retired == [.signing(made: 50)])
        #expect(due.removed == [])
        #expect(plan(["1050.key", "10-50.pub"], now: 1050).removed == [])
        #expect(plan(["1050.key", "10-50.pub"], now: 1051).removed == [.retired(made: 10, at: 50)])
        // A crash between: two that sign.
        #expect(plan(["50.key", "60.key"], now: 70).retired == [.signing(made: 50)])
        for name in ["x.key", "5.pub", "1-2.key", "ca.crt", ".tmp", "1-2-3.pub", "5.key.tmp"] {
            #expect(File(name: name) == nil, "\(name)")
        }
    }

    @Test func rotate() async throws {
        try await withFolder { folder in
            let directory = folder + "/keys"
            let keys = try SigningKeys(directory: directory, now: 1000, logger: silent)
            let first = keys.current
            let text = Array("text".utf8)
            let signature = try first.signature(of: text)
            #expect(try mode(of: directory) == 0o700)
            #expect(try mode(of: directory + "/1000.key") == 0o600)
            // The next start finds it.
            let again = try SigningKeys(directory: directory, now: 2000, logger: silent)
            #expect(again.current.publicKey.identifier == first.publicKey.identifier)
            let later = 1000 + SigningKeys.rotation
            #expect(try keys.rotate(now: later - 5) == 5)
            #expect(try keys.rotate(now: later) == SigningKeys.rotation)
            #expect(keys.current.publicKey.identifier != first.publicKey.identifier)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
                    == ["1000-\(later).pub", "\(later).key"])
            let old = try #require(keys.key(first.publicKey.identifier))
            #expect(old.accepts(signature, of: text))
            #expect(!old.accepts(signature, of: Array("test".utf8)))
            #expect(keys.webKeySet["keys"]?.arrayValue?.count == 2)
            _ = try keys.rotate(now: later + SigningKeys.maximumLifetime + 1)
            #expect(keys.key(first.publicKey.identifier) == nil)
        }
    }

    @Test func thatCannotBeReadAreSetAside() async throws {
        try await withFolder { folder in
            let directory = folder + "/keys"
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: false)
            try "nonsense".write(
                toFile: directory + "/900.key", atomically: true, encoding: .utf8)
            _ = try SigningKeys(directory: directory, now: 1000, logger: silent)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
                    == ["1000.key", "900.key.unreadable"])
        }
    }

    @Test func areVerifiedByOpenSSL() async throws {
        try await withFolder { folder in
            let keys = try SigningKeys(directory: folder + "/keys", now: 1000, logger: silent)
            let key = keys.current.publicKey
            try key.pem().write(toFile: folder + "/key.pub", atomically: true, encoding: .utf8)
            let shown = try await Command.run(
                "openssl", "pkey", "-pubin", "-in", folder + "/key.pub", "-text", "-noout")
            #expect(shown.output.contains("ASN1 OID: prime256v1"), "\(shown.errors)")
            let json = keys.webKeySet["keys"]?[0]
            #expect(json?["kty"] == "EC")
            #expect(json?["crv"] == "P-256")
            #expect(json?["kid"] == .string(key.identifier))
            #expect(json?["x"]?.stringValue?.count == 43)
        }
    }

    @Test func base64URLHasOneForm() {
        #expect(Base64URL.encode([]) == "")
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
        for length in 0..<70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
        for text in ["-_9", "A", "AA==", "A+", "A/", "A A", "-_8\n"] {
            #expect(Base64URL.decode(text) == nil, "\(text)")
        }
    }
}

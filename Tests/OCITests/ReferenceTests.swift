import Testing

@testable import OCI

private let digits = String(repeating: "0123456789abcdef", count: 4)

@Suite struct ReferenceTests {
    @Test(arguments: [
        ("busybox", "docker.io/library/busybox:latest"),
        ("busybox:1.36", "docker.io/library/busybox:1.36"),
        ("docker.io/busybox", "docker.io/library/busybox:latest"),
        ("index.docker.io/library/busybox", "docker.io/library/busybox:latest"),
        ("bitnami/redis", "docker.io/bitnami/redis:latest"),
        ("quay.io/coreos/etcd:v3.5.0", "quay.io/coreos/etcd:v3.5.0"),
        ("localhost/app", "localhost/app:latest"),
        ("localhost:5000/app:1", "localhost:5000/app:1"),
        ("127.0.0.1:5000/team/app", "127.0.0.1:5000/team/app:latest"),
        ("[::1]:5000/app", "[::1]:5000/app:latest"),
        ("registry.k8s.io/pause", "registry.k8s.io/pause:latest"),
        ("Host/app", "Host/app:latest"),
        ("a.b/c_d/e__f/g-h/i.j", "a.b/c_d/e__f/g-h/i.j:latest"),
        ("busybox@sha256:\(digits)", "docker.io/library/busybox@sha256:\(digits)"),
        ("busybox:1@sha256:\(digits)", "docker.io/library/busybox:1@sha256:\(digits)"),
    ])
    func normalises(text: String, expected: String) throws {
        let reference = try Reference(parsing: text)
        #expect(reference.description == expected)
        #expect(try Reference(parsing: expected) == reference)
        #expect(try Reference(parsing: reference.familiar) == reference)
    }

    @Test(arguments: [
        "", " ", "busy box", "Busybox", "busybox:", "busybox:-x", "busybox:a/b:", "/busybox",
        "busybox/", "a//b", "-a", "a-", "a..b", "a___b", "a._b", "host.io/", "host.io:99999/a",
        "host.io:/a", "host.io:+1/a", "-host.io/a", "[::1/a", "[]/a", "a@", "a@sha256:12",
        "a@sha512:\(digits)", "a@sha256:\(digits.uppercased())", "büsybox",
        "a:\(String(repeating: "t", count: 129))", String(repeating: "a", count: 250),
        "https://docker.io/busybox",
    ])
    func refuses(text: String) {
        #expect(throws: Reference.ParseError.self) { try Reference(parsing: text) }
    }

    @Test func saysWhatIsWrong() {
        #expect(
            throws: Reference.ParseError(
                text: "Busybox", reason: "the repository has to be in lower case")
        ) { try Reference(parsing: "Busybox") }
        let error = Reference.ParseError(text: "a b", reason: "no")
        #expect(error.description == "invalid image name \"a b\": no")
    }

    @Test(arguments: [
        ("busybox", "busybox:latest"), ("bitnami/redis:7", "bitnami/redis:7"),
        ("quay.io/a/b", "quay.io/a/b:latest"),
    ])
    func familiar(text: String, expected: String) throws {
        #expect(try Reference(parsing: text).familiar == expected)
    }

    @Test(arguments: [
        ("busybox", true), ("busybox:latest", true), ("busybox:1", false),
        ("busybox@sha256:\(digits)", false), ("busybox:latest@sha256:\(digits)", true),
    ])
    func pullsLatestAlways(text: String, expected: Bool) throws {
        #expect(try Reference(parsing: text).isPulledAlwaysByDefault == expected)
    }

    @Test func pins() throws {
        let reference = try Reference(parsing: "busybox:1")
        #expect(reference.tagged == "docker.io/library/busybox:1")
        #expect(
            reference.pinned(to: Digest("sha256:\(digits)")!)
                == "docker.io/library/busybox@sha256:\(digits)")
    }
}

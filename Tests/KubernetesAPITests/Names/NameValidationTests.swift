import Testing

@testable import KubernetesAPI

@Suite struct NameValidationTests {
    @Test(arguments: ["a", "my-name", "1a", "x9"])
    func acceptsLabels(_ name: String) {
        #expect(NameValidation.dns1123Label(name).isEmpty)
        #expect(NameValidation.dns1123Subdomain(name + "." + name).isEmpty)
    }

    @Test(arguments: ["", "-a", "a-", "A", "a_b", "a.b", "é", String(repeating: "a", count: 64)])
    func refusesLabels(_ name: String) {
        #expect(!NameValidation.dns1123Label(name).isEmpty)
    }

    @Test func wordsItAsKubernetes() {
        #expect(
            NameValidation.dns1123Label("A_b") == [
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or "
                    + "'-', and must start and end with an alphanumeric character (e.g. 'my-name',  "
                    + "or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
            ])
    }

    @Test(arguments: [
        ("app", true), ("app.kubernetes.io/name", true), ("a/b/c", false), ("/a", false),
        ("a/", false), ("A.b_c-d", true), ("-a", false), ("Ab/c", false),
    ])
    func qualifiedNames(_ name: String, _ isValid: Bool) {
        #expect(NameValidation.qualifiedName(name).isEmpty == isValid)
    }

    @Test(arguments: [
        ("", true), ("v1.2_3-x", true), ("-x", false), ("a b", false),
        (String(repeating: "x", count: 64), false),
    ])
    func labelValues(_ value: String, _ isValid: Bool) {
        #expect(NameValidation.labelValue(value).isEmpty == isValid)
    }

    @Test(arguments: [
        ("http", true), ("web-1", true), ("1", false), ("a--b", false), ("-a", false),
        ("averyverylongname", false), ("HTTP", false),
    ])
    func portNames(_ name: String, _ isValid: Bool) {
        #expect(NameValidation.portName(name).isEmpty == isValid)
    }

    @Test(arguments: [("A_B", true), ("a.b-c", true), ("A=B", false), ("", false), ("é", false)])
    func environmentVariables(_ name: String, _ isValid: Bool) {
        #expect(NameValidation.environmentVariable(name).isEmpty == isValid)
    }

    @Test(arguments: [
        ("10.9.8.7", true), ("256.1.1.1", false), ("1.2.3", false), ("01.2.3.4", false),
        ("::1", true), ("2001:db8::ffff", true), ("1:2:3:4:5:6:7:8", true), ("1:2:3", false),
        ("::ffff:1.2.3.4", true), ("1::2::3", false), ("12345::", false), ("", false), (":", false),
    ])
    func addresses(_ text: String, _ isValid: Bool) {
        #expect(IPAddress.isValid(text) == isValid)
    }
}

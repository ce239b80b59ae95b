import Testing

@testable import KubeconfigClient

@Suite struct KubeconfigSourceTests {
    private let source = KubeconfigSource(
        environment: "/a:/b", root: "/var/lib/swiftlet", home: "/home/me")

    @Test func theFlagComesFirstAndIsNotOptional() throws {
        var source = source
        source.flag = "/flag"
        #expect(try source.files { _ in false } == ["/flag"])
    }

    @Test func theEnvironmentListIsMergedWithoutMissingFiles() throws {
        #expect(try source.files { _ in true } == ["/a", "/b"])
        #expect(try source.files { $0 != "/a" } == ["/b"])
    }

    @Test func theLocalDaemonComesBeforeTheHomeFolder() throws {
        let readable: Set = ["/var/lib/swiftlet/kubeconfig", "/home/me/.kube/config"]
        #expect(try source.files(isReadable: readable.contains) == ["/var/lib/swiftlet/kubeconfig"])
        #expect(try source.files { $0 == "/home/me/.kube/config" } == ["/home/me/.kube/config"])
    }

    @Test func saysWhatWasTried() {
        let error = #expect(throws: KubeconfigError.self) { try source.files { _ in false } }
        #expect(
            error?.description
                == "no kubeconfig found: tried /a, /b, /var/lib/swiftlet/kubeconfig, "
                + "/home/me/.kube/config; start a daemon with: swiftlet serve")
    }
}

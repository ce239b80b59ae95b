import HTTPTypes
import KubernetesAPI
import Testing

@testable import APIServer

@Suite struct PodProxyTests {
    @Test(
        arguments: [
            ("web", false, "web", nil), ("web:8080", false, "web", 8080),
            ("web:", false, "web", nil),
            ("https:web:443", true, "web", 443), ("http:web:", false, "web", nil),
            (":web:81", false, "web", 81),
        ] as [(String, Bool, String, UInt16?)])
    func names(text: String, isTLS: Bool, name: String, port: UInt16?) throws {
        let target = try PodProxyTarget(text)
        #expect(target.isTLS == isTLS && target.name == name && target.port == port)
    }

    @Test(arguments: ["", ":80", "web:x", "web:0", "web:70000", "ftp:web:80", "a:b:c:d"])
    func whatIsNoName(text: String) {
        #expect(throws: APIError.self) { try PodProxyTarget(text) }
    }

    @Test func pathsStayAsTheyWereSent() {
        let prefix = "/api/v1/namespaces/lab/pods/web:80/proxy"
        #expect(PodProxyTarget.path(in: prefix) == "")
        #expect(PodProxyTarget.path(in: prefix + "/") == "/")
        #expect(PodProxyTarget.path(in: prefix + "?a=b/c") == "")
        #expect(PodProxyTarget.path(in: prefix + "/a%2Fb//c/?x=1") == "/a%2Fb//c/")
    }

    @Test func headersForTheNextHopAndOfTheClientStayBehind() {
        let sent: HTTPFields = [
            .authorization: "Bearer x", .connection: "Upgrade", .upgrade: "websocket",
            .accept: "text/html", .contentLength: "3",
        ]
        #expect(ProxiedHeaders.request(sent).map(\.value) == ["text/html"])
        let answer = ProxiedHeaders.response(
            [
                ("Location", "http://10.0.0.2:80/there"), ("Transfer-Encoding", "chunked"),
                ("X-Own", "1"),
            ], from: "http://10.0.0.2:80", behind: "/proxy")
        #expect(answer[.location] == "/proxy/there")
        #expect(answer.count == 2)
        let other = ProxiedHeaders.response(
            [("Location", "https://example.org/")], from: "http://10.0.0.2:80", behind: "/proxy")
        #expect(other[.location] == "https://example.org/")
    }
}

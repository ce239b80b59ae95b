import Testing

@testable import AccessControl

@Suite("What a URL asks for")
struct RequestAttributesTests {
    struct Case: CustomTestStringConvertible {
        let request: String
        var watch = false
        var fieldSelector: String?
        /// Verb, group, combined resource, namespace, name.
        let expected: String

        var testDescription: String { request }
    }

    static let cases = [
        Case(request: "GET /api/v1/pods", expected: "list||pods||"),
        Case(request: "HEAD /api/v1/pods", expected: "list||pods||"),
        Case(request: "GET /api/v1/pods", watch: true, expected: "watch||pods||"),
        Case(request: "GET /api/v1/namespaces/a/pods", expected: "list||pods|a|"),
        Case(request: "GET /api/v1/namespaces/a/pods/web", expected: "get||pods|a|web"),
        Case(
            request: "GET /api/v1/namespaces/a/pods/web", watch: true,
            expected: "watch||pods|a|web"),
        Case(request: "GET /api/v1/namespaces/a/pods/web/log", expected: "get||pods/log|a|web"),
        Case(
            request: "GET /swiftlet/v1/namespaces/a/pods/web/files",
            expected: "create||pods/exec|a|web"),
        Case(
            request: "PUT /swiftlet/v1/namespaces/a/pods/web/files",
            expected: "create||pods/exec|a|web"),
        Case(request: "POST /api/v1/namespaces/a/pods", expected: "create||pods|a|"),
        Case(
            request: "POST /api/v1/namespaces/a/pods/web/eviction",
            expected: "create||pods/eviction|a|web"),
        Case(request: "PUT /api/v1/namespaces/a/pods/web", expected: "update||pods|a|web"),
        Case(
            request: "PATCH /api/v1/namespaces/a/pods/web/status",
            expected: "patch||pods/status|a|web"),
        Case(request: "DELETE /api/v1/namespaces/a/pods/web", expected: "delete||pods|a|web"),
        Case(request: "DELETE /api/v1/namespaces/a/pods", expected: "deletecollection||pods|a|"),
        Case(request: "GET /api/v1/namespaces", expected: "list||namespaces||"),
        Case(request: "GET /api/v1/namespaces/a", expected: "get||namespaces|a|a"),
        Case(
            request: "PUT /api/v1/namespaces/a/finalize",
            expected: "update||namespaces/finalize|a|a"),
        Case(
            request: "GET /api/v1/namespaces/a/status", expected: "get||namespaces/status|a|a"),
        Case(request: "GET /api/v1/watch/namespaces/a/pods", expected: "watch||pods|a|"),
        Case(request: "GET /api/v1/watch/namespaces/a/pods/web", expected: "watch||pods|a|web"),
        Case(
            request: "GET /apis/coordination.k8s.io/v1/namespaces/a/leases/x",
            expected: "get|coordination.k8s.io|leases|a|x"),
        Case(request: "GET /api/v1/nodes/n/proxy/stats", expected: "get||nodes/proxy||n"),
        Case(
            request: "GET /api/v1/namespaces/a/pods", fieldSelector: "metadata.name=web",
            expected: "list||pods|a|web"),
        Case(
            request: "GET /api/v1/pods", watch: true,
            fieldSelector: "spec.nodeName=n,metadata.name==web", expected: "watch||pods||web"),
        Case(
            request: "GET /api/v1/pods", fieldSelector: "metadata.name!=web",
            expected: "list||pods||"),
        Case(
            request: "DELETE /api/v1/namespaces/a/pods", fieldSelector: "metadata.name=web",
            expected: "deletecollection||pods|a|"),
        Case(request: "GET /api", expected: "get /api"),
        Case(request: "GET /api/v1", expected: "get /api/v1"),
        Case(request: "GET /apis/apps/v1", expected: "get /apis/apps/v1"),
        Case(request: "GET /healthz", expected: "get /healthz"),
        Case(request: "POST /swiftlet/v1/images", expected: "post /swiftlet/v1/images"),
        Case(request: "GET /", expected: "get /"),
    ]

    @Test(arguments: cases) func isRead(_ item: Case) {
        let parts = item.request.split(separator: " ").map(String.init)
        let attributes = RequestAttributes(
            method: parts[0], segments: parts[1].split(separator: "/").map(String.init),
            path: parts[1], isWatch: item.watch, fieldSelector: item.fieldSelector)
        let found =
            switch attributes.target {
            case .path(let path): "\(attributes.verb) \(path)"
            case .resource(let resource):
                [
                    attributes.verb, resource.group, resource.combinedResource,
                    resource.namespace, resource.name,
                ].joined(separator: "|")
            }
        #expect(found == item.expected)
    }
}

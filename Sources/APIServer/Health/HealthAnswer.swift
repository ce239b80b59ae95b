import HummingbirdCore
import KubernetesAPI

/// `/readyz`, `/livez` and `/healthz`: a daemon that answers has opened its store and all else that
/// it needs.
enum HealthAnswer {
    private static let checks = ["ping"]

    /// `ok`, or with `?verbose` a line for each check; `/readyz/ping` asks for one of them.
    ///
    /// - Throws: `APIError` 404 for a check that there is not.
    static func respond(to request: RESTRequest) throws(APIError) -> Response {
        let (name, check) = (request.segments[0], request.segments.dropFirst())
        guard check.isEmpty else {
            guard check.count == 1, checks.contains(check[1]) else { throw .noSuchPath }
            return .text("ok")
        }
        guard request.query.contains("verbose") else { return .text("ok") }
        let excluded = request.query.all("exclude")
        let lines = checks.map { excluded.contains($0) ? "[+]\($0) excluded: ok" : "[+]\($0) ok" }
        return .text((lines + ["\(name) check passed", ""]).joined(separator: "\n"))
    }
}

import Glibc
import HTTPTypes
import KubernetesAPI
import KubernetesClient
import Synchronization

/// Counts what the API server does, for `/metrics`.
final class RequestMetrics: Sendable {
    private struct Series: Hashable {
        var verb: String
        var resource: String
        var code: Int
    }

    private struct State {
        var requests: [Series: Int] = [:]
    }

    private let state = Mutex(State())
    private let inFlight: InFlightLimit

    init(inFlight: InFlightLimit) {
        self.inFlight = inFlight
    }

    func count(_ request: RESTRequest, code: Int) {
        let series = Series(
            verb: Self.verb(of: request), resource: Self.resource(of: request.segments),
            code: code)
        state.withLock { $0.requests[series, default: 0] += 1 }
    }

    /// As Kubernetes names them: `LIST` and `WATCH` beside the methods of HTTP.
    static func verb(of request: RESTRequest) -> String {
        guard request.method == .get else {
            let known: [HTTPRequest.Method] = [.post, .put, .patch, .delete, .head, .options]
            return known.contains(request.method) ? request.method.rawValue : "OTHER"
        }
        if request.query.flag("watch") { return "WATCH" }
        let names = names(in: request.segments)
        return names?.count == 1 ? "LIST" : "GET"
    }

    /// The plural; empty for what is no resource that is served, so that clients cannot make names
    /// up.
    static func resource(of segments: [String]) -> String {
        guard let name = names(in: segments)?.first,
            ServedResource.all.contains(where: { $0.type.plural == name })
        else { return "" }
        return name
    }

    /// Resource, name and subresource of a path.
    private static func names(in segments: [String]) -> ArraySlice<String>? {
        let rest: ArraySlice<String>
        switch segments.first {
        case "api" where segments.count > 2: rest = segments.dropFirst(2)
        case "apis" where segments.count > 3: rest = segments.dropFirst(3)
        default: return nil
        }
        return rest.first == "namespaces" && rest.count > 2 ? rest.dropFirst(2) : rest
    }

    /// `/metrics`
    var text: String {
        var text = PrometheusText()
        text.metric(
            "apiserver_request_total", .counter,
            "Counter of apiserver requests broken out for each verb, resource and HTTP response code"
        )
        let requests = state.withLock { $0.requests }.sorted {
            ($0.key.resource, $0.key.verb, $0.key.code) < (
                $1.key.resource, $1.key.verb, $1.key.code
            )
        }
        for (series, count) in requests {
            text.series(
                "apiserver_request_total",
                [
                    ("code", String(series.code)), ("resource", series.resource),
                    ("verb", series.verb),
                ], Double(count))
        }
        text.metric(
            "apiserver_current_inflight_requests", .gauge,
            "Number of requests that are being answered, watches and logs left out")
        let present = inFlight.present
        for (kind, count) in [("mutating", present.writes), ("readOnly", present.reads)] {
            text.series(
                "apiserver_current_inflight_requests", [("request_kind", kind)], Double(count))
        }
        Self.process(&text)
        return text.text
    }

    private static func process(_ text: inout PrometheusText) {
        var usage = rusage()
        if getrusage(RUSAGE_SELF.rawValue, &usage) == 0 {
            text.metric(
                "process_cpu_seconds_total", .counter, "CPU time of the process in seconds")
            text.series(
                "process_cpu_seconds_total", seconds(usage.ru_utime) + seconds(usage.ru_stime))
        }
        if let pages = residentPages() {
            text.metric(
                "process_resident_memory_bytes", .gauge, "Resident memory size in bytes")
            text.series(
                "process_resident_memory_bytes",
                Double(pages) * Double(sysconf(Int32(_SC_PAGESIZE))))
        }
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    private static func residentPages() -> Int? {
        guard let file = fopen("/proc/self/statm", "re") else { return nil }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 128)
        let count = fread(&line, 1, line.count, file)
        let fields = String(decoding: line.prefix(count), as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int(fields[1]) : nil
    }
}

extension PrometheusText {
    fileprivate mutating func series(_ name: String, _ value: Double) { series(name, [], value) }
}

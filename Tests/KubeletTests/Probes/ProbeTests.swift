import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// What probes decide, from plain values.
@Suite struct ProbeTests: PodDecisions {
    private func probe(success: Int32 = 1, failure: Int32 = 3) -> Probe {
        .with {
            $0.successThreshold = success
            $0.failureThreshold = failure
        }
    }

    // MARK: - Thresholds

    @Test("outcomes count until a threshold is reached, and begin anew with each change")
    func thresholds() {
        var tally = ProbeTally(probe(success: 2, failure: 3))
        #expect(tally.count(.success) == nil)
        #expect(tally.count(.failure("")) == nil)
        #expect(tally.count(.success) == nil)
        #expect(tally.count(.warning("moved")) == true)
        #expect(tally.count(.success) == nil, "nothing new")
        #expect(tally.count(.failure("")) == nil)
        #expect(tally.count(.failure("")) == nil)
        #expect(tally.count(.failure("")) == false)
        #expect(tally.count(.success) == nil)
        #expect(tally.count(.success) == true)
    }

    @Test("what could not be asked says nothing")
    func errors() {
        var tally = ProbeTally(probe(failure: 2))
        #expect(tally.count(.failure("")) == nil)
        for _ in 0..<5 { #expect(tally.count(.error("no such container")) == nil) }
        #expect(tally.count(.failure("")) == false)
    }

    @Test("a verdict from before needs no second one")
    func remembered() {
        var tally = ProbeTally(probe(failure: 1), verdict: true)
        #expect(tally.count(.success) == nil)
        #expect(tally.count(.failure("")) == false)
    }

    // MARK: - Which probes run

    private static let every: KubernetesAPI.Container = .named("main") {
        $0.startupProbe = .exec("up")
        $0.readinessProbe = .exec("ready")
        $0.livenessProbe = .exec("alive")
    }

    private func kinds(
        stage: PodStage = .syncing, isRunning: Bool = true,
        _ change: (inout ObservedContainer) -> Void = { _ in }
    ) -> Set<ProbeKind> {
        var observed = ObservedPod()
        observed.stage = stage
        observed["main"].current = container("main", isRunning ? running : exited(0))
        change(&observed["main"])
        return Set(ProbePlan.targets(.bound([Self.every]), observed).map(\.kind))
    }

    @Test("the startup probe comes first and alone")
    func startupFirst() {
        #expect(kinds() == [.startup])
        #expect(kinds { $0.health.startup = true } == [.readiness, .liveness])
        #expect(kinds { $0.health.startup = false } == [])
    }

    @Test("nothing is asked before the postStart hook has ended, or after the container has")
    func notYet() {
        #expect(kinds { $0.operation = .starting } == [])
        #expect(kinds { $0.operation = .launching } == [])
        #expect(kinds(isRunning: false) { $0.health.startup = true } == [])
    }

    @Test("a container that failed its liveness probe is not asked again; its readiness is")
    func onHold() {
        #expect(
            kinds {
                $0.health.startup = true
                $0.health.liveness = false
            } == [.readiness])
    }

    @Test("an end stops startup and liveness probes, readiness goes on")
    func ending() {
        let end = PodStage.terminating(Termination(cause: .deleted, gracePeriod: 30, startedAt: 0))
        #expect(kinds(stage: end) { $0.health.startup = true } == [.readiness])
        #expect(kinds(stage: end) == [])
        #expect(
            kinds {
                $0.health.startup = true
                $0.operation = .stopping(ContainerEnding(gracePeriod: 3, hasHook: false, now: 0))
            } == [.readiness])
    }

    // MARK: - What is asked

    private let web = KubernetesAPI.Container.named("web") {
        $0.ports = [
            .with {
                $0.name = "http"
                $0.containerPort = 8080
            }
        ]
    }

    private func request(_ change: (inout HTTPGetAction) -> Void) throws -> HTTPRequest {
        var action = HTTPGetAction()
        action.port = "http"
        change(&action)
        return try HTTPRequest(action, of: web, address: "10.88.0.5", agent: "kube-probe")
    }

    @Test("an HTTP request as the kubelet makes it")
    func request() throws {
        let request = try request { $0.path = "/health?full=1#part" }
        #expect(request.url == "http://10.88.0.5:8080/health?full=1")
        #expect(
            request.headers.map { "\($0.name): \($0.value)" } == [
                "Host: 10.88.0.5:8080", "User-Agent: kube-probe/1.37", "Accept: */*",
                "Connection: close",
            ])
        let own = try self.request {
            $0.path = "a b"
            $0.host = "fd00::5"
            $0.scheme = "HTTPS"
            $0.httpHeaders = [("host", "example.org"), ("Accept", ""), ("X-A", "1"), ("X-A", "2")]
                .map { name, value in
                    .with {
                        $0.name = name
                        $0.value = value
                    }
                }
        }
        #expect(own.url == "https://[fd00::5]:8080/a%20b")
        #expect(
            own.headers.map { "\($0.name): \($0.value)" } == [
                "Host: example.org", "X-A: 1", "X-A: 2", "User-Agent: kube-probe/1.37",
                "Connection: close",
            ])
    }

    @Test("ports by number, by name, and those that are none")
    func ports() throws {
        #expect(try web.number(of: 80) == 80)
        #expect(try web.number(of: "http") == 8080)
        #expect(try web.number(of: "9090") == 9090)
        #expect(throws: PortError.unknownName("grpc")) { try web.number(of: "grpc") }
        #expect(
            PortError.unknownName("grpc").description
                == "strconv.Atoi: parsing \"grpc\": invalid syntax")
        #expect(throws: PortError.outOfRange(0)) { try web.number(of: 0) }
    }

    @Test(
        "redirections are followed on the same host only",
        arguments: [
            ("/login", "http://10.88.0.5:8080/login"), ("next", "http://10.88.0.5:8080/a/next"),
            ("https://10.88.0.5:8443/x", "https://10.88.0.5:8443/x"),
            ("http://10.88.0.5/x?y", "http://10.88.0.5:80/x?y"),
            ("http://example.org/", nil), ("http://10.88.0.5:80@example.org/", nil),
        ])
    func redirections(location: String, url: String?) throws {
        let request = try request { $0.path = "/a/b" }
        #expect(request.redirected(to: location)?.url == url)
    }

    @Test("health messages of gRPC on the wire")
    func healthMessages() {
        #expect(HealthMessage.request(service: "") == [0, 0, 0, 0, 0])
        #expect(HealthMessage.request(service: "db") == [0, 0, 0, 0, 4, 0x0A, 2, 0x64, 0x62])
        #expect(HealthMessage.status(of: [0, 0, 0, 0, 2, 0x08, 1]) == .serving)
        #expect(HealthMessage.status(of: [0, 0, 0, 0, 2, 0x08, 2]) == .notServing)
        #expect(HealthMessage.status(of: [0, 0, 0, 0, 0]) == .unknown)
        // A field that is not known is passed over.
        #expect(HealthMessage.status(of: [0, 0, 0, 0, 5, 0x12, 1, 7, 0x08, 1]) == .serving)
        for broken: [UInt8] in [[], [1, 0, 0, 0, 0], [0, 0, 0, 0, 9, 8], [0, 0, 0, 0, 1, 0x08]] {
            #expect(HealthMessage.status(of: broken) == nil)
        }
    }
}

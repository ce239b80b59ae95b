import Synchronization

@testable import Kubelet

/// Answers probes as the test says: by the port, or the first word of the command.
final class FakeHealthChecker: HealthChecker {
    private let state = Mutex<(answers: [String: ProbeOutcome], asked: [String: Int])>(([:], [:]))

    func answer(_ name: String, _ outcome: ProbeOutcome) {
        state.withLock { $0.answers[name] = outcome }
    }

    func asked(_ name: String) -> Int { state.withLock { $0.asked[name] ?? 0 } }

    func outcome(of check: HealthCheck) async -> ProbeOutcome {
        let name =
            switch check.action {
            case .exec(_, let command): command.first ?? ""
            case .http(let request): String(request.port)
            case .tcp(_, let port), .grpc(_, let port, _): String(port)
            }
        return state.withLock {
            $0.asked[name, default: 0] += 1
            return $0.answers[name] ?? .success
        }
    }
}

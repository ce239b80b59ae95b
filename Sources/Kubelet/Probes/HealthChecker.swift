/// Asks containers how they are.
protocol HealthChecker: Sendable {
    func outcome(of check: HealthCheck) async -> ProbeOutcome
}

/// Asks over the network from within the daemon, and by commands in containers.
struct ContainerHealthChecker: HealthChecker {
    let commands: any ContainerCommands

    func outcome(of check: HealthCheck) async -> ProbeOutcome {
        let limit = Duration.seconds(check.timeout)
        switch check.action {
        case .exec(let id, let command): return await exec(command, id, limit)
        case .http(let request): return await get(request, limit)
        case .tcp(let host, let port):
            guard let failure = await PortCheck.failure(host, port, within: limit) else {
                return .success
            }
            return .failure(failure)
        case .grpc(let host, let port, let service):
            return await call(host, port, service, limit)
        }
    }

    private func exec(_ command: [String], _ id: String, _ limit: Duration) async -> ProbeOutcome {
        do {
            let result = try await commands.run(
                command, in: id, timeout: limit, outputLimit: HTTPExchange.bodyLimit)
            return result.exitCode == 0
                ? .success : .failure(String(decoding: result.output, as: UTF8.self))
        } catch CommandError.timedOut {
            return .failure(
                "command timed out: \"\(command.joined(separator: " "))\" timed out after \(limit.components.seconds)s"
            )
        } catch {
            return .error(String(describing: error))
        }
    }

    /// The statuses that Go's client follows.
    private static let redirections: Set = [301, 302, 303, 307, 308]

    /// Follows redirections to the same host, ten at most.
    private func get(_ request: HTTPRequest, _ limit: Duration) async -> ProbeOutcome {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        var current = request
        for _ in 0..<10 {
            do {
                let answer = try await HTTPExchange.perform(
                    current, within: max(deadline - clock.now, .zero))
                guard Self.redirections.contains(answer.status), let location = answer.location
                else { return Self.verdict(answer) }
                guard let next = current.redirected(to: location) else {
                    return Self.verdict(answer)
                }
                current = next
            } catch let error as HTTPExchangeError {
                return .failure(error.describe(current))
            } catch {
                return .error(String(describing: error))
            }
        }
        return .failure("Get \"\(current.url)\": stopped after 10 redirects")
    }

    static func verdict(_ answer: HTTPAnswer) -> ProbeOutcome {
        switch answer.status {
        case 200..<300: return .success
        case 300..<400:
            let body = String(decoding: answer.body, as: UTF8.self)
            return .warning("Probe terminated redirects, Response body: \(body)")
        default: return .failure("HTTP probe failed with statuscode: \(answer.status)")
        }
    }

    /// Where nobody answers it tries again each second, as gRPC's client does.
    private func call(
        _ host: String, _ port: Int, _ service: String, _ limit: Duration
    ) async -> ProbeOutcome {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while true {
            do {
                let status = try await HealthCall.perform(
                    host: host, port: port, service: service,
                    within: max(deadline - clock.now, .zero))
                return status == .serving
                    ? .success : .failure("service unhealthy (responded with \"\(status.name)\")")
            } catch let error as HealthCallError {
                let next = clock.now + .seconds(1)
                if case .notConnected = error, next < deadline,
                    (try? await clock.sleep(until: next)) != nil
                {
                    continue
                }
                return .failure(
                    error.describe(host: host, port: port, seconds: limit.components.seconds))
            } catch {
                return .error(String(describing: error))
            }
        }
    }
}

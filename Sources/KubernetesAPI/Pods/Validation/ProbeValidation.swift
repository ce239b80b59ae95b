import JSON

/// Probes and lifecycle hooks.
enum ProbeValidation {
    enum Kind {
        case liveness, readiness, startup
    }

    static func validate(_ probe: Probe, _ kind: Kind, _ path: String) -> [FieldError] {
        let actions = Actions(
            exec: probe.exec, httpGet: probe.httpGet, tcpSocket: probe.tcpSocket,
            hasOther: probe.grpc != nil)
        var errors = actions.errors(path)
        if let port = probe.grpc?.port { errors += self.port(.int(port), "\(path).grpc.port") }
        let numbers = [
            ("initialDelaySeconds", probe.initialDelaySeconds),
            ("timeoutSeconds", probe.timeoutSeconds), ("periodSeconds", probe.periodSeconds),
            ("successThreshold", probe.successThreshold),
            ("failureThreshold", probe.failureThreshold),
        ]
        for (name, value) in numbers where value < 0 {
            errors.append(
                .invalid(
                    "\(path).\(name)", .integer(Int64(value)),
                    "must be greater than or equal to 0"))
        }
        if kind != .readiness, probe.successThreshold != 1 {
            errors.append(
                .invalid(
                    "\(path).successThreshold", .integer(Int64(probe.successThreshold)),
                    "must be 1"))
        }
        if let seconds = probe.terminationGracePeriodSeconds {
            if kind == .readiness {
                errors.append(
                    .invalid(
                        "\(path).terminationGracePeriodSeconds", .integer(seconds),
                        "must not be set for readinessProbes"))
            } else if seconds < 1 {
                errors.append(
                    .invalid(
                        "\(path).terminationGracePeriodSeconds", .integer(seconds),
                        "must be greater than 0"))
            }
        }
        return errors
    }

    static func hook(_ hook: LifecycleHandler, _ path: String) -> [FieldError] {
        let actions = Actions(
            exec: hook.exec, httpGet: hook.httpGet, tcpSocket: hook.tcpSocket,
            hasOther: hook.sleep != nil)
        return actions.errors(path)
    }

    /// What probes and hooks have in common.
    private struct Actions {
        var exec: ExecAction?
        var httpGet: HTTPGetAction?
        var tcpSocket: TCPSocketAction?
        var hasOther: Bool

        func errors(_ path: String) -> [FieldError] {
            let count = [exec != nil, httpGet != nil, tcpSocket != nil, hasOther].count { $0 }
            if count == 0 { return [.required(path, "must specify a handler type")] }
            if count > 1 { return [.forbidden(path, "may not specify more than 1 handler type")] }
            if let exec {
                return exec.command.isEmpty ? [.required("\(path).exec.command")] : []
            }
            if let tcpSocket {
                return ProbeValidation.port(tcpSocket.port, "\(path).tcpSocket.port")
            }
            return httpGet.map { ProbeValidation.httpGet($0, "\(path).httpGet") } ?? []
        }
    }

    private static func httpGet(_ action: HTTPGetAction, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        if action.path.isEmpty { errors.append(.required("\(path).path")) }
        errors += port(action.port, "\(path).port")
        errors += PodValidation.one(of: ["HTTP", "HTTPS"], action.scheme, "\(path).scheme")
        for (index, header) in action.httpHeaders.enumerated() {
            let isName =
                !header.name.isEmpty
                && header.name.allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
                }
            if isName { continue }
            errors.append(
                .invalid(
                    "\(path).httpHeaders[\(index)].name", .string(header.name),
                    "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. "
                        + "'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"))
        }
        return errors
    }

    fileprivate static func port(_ port: IntOrString, _ path: String) -> [FieldError] {
        switch port {
        case .int(let number):
            NameValidation.portNumber(number).map {
                .invalid(path, .integer(Int64(number)), $0)
            }
        case .string(let name):
            PodValidation.invalid(path, name, NameValidation.portName)
        }
    }
}

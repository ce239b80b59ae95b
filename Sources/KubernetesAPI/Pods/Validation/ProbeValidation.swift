import JSON

/// Probes and lifecycle hooks of a Pod's containers.
struct ProbeValidation {
    let spec: Field

    /// - Parameter mustSucceedOnce: whether more than one success in a row makes no sense.
    @FieldErrorList func validate(_ probe: Field, mustSucceedOnce: Bool) -> [FieldError] {
        if probe.isSet {
            handler(probe, ["exec", "httpGet", "tcpSocket", "grpc"])
            for name in [
                "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold",
                "failureThreshold",
            ] { probe[name].notNegative() }
            let seconds = probe["terminationGracePeriodSeconds"]
            if let given = seconds.optionalNumber, given <= 0 {
                seconds.invalid("must be greater than 0")
            }
            if mustSucceedOnce, probe["successThreshold"].number != 1 {
                probe["successThreshold"].invalid(
                    .integer(probe["successThreshold"].number), "must be 1")
            }
        }
    }

    @FieldErrorList func readiness(_ probe: Field) -> [FieldError] {
        validate(probe, mustSucceedOnce: false)
        if probe["terminationGracePeriodSeconds"].isSet {
            probe["terminationGracePeriodSeconds"].invalid("must not be set for readinessProbes")
        }
    }

    @FieldErrorList func lifecycle(_ lifecycle: Field) -> [FieldError] {
        for hook in ["postStart", "preStop"] where lifecycle[hook].isSet {
            handler(lifecycle[hook], ["exec", "httpGet", "tcpSocket", "sleep"])
        }
        if lifecycle["stopSignal"].isSet { stopSignal(lifecycle["stopSignal"]) }
    }

    @FieldErrorList private func handler(_ handler: Field, _ kinds: [String]) -> [FieldError] {
        let given = kinds.filter { handler[$0].isSet }
        if let first = given.first {
            action(handler[first], first)
        } else {
            handler.required("must specify a handler type")
        }
        for other in given.dropFirst() {
            handler[other].forbidden("may not specify more than 1 handler type")
        }
    }

    @FieldErrorList private func action(_ action: Field, _ kind: String) -> [FieldError] {
        switch kind {
        case "exec":
            if action["command"].isEmpty { action["command"].required() }
        case "httpGet":
            httpGet(action)
        case "sleep":
            sleep(action)
        default:
            port(action["port"])
        }
    }

    @FieldErrorList private func httpGet(_ action: Field) -> [FieldError] {
        if action["path"].isEmpty { action["path"].required() }
        port(action["port"])
        if !["HTTP", "HTTPS"].contains(action["scheme"].text) {
            action["scheme"].notSupported(["HTTP", "HTTPS"], value: .string(action["scheme"].text))
        }
        for header in action["httpHeaders"].elements {
            NameValidation.httpHeader(header["name"].text).map {
                action["httpHeaders"].invalid(.string(header["name"].text), $0)
            }
        }
    }

    @FieldErrorList private func sleep(_ action: Field) -> [FieldError] {
        let seconds = action["seconds"].number
        if let grace = spec["terminationGracePeriodSeconds"].optionalNumber,
            seconds < 0 || seconds > grace
        {
            action.invalid(
                .integer(seconds),
                "must be non-negative and less than terminationGracePeriodSeconds (\(grace))")
        }
    }

    private func port(_ port: Field) -> [FieldError] {
        guard let name = port.optionalText else {
            return (1...65535).contains(port.number)
                ? []
                : [
                    port.invalid(
                        .integer(port.number), "must be between 1 and 65535, inclusive")
                ]
        }
        return port.invalid(NameValidation.portName(name))
    }

    @FieldErrorList private func stopSignal(_ signal: Field) -> [FieldError] {
        switch spec["os"]["name"].text {
        case "linux": signal.optionallyOneOf(Self.linuxSignals)
        case "windows": signal.optionallyOneOf(["SIGKILL", "SIGTERM"])
        default:
            if !spec["os"].isSet {
                signal.forbidden("may not be set for containers with empty `spec.os.name`")
            }
        }
    }

    /// In the order of their letters, as Kubernetes tells them.
    private static let linuxSignals: [String] = {
        let plain = [
            "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
            "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
            "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU",
            "XFSZ", "RTMIN", "RTMAX",
        ]
        let realTime = (1...15).map { "RTMIN+\($0)" } + (1...14).map { "RTMAX-\($0)" }
        return (plain + realTime).map { "SIG\($0)" }.sorted()
    }()
}

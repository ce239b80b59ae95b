import KubernetesAPI

/// The containers of a Pod in detail.
struct ContainersDescription {
    let pod: Pod
    let containers: [Container]
    let statuses: [ContainerStatus]

    func add(titled title: String, to text: inout DescriptionText) {
        text.line("\(title):")
        for container in containers {
            let status = statuses.first { $0.name == container.name }
            text.line("\(container.name):", level: 1)
            addImage(container, status, to: &text)
            addCommand("Command", container.command, to: &text)
            addCommand("Args", container.args, to: &text)
            if let status { addStatus(status, to: &text) }
            text.resources("Limits", container.resources.limits, level: 2)
            text.resources("Requests", container.resources.requests, level: 2)
            addProbes(container, to: &text)
            EnvironmentDescription(pod: pod, container: container).add(to: &text)
            addMounts(container, to: &text)
        }
    }

    private func addImage(
        _ container: Container, _ status: ContainerStatus?, to text: inout DescriptionText
    ) {
        if let status { text.field("Container ID", status.containerID, level: 2) }
        text.field("Image", container.image, level: 2)
        if let status { text.field("Image ID", status.imageID, level: 2) }
        let ports = container.ports.map { "\($0.containerPort)/\($0.protocol.rawValue)" }
        let hostPorts = container.ports.map { "\($0.hostPort)/\($0.protocol.rawValue)" }
        text.field(ports.count > 1 ? "Ports" : "Port", Self.list(ports), level: 2)
        text.field(ports.count > 1 ? "Host Ports" : "Host Port", Self.list(hostPorts), level: 2)
        if let profile = container.securityContext?.seccompProfile {
            text.field("SeccompProfile", profile.type.rawValue, level: 2)
            text.optional("LocalhostProfile", profile.localhostProfile, level: 2)
        }
    }

    private static func list(_ values: [String]) -> String {
        values.isEmpty ? "<none>" : values.joined(separator: ", ")
    }

    private func addCommand(_ title: String, _ words: [String], to text: inout DescriptionText) {
        guard !words.isEmpty else { return }
        text.line("\(title):", level: 2)
        for word in words {
            for line in word.split(separator: "\n", omittingEmptySubsequences: false) {
                text.line(String(line), level: 3)
            }
        }
    }

    private func addStatus(_ status: ContainerStatus, to text: inout DescriptionText) {
        addState("State", status.state, to: &text)
        if status.lastState.terminated != nil {
            addState("Last State", status.lastState, to: &text)
        }
        text.field("Ready", status.ready ? "True" : "False", level: 2)
        text.field("Restart Count", String(status.restartCount), level: 2)
    }

    private func addState(_ title: String, _ state: ContainerState, to text: inout DescriptionText)
    {
        if let running = state.running {
            text.field(title, "Running", level: 2)
            text.field("Started", DescriptionText.date(running.startedAt), level: 3)
        } else if let terminated = state.terminated {
            text.field(title, "Terminated", level: 2)
            text.optional("Reason", terminated.reason, level: 3)
            text.optional("Message", terminated.message, level: 3)
            text.field("Exit Code", String(terminated.exitCode), level: 3)
            if terminated.signal > 0 { text.field("Signal", String(terminated.signal), level: 3) }
            text.field("Started", DescriptionText.date(terminated.startedAt), level: 3)
            text.field("Finished", DescriptionText.date(terminated.finishedAt), level: 3)
        } else {
            text.field(title, "Waiting", level: 2)
            text.optional("Reason", state.waiting?.reason, level: 3)
            text.optional("Message", state.waiting?.message, level: 3)
        }
    }

    private func addProbes(_ container: Container, to text: inout DescriptionText) {
        let probes = [
            ("Liveness", container.livenessProbe), ("Readiness", container.readinessProbe),
            ("Startup", container.startupProbe),
        ]
        for (title, probe) in probes {
            if let probe { text.field(title, probe.summary, level: 2) }
        }
    }

    private func addMounts(_ container: Container, to text: inout DescriptionText) {
        text.line(container.volumeMounts.isEmpty ? "Mounts:\t<none>" : "Mounts:", level: 2)
        for mount in container.volumeMounts.sorted(by: { $0.mountPath < $1.mountPath }) {
            var flags = mount.readOnly ? "ro" : "rw"
            if !mount.subPath.isEmpty { flags += ",path=\"\(mount.subPath)\"" }
            text.line("\(mount.mountPath) from \(mount.name) (\(flags))", level: 3)
        }
    }
}

extension Probe {
    /// The probe in one line, as kubectl has it.
    var summary: String {
        let numbers =
            "delay=\(initialDelaySeconds)s timeout=\(timeoutSeconds)s period=\(periodSeconds)s "
            + "#success=\(successThreshold) #failure=\(failureThreshold)"
        if let exec { return "exec [\(exec.command.joined(separator: " "))] \(numbers)" }
        if let httpGet {
            let scheme = httpGet.scheme.isEmpty ? "http" : httpGet.scheme.rawValue.lowercased()
            let path = httpGet.path.hasPrefix("/") ? httpGet.path : "/" + httpGet.path
            return "http-get \(scheme)://\(httpGet.host):\(httpGet.port)\(path) \(numbers)"
        }
        if let tcpSocket { return "tcp-socket \(tcpSocket.host):\(tcpSocket.port) \(numbers)" }
        if let grpc { return "grpc <pod>:\(grpc.port) \(grpc.service ?? "") \(numbers)" }
        return "unknown \(numbers)"
    }
}

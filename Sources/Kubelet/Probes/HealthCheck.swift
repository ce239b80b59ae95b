import KubernetesAPI

/// What is asked of a container, by a probe or by a hook, with all names resolved.
struct HealthCheck: Sendable, Hashable {
    enum Action: Sendable, Hashable {
        case exec(containerID: String, command: [String])
        case http(HTTPRequest)
        case tcp(host: String, port: Int)
        case grpc(host: String, port: Int, service: String)
    }

    var action: Action
    /// Seconds.
    var timeout: Int64

    init(action: Action, timeout: Int64) {
        self.action = action
        self.timeout = timeout
    }

    /// - Parameter address: the Pod's.
    /// - Throws: `PortError`, `HealthCheckError`.
    init(
        _ probe: Probe, of container: KubernetesAPI.Container, containerID: String, address: String
    ) throws {
        timeout = Int64(max(probe.timeoutSeconds, 1))
        if let exec = probe.exec {
            action = .exec(containerID: containerID, command: exec.command)
        } else if let http = probe.httpGet {
            action = .http(
                try HTTPRequest(http, of: container, address: address, agent: "kube-probe"))
        } else if let tcp = probe.tcpSocket {
            action = .tcp(
                host: tcp.host.isEmpty ? address : tcp.host,
                port: try container.number(of: tcp.port))
        } else if let grpc = probe.grpc {
            action = .grpc(host: address, port: Int(grpc.port), service: grpc.service ?? "")
        } else {
            throw HealthCheckError()
        }
    }
}

/// A probe that asks nothing.
struct HealthCheckError: Error, Sendable, Hashable, CustomStringConvertible {
    var description: String { "missing probe handler" }
}

/// A port that cannot be found; the words are the kubelet's.
enum PortError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownName(String)
    case outOfRange(Int)

    var description: String {
        switch self {
        case .unknownName(let name): "strconv.Atoi: parsing \"\(name)\": invalid syntax"
        case .outOfRange(let number): "invalid port number: \(number)"
        }
    }
}

extension KubernetesAPI.Container {
    /// The number of a port that is given by number or by the name that the container gives it.
    ///
    /// - Throws: `PortError`.
    func number(of port: IntOrString) throws(PortError) -> Int {
        let number: Int
        switch port {
        case .int(let value): number = Int(value)
        case .string(let name):
            if let named = ports.first(where: { $0.name == name }) {
                number = Int(named.containerPort)
            } else if let value = Int(name) {
                number = value
            } else {
                throw .unknownName(name)
            }
        }
        guard (1...65535).contains(number) else { throw .outOfRange(number) }
        return number
    }
}

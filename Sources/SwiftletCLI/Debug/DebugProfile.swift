import JSON

/// What a container for debugging may do, by the names that kubectl has.
enum DebugProfile: String, CaseIterable, Sendable {
    /// May trace other processes.
    case general
    /// What any container may.
    case baseline
    /// What the strictest Pod Security Standard allows.
    case restricted
    /// May change the Pod's network.
    case netadmin
    /// May do all that root may on the machine.
    case sysadmin

    var securityContext: JSONValue? {
        switch self {
        case .general: ["capabilities": ["add": ["SYS_PTRACE"]]]
        case .baseline: nil
        case .restricted:
            [
                "allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]],
                "runAsNonRoot": true, "seccompProfile": ["type": "RuntimeDefault"],
            ]
        case .netadmin: ["capabilities": ["add": ["NET_ADMIN", "NET_RAW"]]]
        case .sysadmin: ["privileged": true]
        }
    }
}

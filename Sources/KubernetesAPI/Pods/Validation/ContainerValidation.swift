import JSON

/// Whether a container can be what it says.
struct ContainerValidation {
    let container: Container
    /// `spec.containers[0]`
    let path: String
    let isInit: Bool
    let spec: PodSpec

    /// Keeps running beside the app containers.
    private var isSidecar: Bool { isInit && container.restartPolicy == .always }

    var errors: [FieldError] {
        identity + policies + ports + environment + mounts + handlers
            + ResourceValidation.validate(container.resources, "\(path).resources")
            + SecurityValidation.container(container.securityContext, "\(path).securityContext")
    }

    private var identity: [FieldError] {
        var errors: [FieldError] = []
        if container.name.isEmpty {
            errors.append(.required("\(path).name"))
        } else {
            errors += PodValidation.invalid(
                "\(path).name", container.name, NameValidation.dns1123Label)
        }
        if container.image.isEmpty {
            errors.append(.required("\(path).image"))
        } else if container.image.first!.isWhitespace || container.image.last!.isWhitespace {
            errors.append(
                .invalid(
                    "\(path).image", .string(container.image),
                    "must not have leading or trailing whitespace"))
        }
        return errors
    }

    private var policies: [FieldError] {
        var errors = PodValidation.one(
            of: ["Always", "IfNotPresent", "Never"], container.imagePullPolicy,
            "\(path).imagePullPolicy")
        errors += PodValidation.one(
            of: ["File", "FallbackToLogsOnError"], container.terminationMessagePolicy,
            "\(path).terminationMessagePolicy")
        if let policy = container.restartPolicy {
            errors += PodValidation.one(
                of: ["Always", "OnFailure", "Never"], policy, "\(path).restartPolicy")
        }
        if !container.restartPolicyRules.isEmpty, container.restartPolicy == nil {
            errors.append(
                .required("\(path).restartPolicy", "must specify restartPolicy when rules are used")
            )
        }
        if container.restartPolicyRules.count > 20 {
            errors.append(
                .invalid(
                    "\(path).restartPolicyRules",
                    .integer(Int64(container.restartPolicyRules.count)),
                    "must have at most 20 items"))
        }
        return errors
    }

    private var ports: [FieldError] {
        var names: Set<String> = []
        return container.ports.enumerated().flatMap { index, port in
            let path = "\(path).ports[\(index)]"
            var errors = portErrors(port, path)
            if !port.name.isEmpty, !names.insert(port.name).inserted {
                errors.append(.duplicate("\(path).name", .string(port.name)))
            }
            return errors
        }
    }

    private func portErrors(_ port: ContainerPort, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        if !port.name.isEmpty {
            errors += PodValidation.invalid("\(path).name", port.name, NameValidation.portName)
        }
        if port.containerPort == 0 {
            errors.append(.required("\(path).containerPort"))
        } else {
            errors += number(port.containerPort, "\(path).containerPort")
        }
        if port.hostPort != 0 {
            errors += number(port.hostPort, "\(path).hostPort")
            if spec.hostNetwork, port.hostPort != port.containerPort {
                errors.append(
                    .invalid(
                        "\(path).hostPort", .integer(Int64(port.hostPort)),
                        "must match `containerPort` when `hostNetwork` is true"))
            }
        }
        return errors
            + PodValidation.one(of: ["TCP", "UDP", "SCTP"], port.protocol, "\(path).protocol")
    }

    private func number(_ port: Int32, _ path: String) -> [FieldError] {
        NameValidation.portNumber(port).map { .invalid(path, .integer(Int64(port)), $0) }
    }

    private var environment: [FieldError] {
        let variables = container.env.enumerated().flatMap { index, variable in
            EnvironmentValidation.variable(variable, "\(path).env[\(index)]")
        }
        let sources = container.envFrom.enumerated().flatMap { index, source in
            EnvironmentValidation.source(source, "\(path).envFrom[\(index)]")
        }
        return variables + sources
    }

    private var mounts: [FieldError] {
        let volumes = Set(spec.volumes.map(\.name))
        var points: Set<String> = []
        return container.volumeMounts.enumerated().flatMap { index, mount -> [FieldError] in
            let path = "\(path).volumeMounts[\(index)]"
            var errors: [FieldError] = []
            if mount.name.isEmpty {
                errors.append(.required("\(path).name"))
            } else if !volumes.contains(mount.name) {
                errors.append(.notFound("\(path).name", .string(mount.name)))
            }
            if mount.mountPath.isEmpty {
                errors.append(.required("\(path).mountPath"))
            } else if !points.insert(mount.mountPath).inserted {
                errors.append(
                    .invalid("\(path).mountPath", .string(mount.mountPath), "must be unique"))
            }
            if !mount.subPath.isEmpty, !mount.subPathExpr.isEmpty {
                errors.append(
                    .invalid(
                        "\(path).subPathExpr", .string(mount.subPathExpr),
                        "subPathExpr and subPath are mutually exclusive"))
            }
            errors += PathValidation.descending(mount.subPath, "\(path).subPath")
            errors += PathValidation.descending(mount.subPathExpr, "\(path).subPathExpr")
            return errors
        }
    }

    private var handlers: [FieldError] {
        if isInit, !isSidecar { return forbiddenHandlers }
        var errors: [FieldError] = []
        if let probe = container.livenessProbe {
            errors += ProbeValidation.validate(probe, .liveness, "\(path).livenessProbe")
        }
        if let probe = container.readinessProbe {
            errors += ProbeValidation.validate(probe, .readiness, "\(path).readinessProbe")
        }
        if let probe = container.startupProbe {
            errors += ProbeValidation.validate(probe, .startup, "\(path).startupProbe")
        }
        if let hook = container.lifecycle?.postStart {
            errors += ProbeValidation.hook(hook, "\(path).lifecycle.postStart")
        }
        if let hook = container.lifecycle?.preStop {
            errors += ProbeValidation.hook(hook, "\(path).lifecycle.preStop")
        }
        return errors
    }

    /// A container that runs to its end has nothing to probe.
    private var forbiddenHandlers: [FieldError] {
        let given = [
            ("lifecycle", container.lifecycle != nil),
            ("livenessProbe", container.livenessProbe != nil),
            ("readinessProbe", container.readinessProbe != nil),
            ("startupProbe", container.startupProbe != nil),
        ]
        return given.filter(\.1).map { name, _ in
            .forbidden(
                "\(path).\(name)",
                "may not be set for init containers without restartPolicy=Always")
        }
    }
}

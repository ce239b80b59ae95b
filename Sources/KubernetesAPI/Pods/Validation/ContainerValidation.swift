import JSON

/// Whether a container can be what it says.
struct ContainerValidation {
    let container: Field
    let spec: Field
    /// The Pod's volumes that are right, by name.
    let volumes: [String: Field]

    /// What holds for containers of all kinds.
    @FieldErrorList var common: [FieldError] {
        container["name"].requiredName(NameValidation.dns1123Label)
        if container["image"].isEmpty { container["image"].required() }
        container["terminationMessagePolicy"].oneOf(["File", "FallbackToLogsOnError"])
        ports
        EnvironmentValidation.variables(container["env"])
        EnvironmentValidation.sources(container["envFrom"])
        MountValidation(container: container, volumes: volumes).findings
        container["imagePullPolicy"].oneOf(["Always", "IfNotPresent", "Never"])
        ResourceValidation.container(container["resources"], claims: claims)
        resizePolicy
        SecurityValidation.container(
            container["securityContext"], sharesHostUsers: spec["hostUsers"].flag != false)
    }

    private var claims: [String] {
        spec["resourceClaims"].elements.map { $0["name"].text }.filter { !$0.isEmpty }
    }

    private var ports: [FieldError] {
        var names: Set<String> = []
        return container["ports"].elements.flatMap { port in
            var findings: [FieldError] = []
            let name = port["name"]
            if !name.isEmpty {
                let problems = NameValidation.portName(name.text)
                findings += name.invalid(problems)
                if problems.isEmpty, !names.insert(name.text).inserted {
                    findings.append(name.duplicate())
                }
            }
            return findings + Self.port(port)
        }
    }

    @FieldErrorList private static func port(_ port: Field) -> [FieldError] {
        if port["containerPort"].number == 0 {
            port["containerPort"].required()
        } else {
            port["containerPort"].between(1...65535)
        }
        if port["hostPort"].number != 0 { port["hostPort"].between(1...65535) }
        port["protocol"].oneOf(["SCTP", "TCP", "UDP"])
    }

    @FieldErrorList private var resizePolicy: [FieldError] {
        let list = container["resizePolicy"]
        let policies = list.elements
        for (index, policy) in policies.enumerated() {
            let name = policy["resourceName"].text
            if policies[..<index].contains(where: { $0["resourceName"].text == name }) {
                policy.duplicate(.string(name))
            }
            // Kubernetes names the list and not the element.
            policy["resourceName"].named(list.path).oneOf(["cpu", "memory"])
            let restart = policy["restartPolicy"].named(list.path)
            restart.oneOf(["NotRequired", "RestartContainer"])
            if spec["restartPolicy"].text == "Never", restart.text != "NotRequired" {
                restart.invalid(
                    .string(restart.text),
                    "must be 'NotRequired' when `restartPolicy` is 'Never'")
            }
        }
    }

    /// Probes and hooks.
    @FieldErrorList var handlers: [FieldError] {
        let probes = ProbeValidation(spec: spec)
        probes.lifecycle(container["lifecycle"])
        probes.validate(container["livenessProbe"], mustSucceedOnce: true)
        probes.readiness(container["readinessProbe"])
        probes.validate(container["startupProbe"], mustSucceedOnce: true)
    }

    /// A container's own restart policy.
    @FieldErrorList var restartRules: [FieldError] {
        let policy = container["restartPolicy"]
        let rules = container["restartPolicyRules"]
        if policy.isSet {
            policy.optionallyOneOf(["Always", "Never", "OnFailure"])
        } else if !rules.isEmpty {
            policy.required("must specify restartPolicy when restart rules are used")
        }
        if rules.count > 20 { rules.tooLong(20) }
        for rule in rules.elements { restartRule(rule) }
    }

    @FieldErrorList private func restartRule(_ rule: Field) -> [FieldError] {
        if !["Restart", "RestartAllContainers"].contains(rule["action"].text) {
            rule["action"].notSupported(["Restart"], value: .string(rule["action"].text))
        }
        let codes = rule["exitCodes"]
        if codes.isSet {
            if !["In", "NotIn"].contains(codes["operator"].text) {
                codes["operator"].notSupported(
                    ["In", "NotIn"], value: .string(codes["operator"].text))
            }
            if codes["values"].count > 255 { codes["values"].tooLong(255) }
        } else {
            codes.required("must be specified")
        }
    }
}

import JSON

/// The spec of a Pod, or of a Pod template.
struct PodSpecValidation {
    let spec: Field
    /// The Pod's; nil in a template, of which less is known.
    let metadata: Field?

    private var isPod: Bool { metadata != nil }

    @FieldErrorList var findings: [FieldError] {
        let (volumes, volumeFindings) = VolumeValidation.validate(
            spec["volumes"], podName: metadata?["name"].text ?? "", isPod: isPod)
        let containers = ContainerListValidation(spec: spec, volumes: volumes)
        if !spec["terminationGracePeriodSeconds"].isSet {
            spec["terminationGracePeriodSeconds"].required()
        }
        volumeFindings
        ResourceClaimValidation.claims(spec["resourceClaims"], metadata)
        containers.containers
        containers.initContainers
        containers.ephemeralContainers
        PodResourceValidation.validate(spec)
        hostNetworkPorts
        policies
        LabelSelectorValidation.labels(spec["nodeSelector"])
        SecurityValidation.pod(spec)
        AffinityValidation.validate(spec["affinity"])
        DNSValidation.configuration(spec["dnsConfig"], policy: spec["dnsPolicy"].text)
        gates
        TopologySpreadValidation.validate(spec["topologySpreadConstraints"])
        WindowsValidation.hostProcess(spec)
        hostUsers
        hostnameOverride
        names
        if spec["overhead"].isSet {
            ResourceValidation.overhead(spec["overhead"])
        }
        OperatingSystemValidation.validate(spec)
        fileKeyVolumes
    }

    @FieldErrorList private var hostNetworkPorts: [FieldError] {
        if spec["hostNetwork"].isTrue {
            for port in spec["containers"].elements.flatMap({ $0["ports"].elements })
            where (isPod || port["hostPort"].number != 0)
                && port["hostPort"].number != port["containerPort"].number
            {
                port["hostPort"].invalid(
                    .integer(port["hostPort"].number),
                    "must match `containerPort` when `hostNetwork` is true")
            }
        }
    }

    @FieldErrorList private var policies: [FieldError] {
        spec["restartPolicy"].oneOf(["Always", "OnFailure", "Never"])
        spec["dnsPolicy"].oneOf(["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"])
    }

    @FieldErrorList private var gates: [FieldError] {
        for gate in spec["readinessGates"].elements {
            LabelSelectorValidation.name(gate["conditionType"])
        }
        let gates = spec["schedulingGates"].elements
        for (index, gate) in gates.enumerated() {
            let name = gate["name"].text
            NameValidation.qualifiedName(name).map { gate.invalid(.string(name), $0) }
            if gates[..<index].contains(where: { $0["name"].text == name }) {
                gate.duplicate(.string(name))
            }
        }
    }

    /// A user namespace cannot be shared with the host, nor with block devices.
    @FieldErrorList private var hostUsers: [FieldError] {
        if spec["hostUsers"].flag == false {
            let reason = "when `hostUsers` is false"
            if spec["hostNetwork"].isTrue { spec["hostNetwork"].forbidden(reason) }
            // The capital letters are Kubernetes' own.
            if spec["hostPID"].isTrue { spec.member("HostPID").forbidden(reason) }
            if spec["hostIPC"].isTrue { spec.member("HostIPC").forbidden(reason) }
            for container in spec.allContainers where !container["volumeDevices"].isEmpty {
                container["volumeDevices"].forbidden(reason)
            }
        }
    }

    @FieldErrorList private var hostnameOverride: [FieldError] {
        let name = spec["hostnameOverride"]
        if name.isSet {
            if spec["setHostnameAsFQDN"].isTrue {
                name.forbidden("may not be specified when setHostnameAsFQDN is true")
            }
            if spec["hostNetwork"].isTrue {
                name.forbidden("may not be specified when hostNetwork is true")
            }
            if name.text.utf8.count > 64 { name.tooLong(64) }
            name.invalid(NameValidation.dns1123Subdomain(name.text))
        }
    }

    @FieldErrorList private var names: [FieldError] {
        optional("serviceAccountName", NameValidation.dns1123Subdomain)
        optional("nodeName", NameValidation.dns1123Subdomain)
        if spec["activeDeadlineSeconds"].isSet {
            spec["activeDeadlineSeconds"].between(1...Int64(Int32.max))
        }
        optional("hostname", NameValidation.dns1123Label)
        optional("subdomain", NameValidation.dns1123Label)
        TolerationValidation.validate(spec["tolerations"])
        for alias in spec["hostAliases"].elements {
            alias["ip"].invalid(IPAddress.problems(alias["ip"].text))
            for name in alias["hostnames"].elements {
                name.invalid(NameValidation.dns1123Subdomain(name.text))
            }
        }
        optional("priorityClassName", NameValidation.dns1123Subdomain)
        if spec["runtimeClassName"].isSet {
            spec["runtimeClassName"].invalid(
                NameValidation.dns1123Subdomain(spec["runtimeClassName"].text))
        }
        if spec["preemptionPolicy"].isSet {
            spec["preemptionPolicy"].oneOf(["PreemptLowerPriority", "Never"])
        }
    }

    @FieldErrorList private func optional(
        _ name: String, _ form: (String) -> [String]
    ) -> [FieldError] {
        if !spec[name].isEmpty { spec[name].invalid(form(spec[name].text)) }
    }

    /// A variable can be read only from a file that the Pod itself makes.
    @FieldErrorList private var fileKeyVolumes: [FieldError] {
        for container in spec.allContainers {
            for variable in container["env"].elements
            where variable["valueFrom"]["fileKeyRef"].isSet {
                let name = variable["valueFrom"]["fileKeyRef"]["volumeName"]
                let volume = spec["volumes"].elements.last { $0["name"].text == name.text }
                if let volume {
                    if !volume["emptyDir"].isSet {
                        name.invalid(
                            .string(name.text), "referenced volume must be of type emptyDir")
                    }
                } else {
                    name.notFound(.string(name.text))
                }
            }
        }
    }
}

import JSON

/// The containers of a Pod: the app containers, the init containers, the ephemeral ones.
struct ContainerListValidation {
    let spec: Field
    /// Those that are right, by name.
    let volumes: [String: Field]

    private func validation(_ container: Field) -> ContainerValidation {
        ContainerValidation(container: container, spec: spec, volumes: volumes)
    }

    var containers: [FieldError] {
        let list = spec["containers"]
        if list.isEmpty { return [list.required()] }
        var names: Set<String> = []
        var findings: [FieldError] = []
        for container in list.elements {
            let validation = validation(container)
            findings += validation.common
            if !names.insert(container["name"].text).inserted {
                findings.append(container["name"].duplicate(.string(container["name"].text)))
            }
            findings += validation.handlers
            findings += validation.restartRules
        }
        return findings + Self.hostPorts(list.elements)
    }

    var initContainers: [FieldError] {
        var names = Set(spec["containers"].elements.map { $0["name"].text })
        var findings: [FieldError] = []
        for container in spec["initContainers"].elements {
            let validation = validation(container)
            findings += validation.common
            findings += validation.restartRules
            let name = container["name"]
            if names.contains(name.text) {
                findings.append(name.duplicate(.string(name.text)))
            } else if !name.isEmpty {
                names.insert(name.text)
            }
            // They run one by one, so that each has the host's ports for itself.
            findings += Self.hostPorts([container])
            findings +=
                container["restartPolicy"].text == "Always"
                ? validation.handlers : Self.withoutHandlers(container)
        }
        return findings
    }

    var ephemeralContainers: [FieldError] {
        let others = Set(
            (spec["containers"].elements + spec["initContainers"].elements)
                .map { $0["name"].text })
        var names = others
        var findings: [FieldError] = []
        for container in spec["ephemeralContainers"].elements {
            findings += validation(container).common
            findings += PodValidation.imageWhitespace(container)
            if !names.insert(container["name"].text).inserted {
                findings.append(container["name"].duplicate(.string(container["name"].text)))
            }
            let target = container["targetContainerName"]
            if !target.isEmpty, !others.contains(target.text) { findings.append(target.notFound()) }
            findings += Self.ephemeralFields(container)
        }
        return findings
    }

    /// What an ephemeral container may not have: it helps to look, and is no part of the workload.
    @FieldErrorList private static func ephemeralFields(_ container: Field) -> [FieldError] {
        let reason = "cannot be set for an Ephemeral Container"
        for name in ["ports", "resources", "resizePolicy"] where !container[name].isEmpty {
            container[name].forbidden(reason)
        }
        for name in [
            "restartPolicy", "restartPolicyRules", "livenessProbe", "readinessProbe",
            "startupProbe", "lifecycle",
        ] where container[name].isSet {
            container[name].forbidden(reason)
        }
        for mount in container["volumeMounts"].elements {
            for name in ["subPath", "subPathExpr"] where !mount[name].isEmpty {
                mount[name].forbidden(reason)
            }
        }
    }

    /// A container that runs to its end has nothing to probe.
    @FieldErrorList private static func withoutHandlers(_ container: Field) -> [FieldError] {
        for name in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
        where container[name].isSet {
            container[name].forbidden(
                "may not be set for init containers without restartPolicy=Always")
        }
    }

    /// A port of the host can be taken once.
    private static func hostPorts(_ containers: [Field]) -> [FieldError] {
        var taken: Set<String> = []
        return containers.flatMap { $0["ports"].elements }
            .filter { $0["hostPort"].number != 0 }
            .compactMap { port in
                let key =
                    "\(port["protocol"].text)/\(port["hostIP"].text)/\(port["hostPort"].number)"
                return taken.insert(key).inserted ? nil : port["hostPort"].duplicate(.string(key))
            }
    }
}

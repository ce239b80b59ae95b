import JSON

extension PodValidation {
    /// Checks a changed status, as the kubelet writes it.
    public static func validateStatusUpdate(_ pod: JSONValue, from old: JSONValue) -> [FieldError] {
        statusUpdate(Field(pod), Field(old))
    }

    @FieldErrorList private static func statusUpdate(_ new: Field, _ old: Field) -> [FieldError] {
        let status = new["status"]
        ObjectMetaValidation.validateUpdate(new["metadata"], from: old["metadata"])
        annotationUpdates(new, old)
        conditions(status["conditions"])
        nominatedNode(new, old)
        if status["observedGeneration"].number < 0 {
            status["observedGeneration"].invalid("must be a non-negative integer")
        }
        if status["qosClass"].text != old["status"]["qosClass"].text {
            status["qosClass"].invalid(
                .string(status["qosClass"].text), "field is immutable")
        }
        for (list, containers) in [
            ("containerStatuses", "containers"), ("initContainerStatuses", "initContainers"),
            ("ephemeralContainerStatuses", "ephemeralContainers"),
        ] {
            let before = old["status"][list].elements
            let now = status[list]
            transitions(now, before, old["spec"], containers)
        }
        addresses(status, "podIPs", old)
        hostAddresses(status, old)
    }

    @FieldErrorList private static func conditions(_ conditions: Field) -> [FieldError] {
        for condition in conditions.elements {
            if condition["observedGeneration"].number < 0 {
                condition["observedGeneration"].invalid("must be a non-negative integer")
            }
            let type = condition["type"]
            if !["PodScheduled", "Ready", "Initialized"].contains(type.text) {
                NameValidation.qualifiedName(type.text).map {
                    condition.member("Type").invalid(.string(type.text), $0)
                }
            }
        }
    }

    @FieldErrorList private static func nominatedNode(_ new: Field, _ old: Field) -> [FieldError] {
        let name = new["status"]["nominatedNodeName"]
        if name.text != old["status"]["nominatedNodeName"].text, !name.isEmpty {
            name.invalid(NameValidation.dns1123Subdomain(name.text))
            if !old["spec"]["nodeName"].isEmpty {
                name.forbidden("may not be set on pods that are already bound to a node")
            }
        }
    }

    // MARK: - Containers

    /// What has ended for good does not run again.
    private static func transitions(
        _ now: Field, _ before: [Field], _ spec: Field, _ kind: String
    ) -> [FieldError] {
        if kind != "ephemeralContainers", canAllRestart(spec) { return [] }
        // A new sandbox, as after a reboot, begins with the first init container again.
        if kind == "initContainers", spec["restartPolicy"].text != "Never" { return [] }
        return before.enumerated().compactMap { index, status in
            let terminated = status["state"]["terminated"]
            let name = status["name"].text
            guard terminated.isSet,
                let new = now.elements.first(where: { $0["name"].text == name }),
                !new["state"]["terminated"].isSet
            else { return nil }
            let container = spec[kind].elements.first { $0["name"].text == name }
            if kind != "ephemeralContainers", let container,
                canRestart(container, kind, spec, exitCode: terminated["exitCode"].number)
            {
                return nil
            }
            return now.element(index).member("state").forbidden(
                "may not be transitioned to non-terminated state")
        }
    }

    private static func canAllRestart(_ spec: Field) -> Bool {
        spec.allContainers.contains { container in
            container["restartPolicyRules"].elements.contains {
                $0["action"].text == "RestartAllContainers"
            }
        }
    }

    /// The container's rules, else its own policy, else the Pod's.
    private static func canRestart(
        _ container: Field, _ kind: String, _ spec: Field, exitCode: Int64
    ) -> Bool {
        for rule in container["restartPolicyRules"].elements {
            let codes = rule["exitCodes"]
            let isListed = codes["values"].elements.contains { $0.number == exitCode }
            if codes["operator"].text == "In" ? isListed : !isListed { return true }
        }
        let own = container["restartPolicy"].text
        switch own.isEmpty ? spec["restartPolicy"].text : own {
        case "Always": return true
        case "OnFailure": return exitCode != 0
        default: return false
        }
    }

    // MARK: - Addresses

    private static func addresses(_ status: Field, _ name: String, _ old: Field) -> [FieldError] {
        let list = status[name]
        let known = Set(old["status"][name].elements.map { $0["ip"].text })
        var findings = list.elements.flatMap { entry -> [FieldError] in
            let address = entry["ip"].text
            if known.contains(address) { return [] }
            return IPAddress.problems(address).map { entry.invalid(.string(address), $0) }
        }
        let isSix = list.elements.map { $0["ip"].text.contains(":") }
        if isSix.count > 2 || isSix.count == 2 && isSix[0] == isSix[1] {
            findings.append(list.invalid("may specify no more than one IP for each IP family"))
        }
        return findings
    }

    @FieldErrorList private static func hostAddresses(
        _ status: Field, _ old: Field
    ) -> [FieldError] {
        if let first = status["hostIPs"].elements.first {
            if first["ip"].text != status["hostIP"].text {
                first["ip"].invalid(.string(first["ip"].text), "must be equal to `hostIP`")
            }
            addresses(status, "hostIPs", old)
        }
    }
}

import JSON

/// What Kubernetes fills into a container.
enum ContainerDefaults {
    static func apply(to container: inout JSONValue) {
        guard case .object = container else { return }
        container.setDefault(
            "imagePullPolicy",
            .string(defaultPullPolicy(image: container["image"]?.stringValue ?? "").rawValue))
        container.setDefault("terminationMessagePath", "/dev/termination-log")
        container.setDefault("terminationMessagePolicy", "File")
        container.setIfMissing("resources", [:])
        container.update("resources", ResourceDefaults.normalize)
        container.updateEach("env") { variable in
            variable.update("valueFrom", applyToReference)
        }
        for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
            container.update(probe, applyToProbe)
        }
        container.update("lifecycle") { lifecycle in
            lifecycle.update("postStart", applyToHandler)
            lifecycle.update("preStop", applyToHandler)
        }
    }

    /// A tag `latest`, given or implied, may name another image tomorrow.
    static func defaultPullPolicy(image: String) -> PullPolicy {
        let bytes = image.utf8
        if bytes.contains(UInt8(ascii: "@")) { return .ifNotPresent }
        let start = bytes.lastIndex(of: UInt8(ascii: "/")) ?? image.startIndex
        guard let colon = bytes[start...].lastIndex(of: UInt8(ascii: ":")) else { return .always }
        return image[bytes.index(after: colon)...] == "latest" ? .always : .ifNotPresent
    }

    /// What the downward API is to tell.
    static func applyToReference(_ source: inout JSONValue) {
        source.update("fieldRef") { $0.setDefault("apiVersion", "v1") }
        source.update("resourceFieldRef") { reference in
            let divisor = reference["divisor"].flatMap(Quantity.init(checking:)) ?? Quantity()
            reference["divisor"] = .string(divisor.canonical)
        }
    }

    /// In the host's network a port of the container is one of the host.
    static func applyHostPorts(to container: inout JSONValue) {
        container.updateEach("ports") { port in
            if let number = port["containerPort"] { port.setDefault("hostPort", number) }
        }
    }

    private static func applyToProbe(_ probe: inout JSONValue) {
        probe.setDefault("timeoutSeconds", 1)
        probe.setDefault("periodSeconds", 10)
        probe.setDefault("successThreshold", 1)
        probe.setDefault("failureThreshold", 3)
        applyToHandler(&probe)
        probe.update("grpc") { $0.setIfMissing("service", "") }
    }

    private static func applyToHandler(_ handler: inout JSONValue) {
        handler.update("httpGet") { request in
            request.setDefault("path", "/")
            request.setDefault("scheme", "HTTP")
        }
    }
}

import JSON
import KubernetesAPI
import KubernetesClient

extension Registry {
    /// Assigns a Pod to a node, as schedulers do.
    func bind(
        _ binding: JSONValue, namespace: String?, name: String, options: WriteOptions
    ) async throws -> JSONValue {
        let target = binding["target"] ?? .null
        var errors: [FieldError] = []
        if !["", "Node"].contains(target.string("kind")) {
            errors.append(
                .notSupported(
                    "target.kind", .string(target.string("kind")), supported: ["Node", "<empty>"]))
        }
        if target.string("name").isEmpty { errors.append(.required("target.name")) }
        if let error = APIError.invalid(.bindings, name: name, errors) { throw error }
        guard binding.name.isEmpty || binding.name == name else {
            throw APIError.badRequest("name in URL does not match name in Binding object")
        }
        let node = target.string("name")
        let now = configuration.now()
        _ = try await modify(.pods, namespace, name, .binding, dryRun: options.dryRun) { pod in
            guard binding.uid.isEmpty || binding.uid == pod.uid else {
                throw APIError.conflict(
                    .pods, name: name,
                    "Precondition failed: UID in precondition: \(binding.uid), UID in object meta: "
                        + pod.uid)
            }
            return try PodStrategy.bound(pod, to: node, now: now)
        }
        return Self.success
    }
}

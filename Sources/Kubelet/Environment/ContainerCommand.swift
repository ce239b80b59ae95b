import KubernetesAPI
import OCI

/// What a container executes: the Pod's `command` and `args` over the image's entrypoint and
/// command.
enum ContainerCommand {
    /// - Parameter environment: what `$(NAME)` refers to: the Pod's variables, not the image's.
    /// - Throws: `ContainerConfigurationError` where neither names a command.
    static func arguments(
        of container: KubernetesAPI.Container, image: ImageConfiguration,
        environment: [String: String]
    ) throws(ContainerConfigurationError) -> [String] {
        let expand = { (text: String) in VariableExpansion.expand(text) { environment[$0] } }
        let command = container.command.map(expand)
        let args = container.args.map(expand)
        let result: [String]
        if !command.isEmpty {
            result = command + args
        } else if !args.isEmpty {
            result = image.entrypoint + args
        } else {
            result = image.entrypoint + image.command
        }
        guard let first = result.first, !first.isEmpty else {
            throw .noCommand(container: container.name)
        }
        return result
    }
}

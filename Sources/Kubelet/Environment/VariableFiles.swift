import Glibc
import KubernetesAPI
import LinuxSystem

/// Reads files of variables from the Pod's volumes. Every call blocks.
struct VariableFiles: Sendable {
    let pod: Pod
    let volumes: PodVolumes

    /// The kubelet's limit, in bytes.
    private static let largest = 64 << 10

    func values(
        of references: Set<FileKeySelector>
    ) -> [FileKeySelector: Result<String?, ContainerConfigurationError>] {
        var values: [FileKeySelector: Result<String?, ContainerConfigurationError>] = [:]
        for reference in references { values[reference] = value(of: reference) }
        return values
    }

    /// The path is resolved inside the volume, into which containers may put links.
    private func value(
        of reference: FileKeySelector
    ) -> Result<String?, ContainerConfigurationError> {
        guard let volume = pod.spec.volumes.first(where: { $0.name == reference.volumeName }) else {
            return .failure(
                .unreadableFile(
                    path: reference.path, cause: "there is no volume \"\(reference.volumeName)\""))
        }
        do {
            let content = try RootedDirectory(path: volumes.hostPath(of: volume))
                .readFile(reference.path, limit: Self.largest)
            return .success(
                try EnvironmentFile.value(
                    of: reference.key, in: String(decoding: content, as: UTF8.self)))
        } catch let error as SystemError where error.code == ENOENT {
            if reference.optional == true { return .success(nil) }
            return .failure(
                .unreadableFile(path: reference.path, cause: "no such file or directory"))
        } catch {
            return .failure(
                .unreadableFile(path: reference.path, cause: String(describing: error)))
        }
    }
}

import ContainerRuntime
import ImageStore
import KubernetesAPI
import LinuxSystem
import OCI

extension ContainerLauncher {
    /// What the runtime is asked for; the root file system is still to be filled in.
    ///
    /// - Throws: `ContainerConfigurationError`, `ConfigurationReferenceError`.
    func configuration(
        of container: KubernetesAPI.Container, attempt: Int, sandbox: PodSandbox,
        image: ImageRecord, environment: ContainerEnvironment, subPaths: [Int: String]
    ) throws -> ContainerConfiguration {
        let settings = services.configuration
        let directory = services.directory(of: pod.metadata.uid)
        let logs = PodLogLimits(pod)
        let workingDirectory =
            container.workingDir.isEmpty
            ? image.configuration.workingDirectory : container.workingDir
        return ContainerConfiguration(
            name: container.name, attempt: attempt, image: container.image,
            imageID: image.id.description,
            imageReference: image.statusReference,
            rootFileSystem: "",
            arguments: try ContainerCommand.arguments(
                of: container, image: image.configuration, environment: environment.variables),
            environment: environment.list(
                image: image.configuration, hostname: sandbox.configuration.hostname),
            workingDirectory: workingDirectory.isEmpty ? "/" : workingDirectory,
            mounts: try ContainerMounts(
                pod: pod, volumes: PodVolumes(directory: directory), subPaths: subPaths
            ).mounts(for: container, attempt: attempt),
            resources: ContainerResources.resources(
                of: container, in: pod, qosClass: pod.spec.qualityOfService,
                memoryCapacity: settings.machine.memory,
                singleProcessOOMKill: settings.node.singleProcessOOMKill,
                hugePageSizes: settings.machine.hugePages.keys),
            security: try SecurityContexts.security(
                of: container, in: pod, image: image.configuration,
                seccompFolder: settings.seccompFolder),
            terminal: container.tty, stdin: container.stdin, stdinOnce: container.stdinOnce,
            logPath: "\(container.name)/\(attempt).log",
            logMaximumSize: logs.maximumSize ?? settings.logMaximumSize,
            logMaximumFiles: logs.maximumFiles ?? settings.logMaximumFiles,
            stopSignal: container.lifecycle?.stopSignal?.rawValue
                ?? image.configuration.stopSignal,
            labels: ContainerLabels.labels(of: pod, container: container.name),
            annotations: annotations(container, attempt, image, directory))
    }

    /// - Parameter configurations: what the container's variables refer to.
    /// - Throws: `ContainerConfigurationError`, `ConfigurationReferenceError`.
    func environment(
        of container: KubernetesAPI.Container, _ sandbox: PodSandbox,
        _ configurations: Configurations
    ) async throws -> ContainerEnvironment {
        let settings = services.configuration
        return try ContainerEnvironment(
            of: container,
            ContainerEnvironment.Sources(
                fields: FieldReference(
                    pod: pod,
                    ipAddresses: pod.ipAddresses(in: sandbox, hostIPs: settings.hostIPs),
                    hostIPs: settings.hostIPs),
                resources: settings.resourceReference.within(pod.spec),
                configurations: configurations,
                services: await services.client.serviceVariables(for: pod),
                siblings: pod.spec.initContainers + pod.spec.containers,
                files: try await variableFiles(of: container)))
    }

    /// What the files say that the container's variables refer to.
    private func variableFiles(
        of container: KubernetesAPI.Container
    ) async throws -> [FileKeySelector: Result<String?, ContainerConfigurationError>] {
        let references = Set(container.env.compactMap { $0.valueFrom?.fileKeyRef })
        guard !references.isEmpty else { return [:] }
        let files = VariableFiles(
            pod: pod, volumes: PodVolumes(directory: services.directory(of: pod.metadata.uid)))
        return try await foreignCall { files.values(of: references) }
    }

    /// Holds the parts of volumes that the container mounts, so that nobody can exchange them.
    func subPaths(
        of container: KubernetesAPI.Container, attempt: Int, _ variables: [String: String]
    ) async throws -> [Int: String] {
        let isNeeded = container.volumeMounts.contains {
            !$0.subPath.isEmpty || !$0.subPathExpr.isEmpty
        }
        guard isNeeded else { return [:] }
        let volumes = PodVolumes(directory: services.directory(of: pod.metadata.uid))
        let subPaths = SubPaths(pod: pod, volumes: volumes)
        return try await foreignCall {
            try subPaths.prepare(container, attempt: attempt, variables: variables)
        }
    }

    private func annotations(
        _ container: KubernetesAPI.Container, _ attempt: Int, _ image: ImageRecord,
        _ directory: PodDirectory
    ) -> [String: String] {
        var annotations: [String: String] = [:]
        let name = (try? Reference(parsing: container.image))?.description
        annotations[ContainerLabels.imageName] = name ?? container.image
        if !container.terminationMessagePath.isEmpty {
            annotations[ContainerLabels.terminationFile] = directory.terminationFile(
                container: container.name, attempt: attempt)
        }
        return annotations
    }
}

import ContainerRuntime
import KubernetesAPI
import KubernetesClient
import LinuxSystem

/// Makes the sandbox of a Pod and the files that all its containers see.
struct SandboxStarter: Sendable {
    let services: KubeletServices

    /// - Throws: what the runtime throws, `SystemError`.
    func start(_ pod: Pod, attempt: Int) async throws -> PodSandbox {
        async let apiServer = services.client.apiServerService()
        var configuration = try configuration(of: pod, attempt)
        configuration.runtimeHandler = try await runtimeHandler(of: pod)
        let sandbox = try await services.runtime.runPodSandbox(configuration)
        do {
            try writeFiles(of: pod, sandbox, apiServer: await apiServer?.spec.clusterIP)
        } catch {
            try? await services.runtime.removePodSandbox(id: sandbox.id)
            throw error
        }
        return sandbox
    }

    /// Writes the Pod's files where a daemon that was killed had made no more than the sandbox.
    ///
    /// - Throws: `SystemError`.
    func completeFiles(of pod: Pod, _ sandbox: PodSandbox) async throws {
        let directory = services.directory(of: pod.metadata.uid)
        let files = [directory.hosts, directory.hostname, directory.resolverConfiguration]
        if files.allSatisfy({ File.exists($0) }) { return }
        let apiServer = await services.client.apiServerService()
        try writeFiles(of: pod, sandbox, apiServer: apiServer?.spec.clusterIP)
    }

    /// - Throws: `PodHostname.Failure`.
    func configuration(of pod: Pod, _ attempt: Int) throws -> PodSandboxConfiguration {
        let qosClass = pod.spec.qualityOfService
        let metadata = pod.metadata
        return PodSandboxConfiguration(
            owner: .kubelet,
            metadata: PodSandboxMetadata(
                name: metadata.name, namespace: metadata.namespace, uid: metadata.uid,
                attempt: attempt),
            hostname: pod.spec.hostNetwork
                ? PodHostname.ofMachine : try PodHostname(of: pod).kernelName,
            logDirectory: services.configuration.podLogDirectory(
                namespace: metadata.namespace, name: metadata.name, uid: metadata.uid),
            cgroupParent: PodResources.cgroupParent(uid: metadata.uid, qosClass: qosClass),
            resources: PodResources.resources(
                of: pod, qosClass: qosClass,
                pidsLimit: services.configuration.node.podPIDsLimit,
                hugePageSizes: services.configuration.machine.hugePages.keys),
            namespaces: pod.namespaceOptions, sysctls: Sysctls.settings(of: pod),
            portMappings: pod.portMappings,
            labels: ContainerLabels.labels(of: pod), annotations: metadata.annotations)
    }

    /// - Throws: `APIError` where there is no such RuntimeClass.
    private func runtimeHandler(of pod: Pod) async throws -> String {
        guard let name = pod.spec.runtimeClassName, !name.isEmpty else { return "" }
        return try await services.client.get(RuntimeClass.self, name: name).handler
    }

    private func writeFiles(of pod: Pod, _ sandbox: PodSandbox, apiServer: String?) throws {
        let directory = services.directory(of: pod.metadata.uid)
        let resolver = ResolverConfiguration(
            of: pod.spec, host: .ofMachine(services.configuration.resolverConfigurationPath))
        for omission in resolver.omissions {
            PodEvents(sink: services.events, pod: pod).warning("DNSConfigForming", omission)
        }
        try PodDirectory.make(directory.path)
        try PodDirectory.write(
            try hosts(of: pod, sandbox, apiServer: apiServer),
            to: directory.hosts)
        try PodDirectory.write(
            sandbox.configuration.hostname + "\n", to: directory.hostname)
        try PodDirectory.write(resolver.content, to: directory.resolverConfiguration)
    }

    private func hosts(of pod: Pod, _ sandbox: PodSandbox, apiServer: String?) throws -> String {
        if pod.spec.hostNetwork {
            let own = PodDirectory.read("/etc/hosts", limit: 1 << 20) ?? []
            return HostsFile.hostContent(
                String(decoding: own, as: UTF8.self), aliases: pod.spec.hostAliases)
        }
        let hostname = try PodHostname(of: pod)
        return HostsFile.content(
            hostname: hostname.name, domain: hostname.domain, ipAddresses: sandbox.ipAddresses,
            aliases: pod.spec.hostAliases,
            apiServer: apiServer.flatMap { ["", "None"].contains($0) ? nil : $0 })
    }
}

import ContainerRuntime
import ImageStore
import KubernetesAPI
import LinuxSystem
import Logging

/// Removes what is left on this machine of Pods that the API does not know any more.
struct OrphanRemoval: Sendable {
    let services: KubeletServices

    /// Each Pod's beside the others': a plugin or a volume that hangs holds up no other.
    ///
    /// - Parameter isKnown: whether a Pod has a worker; asked right before each removal, since Pods
    ///   come while this runs.
    func run(_ isKnown: @escaping @Sendable (_ uid: String) -> Bool) async {
        let sandboxes = Dictionary(
            await services.runtime.podSandboxes(owner: .kubelet).map {
                ($0.configuration.metadata.uid, $0)
            }, uniquingKeysWith: { first, _ in first })
        if let links = services.configuration.logLinks {
            try? await blockingCall { links.removeDangling() }
        }
        await withDiscardingTaskGroup { group in
            for (uid, sandbox) in sandboxes {
                group.addTask {
                    guard !isKnown(uid) else { return }
                    await attempt("sandboxes of pod \(uid)") {
                        try await PodCleaner(services: services).clean(metadata(of: sandbox))
                    }
                }
            }
            for uid in DirectoryTree.names(in: services.configuration.root + "/pods")
            where sandboxes[uid] == nil {
                group.addTask {
                    guard !isKnown(uid) else { return }
                    let volumes = PodVolumes(directory: services.directory(of: uid))
                    await attempt("files of pod \(uid)") {
                        try await foreignCall { try volumes.removeAll() }
                        try await ImageVolumes.remove(of: uid, from: services.images)
                    }
                }
            }
        }
    }

    /// A root file system is prepared before its container is made; the daemon may have been killed
    /// in between. Only for the time before any container is made.
    func removeRootFileSystems() async {
        let known = Set(await services.runtime.containers(sandboxID: nil).map(\.id))
        for id in await services.images.rootFileSystems()
        where !known.contains(id) && !ImageVolumes.owns(id) {
            await attempt("root file system \(id)") {
                try await services.images.removeRootFileSystem(containerID: id)
            }
        }
    }

    private func metadata(of sandbox: PodSandbox) -> ObjectMeta {
        .with {
            $0.name = sandbox.configuration.metadata.name
            $0.namespace = sandbox.configuration.metadata.namespace
            $0.uid = sandbox.configuration.metadata.uid
        }
    }

    private func attempt(_ what: String, _ work: () async throws -> Void) async {
        do {
            try await work()
            services.logger.info("left-over removed", metadata: ["what": "\(what)"])
        } catch {
            services.logger.warning(
                "a left-over could not be removed",
                metadata: ["what": "\(what)", "error": "\(error)"])
        }
    }
}

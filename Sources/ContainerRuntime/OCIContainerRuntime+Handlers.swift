import LinuxSystem
import Logging

/// OCI runtimes besides the one that was chosen for this machine, by the handlers of RuntimeClasses.
extension OCIContainerRuntime {
    /// Handlers are programs of these names, besides those that the configuration names. Whoever
    /// may make a RuntimeClass must not be able to have any program run.
    static let handlers: Set<String> = ["crun", "runc", "youki", "runsc"]

    /// Finds the runtime of a handler, the first time by running a container that ends at once.
    ///
    /// - Throws: `RuntimeError.noHandler`, `RuntimeError.noRuntime`.
    func prepareHandler(_ name: String) async throws {
        if name.isEmpty || handlerRuntimes[name] != nil { return }
        guard
            let program = configuration.handlers[name]
                ?? (Self.handlers.contains(name) ? name : nil)
        else {
            throw RuntimeError.noHandler(
                name, known: Self.handlers.union(configuration.handlers.keys).sorted())
        }
        let (configuration, folders, cgroups) = (configuration, folders, cgroups)
        let (features, logger) = (features, logger)
        try await exclusively("handler \(name)") {
            if handlerRuntimes[name] != nil { return }
            handlerRuntimes[name] = try await blockingCall {
                try OCIRuntimeProbe(
                    choice: program, monitorPath: configuration.monitorPath, folders: folders,
                    cgroups: cgroups, cgroupRoot: configuration.cgroupRoot, features: features,
                    logger: logger, cacheName: "oci-runtime-\(name)"
                ).run()
            }
        }
    }

    /// The runtime that makes a sandbox's containers.
    func runtime(of sandboxID: String) -> OCIRuntime {
        let handler = sandboxes[sandboxID]?.configuration.runtimeHandler ?? ""
        return handlerRuntimes[handler] ?? ociRuntime
    }

    /// Finds the runtimes of what a daemon before this one left.
    func prepareHandlers(of records: [SandboxRecord]) async {
        for name in Set(records.map(\.configuration.runtimeHandler)) {
            do {
                try await prepareHandler(name)
            } catch {
                logger.error(
                    "the OCI runtime of a handler does not work any more",
                    metadata: ["handler": "\(name)", "error": "\(error)"])
            }
        }
    }
}

/// Where the runtime keeps what on disk, below its run folder.
struct RuntimeFolders: Sendable, Hashable {
    var run: String

    var sandboxes: String { run + "/sandboxes" }
    var containers: String { run + "/containers" }
    /// State of the OCI runtime.
    var ociRuntime: String { run + "/oci" }

    func sandbox(_ id: String) -> String { sandboxes + "/" + id }
    func container(_ id: String) -> String { containers + "/" + id }
    func bundle(_ id: String) -> String { container(id) + "/bundle" }
    func networkNamespace(_ id: String) -> String { sandbox(id) + "/netns" }
    func sharedMemory(_ id: String) -> String { sandbox(id) + "/shm" }

    func paths(ofSandbox id: String) -> RuntimeSpecification.SandboxPaths {
        RuntimeSpecification.SandboxPaths(
            networkNamespace: networkNamespace(id), ipcNamespace: sandbox(id) + "/ipc",
            utsNamespace: sandbox(id) + "/uts", sharedMemory: sharedMemory(id))
    }
}

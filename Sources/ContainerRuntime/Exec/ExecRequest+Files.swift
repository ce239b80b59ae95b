extension ExecRequest {
    /// Has a file or folder of the container written to standard output, as a tar archive.
    public static func reading(_ path: String) -> ExecRequest {
        var request = ExecRequest(command: ["read", path])
        request.isFileTransfer = true
        return request
    }

    /// Has a tar archive from standard input unpacked in the container: into `path` where that is a
    /// folder, else as `path`.
    public static func writing(_ path: String, keepsPermissions: Bool) -> ExecRequest {
        var request = ExecRequest(
            command: ["write", path, keepsPermissions ? "keep" : "new"], standardInput: true)
        request.isFileTransfer = true
        return request
    }
}

/// Says why a container could not be started, from what the OCI runtime said.
enum StartFailure {
    /// One sentence. What the runtimes say about a command that is missing differs; it becomes the
    /// wording that users of containerd and runc know.
    static func describe(_ message: String, command: String) -> String {
        let lowercased = message.lowercased()
        let reason: String? =
            if lowercased.contains("not found in $path") {
                "executable file not found in $PATH"
            } else if lowercased.contains("permission denied"), message.contains(command) {
                "permission denied"
            } else if lowercased.contains("no such file or directory"), message.contains(command) {
                command.contains("/")
                    ? "stat \(command): no such file or directory"
                    : "executable file not found in $PATH"
            } else {
                nil
            }
        guard let reason else { return "failed to create the container: \(message)" }
        return "failed to start the container's command: exec: \"\(command)\": \(reason)"
    }
}

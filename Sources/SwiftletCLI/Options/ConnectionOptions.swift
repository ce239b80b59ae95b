import ArgumentParser
import Glibc
import KubeconfigClient

/// Which API server a command talks to.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The kubeconfig file to use.",
            discussion: """
                Without it: the files of KUBECONFIG, else the local daemon's, else ~/.kube/config.
                """, valueName: "file"),
        completion: .file())
    var kubeconfig: String?

    @Option(help: ArgumentHelp("The context of the kubeconfig to use.", valueName: "name"))
    var context: String?

    @Option(
        help: ArgumentHelp(
            "The state folder of the local daemon (SWIFTLET_ROOT, default /var/lib/swiftlet).",
            valueName: "folder"),
        completion: .directory)
    var root: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the local daemon's sockets (SWIFTLET_RUN_DIR, default /run/swiftlet).",
            valueName: "folder"),
        completion: .directory)
    var runDir: String?

    /// The folders of the local daemon.
    var daemonFolders: DaemonFolders {
        DaemonFolders(
            root: root ?? environment("SWIFTLET_ROOT"),
            runFolder: runDir ?? environment("SWIFTLET_RUN_DIR"),
            read: { try? ManifestFiles.text(of: $0) })
    }

    /// The server that the options, the environment and the files lead to.
    ///
    /// - Throws: `KubeconfigError`
    func server() throws -> ServerAddress {
        let source = KubeconfigSource(
            flag: kubeconfig, environment: environment("KUBECONFIG"), root: daemonFolders.root,
            home: environment("HOME"))
        return try source.server(context: context)
    }
}

/// The value of an environment variable; nil where it is empty or missing.
func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
}

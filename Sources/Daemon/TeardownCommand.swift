import ArgumentParser

/// `swiftlet teardown`: removes what a daemon made.
public struct TeardownCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "teardown",
        abstract: "Ends a daemon and its Pods, and removes everything that they made.",
        discussion: """
            Removes the Pods of the daemon with this root, its mounts, cgroups, network bridge, \
            firewall rules, images, logs and database. Nothing of them can be brought back.

              swiftlet teardown --root /srv/other
            """)

    @Option(help: "The daemon's root folder (default: /var/lib/swiftlet).")
    var root: String?

    public init() {}

    public func run() async throws {
        do {
            let configuration = try DaemonSettings(root: root)
                .resolved(currentDirectory: CurrentDirectory.path)
            try await Teardown(root: configuration.root).run()
        } catch {
            StandardError.print("error: \(error)")
            throw ExitCode(1)
        }
    }
}

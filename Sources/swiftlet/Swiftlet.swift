import ArgumentParser
import Daemon
import SwiftletCLI

@main
struct Swiftlet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swiftlet",
        abstract: "Kubernetes Pods on one Linux machine, without a cluster.",
        version: DaemonVersion.swiftlet,
        subcommands: SwiftletCommands.subcommands + [ServeCommand.self, TeardownCommand.self])

    static func main() async {
        await SwiftletCommands.main(Swiftlet.self)
    }
}

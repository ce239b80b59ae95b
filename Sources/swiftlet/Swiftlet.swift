import ArgumentParser

@main
struct Swiftlet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swiftlet", abstract: "Kubernetes Pods on one Linux machine, without a cluster.")
}

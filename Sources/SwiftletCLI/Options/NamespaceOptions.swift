import ArgumentParser

/// The namespace that a command works in.
struct NamespaceOptions: ParsableArguments {
    @Option(
        name: [.customShort("n", allowingJoined: true), .long],
        help: ArgumentHelp(
            "The namespace; without it the context's, else \"default\".", valueName: "name"))
    var namespace: String?
}

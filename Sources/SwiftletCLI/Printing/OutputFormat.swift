import ArgumentParser

/// The values of `-o` of commands that show objects.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case wide
    case json
    case yaml
    case name
}

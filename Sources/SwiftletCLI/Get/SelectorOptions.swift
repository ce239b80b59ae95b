import ArgumentParser
import KubernetesClient

/// Which objects of a type a command is about.
struct SelectorOptions: ParsableArguments {
    @Option(
        name: [.customShort("l", allowingJoined: true), .customLong("selector")],
        help: ArgumentHelp(
            "Only objects with these labels: app=web, 'tier in (a,b)', !old.", valueName: "labels"))
    var labels: String?

    @Option(
        name: .customLong("field-selector"),
        help: ArgumentHelp(
            "Only objects with these fields: status.phase=Running.", valueName: "fields"))
    var fields: String?

    var isEmpty: Bool { labels == nil && fields == nil }

    /// The options of a list, with one more condition on fields if given.
    func listOptions(field: String? = nil) -> ListOptions {
        let conditions = [fields, field].compactMap { $0 }
        return ListOptions(
            labelSelector: labels,
            fieldSelector: conditions.isEmpty ? nil : conditions.joined(separator: ","))
    }
}

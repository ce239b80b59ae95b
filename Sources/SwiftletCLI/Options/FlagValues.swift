/// Takes switches the way kubectl does, with a value.
enum FlagValues {
    /// Switches that have a `--no-` form; for all others `=false` is the same as leaving them out.
    private static let invertible: Set = ["attach", "prefix", "wait", "show-events"]
    /// All switches of all verbs.
    private static let flags: Set = [
        "all", "all-containers", "all-namespaces", "arguments-only", "attach", "client", "follow",
        "force", "ignore-case",
        "ignore-errors",
        "ignore-not-found",
        "no-headers", "no-preserve", "no-trunc", "now", "prefix", "previous", "quiet", "recursive",
        "show-events",
        "show-labels", "show-managed-fields", "stdin", "timestamps", "tty", "wait", "watch",
        "watch-only",
    ]

    /// `--wait=false` as `--no-wait`, `--watch=true` as `--watch`; the rest as it is.
    static func rewritten(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        return arguments[..<end].compactMap(rewritten) + arguments[end...]
    }

    private static func rewritten(_ argument: String) -> String? {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0].hasPrefix("--") else { return argument }
        let name = String(parts[0].dropFirst(2))
        guard flags.contains(name) else { return argument }
        switch parts[1] {
        case "true": return parts[0]
        case "false": return invertible.contains(name) ? "--no-" + name : nil
        default: return argument
        }
    }
}

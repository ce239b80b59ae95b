/// One side of `swiftlet cp`: `PATH`, `POD:PATH` or `NAMESPACE/POD:PATH`.
enum CopyPlace: Sendable, Hashable {
    case here(path: String)
    case pod(namespace: String?, name: String, path: String)

    /// As kubectl takes them: a path here that has a colon begins with `./` or `/`.
    ///
    /// - Throws: `CommandError`.
    init(_ argument: String) throws {
        guard let colon = argument.firstIndex(of: ":"), !argument.hasPrefix("/"),
            !argument.hasPrefix("."), colon != argument.startIndex
        else {
            guard !argument.isEmpty, !argument.hasPrefix(":") else {
                throw CommandError("\"\(argument)\" is no file: give PATH or [NAMESPACE/]POD:PATH")
            }
            self = .here(path: argument)
            return
        }
        let path = String(argument[argument.index(after: colon)...])
        let parts = argument[..<colon].split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty, parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else {
            throw CommandError("\"\(argument)\" is no file: give PATH or [NAMESPACE/]POD:PATH")
        }
        self = .pod(
            namespace: parts.count == 2 ? String(parts[0]) : nil, name: String(parts.last!),
            path: path)
    }
}

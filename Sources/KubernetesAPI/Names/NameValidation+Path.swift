extension NameValidation {
    /// What may stand between two slashes of a URL: names of roles and their bindings.
    public static func pathSegment(_ name: String) -> [String] {
        if name == "." || name == ".." { return ["may not be '\(name)'"] }
        return ["/", "%"].filter(name.contains).map { "may not contain '\($0)'" }
    }
}

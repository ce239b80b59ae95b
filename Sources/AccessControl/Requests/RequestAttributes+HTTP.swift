extension RequestAttributes {
    /// Reads a URL as k8s.io/apiserver's request info resolver does.
    ///
    /// - Parameters:
    ///   - method: in upper case.
    ///   - segments: the path between its slashes, decoded.
    ///   - path: the path as rules about paths see it.
    ///   - isWatch: whether the query asks for a watch.
    ///   - fieldSelector: of the query.
    public init(
        method: String, segments: [String], path: String, isWatch: Bool = false,
        fieldSelector: String? = nil
    ) {
        if let exec = Self.fileTransfer(segments) {
            self.init(verb: "create", resource: exec)
            return
        }
        guard var (resource, rest) = Self.groupVersion(segments), let first = rest.first else {
            self.init(verb: method.lowercased(), target: .path(path))
            return
        }
        var verb = Self.verbs[method] ?? ""
        var isWatch = isWatch
        // The deprecated form of watches has a path of its own.
        if first == "watch", rest.count > 1 {
            isWatch = true
            rest = rest.dropFirst()
        }
        Self.fill(&resource, from: Array(rest))
        if verb == "get", isWatch {
            verb = "watch"
        } else if verb == "get", resource.name.isEmpty {
            verb = "list"
        } else if verb == "delete", resource.name.isEmpty {
            verb = "deletecollection"
        }
        if resource.name.isEmpty, ["list", "watch"].contains(verb), let fieldSelector {
            resource.name = Self.name(selectedBy: fieldSelector) ?? ""
        }
        self.init(verb: verb, resource: resource)
    }

    private static let verbs = [
        "POST": "create", "GET": "get", "HEAD": "get", "PUT": "update", "PATCH": "patch",
        "DELETE": "delete",
    ]

    /// What a namespace has below it that is its own and not an object in it.
    private static let namespaceSubresources: Set<String> = ["status", "finalize"]

    /// Copying files of a container is for those who may run commands in it.
    private static func fileTransfer(_ segments: [String]) -> ResourceAttributes? {
        guard segments.count == 7, segments[0] == "swiftlet", segments[1] == "v1",
            segments[2] == "namespaces", segments[4] == "pods", segments[6] == "files"
        else { return nil }
        return ResourceAttributes(
            version: "v1", resource: "pods", subresource: "exec", namespace: segments[3],
            name: segments[5])
    }

    /// Nil for a path that is no resource.
    private static func groupVersion(
        _ segments: [String]
    ) -> (ResourceAttributes, ArraySlice<String>)? {
        switch segments.first {
        case "api" where segments.count >= 3:
            return (ResourceAttributes(version: segments[1], resource: ""), segments[2...])
        case "apis" where segments.count >= 4:
            return (
                ResourceAttributes(group: segments[1], version: segments[2], resource: ""),
                segments[3...]
            )
        default: return nil
        }
    }

    private static func fill(_ resource: inout ResourceAttributes, from segments: [String]) {
        var parts = segments[...]
        if parts.first == "namespaces", parts.count > 1 {
            resource.namespace = segments[1]
            if parts.count > 2, !namespaceSubresources.contains(segments[2]) {
                parts = parts.dropFirst(2)
            }
        }
        let names = Array(parts)
        resource.resource = names.first ?? ""
        if names.count > 1 { resource.name = names[1] }
        if names.count > 2 { resource.subresource = names[2] }
    }

    /// The one name that a selector leaves, nil where it leaves several.
    private static func name(selectedBy fieldSelector: String) -> String? {
        for term in fieldSelector.split(separator: ",") {
            for prefix in ["metadata.name==", "metadata.name="] where term.hasPrefix(prefix) {
                let name = String(term.dropFirst(prefix.count))
                let isSegment =
                    !name.isEmpty && name != "." && name != ".."
                    && !name.contains("/") && !name.contains("%")
                return isSegment ? name : nil
            }
        }
        return nil
    }
}

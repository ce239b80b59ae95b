import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

/// An object that is to be deleted.
struct DeletionTarget: Sendable, Hashable {
    var type: ResourceType
    var namespace: String?
    var name: String
    /// Empty until it is known.
    var uid = ""

    init(type: ResourceType, namespace: String?, name: String) {
        self.type = type
        self.namespace = namespace
        self.name = name
    }

    init(type: ResourceType, object: JSONValue) {
        let metadata = object["metadata"]
        self.init(
            type: type, namespace: metadata?["namespace"]?.stringValue,
            name: metadata?["name"]?.stringValue ?? "")
    }

    /// `pod/web`
    var path: String { "\(type.singularName)/\(name)" }

    /// `pod "web" deleted from lab namespace`
    func message(_ verb: String) -> String {
        let place = namespace.map { " from \($0) namespace" } ?? ""
        return "\(type.singularName) \"\(name)\" \(verb)\(place)"
    }

    /// Returns when the object is gone, or another has its name.
    func gone(_ client: KubeconfigClient) async throws {
        var options = ListOptions(fieldSelector: "metadata.name=\(name)")
        while true {
            let list = try await client.list(type, namespace: namespace, options: options)
            guard let object = list.items.first, isSame(object) else { return }
            options.resourceVersion = list.resourceVersion
            let events = try await client.watch(type, namespace: namespace, options: options)
            for try await event in events {
                if event.kind == .deleted, isSame(event.object) { return }
            }
            options.resourceVersion = nil
        }
    }

    private func isSame(_ object: JSONValue) -> Bool {
        uid.isEmpty || object.value(at: "metadata", "uid")?.stringValue == uid
    }
}

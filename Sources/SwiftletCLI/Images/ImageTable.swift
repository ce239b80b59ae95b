import JSON
import KubeconfigClient
import KubernetesAPI

/// The list of images.
enum ImageTable {
    /// - Parameter images: as `GET /swiftlet/v1/images` has them.
    static func text(_ images: [JSONValue], wholeIDs: Bool, now: Timestamp) -> String {
        let rows = images.flatMap { image -> [ServerTable.Row] in
            let id = id(image["id"]?.stringValue ?? "", isWhole: wholeIDs)
            let pulled = image["createdAt"]?.stringValue.flatMap { Timestamp($0) }
            let age = pulled.map { HumanDuration.since($0, now: now) } ?? "<unknown>"
            let size = ByteCount.text(image["size"]?.integerValue ?? 0)
            return names(image).map { name in
                ServerTable.Row(cells: [
                    .string(name.repository), .string(name.tag), .string(id), .string(size),
                    .string(age),
                ])
            }
        }
        let titles = ["Image", "Tag", "Image ID", "Size", "Pulled"]
        var printer = TablePrinter(.init())
        return printer.print(
            ServerTable(columns: titles.map { ServerTable.Column(name: $0) }, rows: rows))
    }

    /// The first twelve digits of an id, without its algorithm.
    static func id(_ id: String, isWhole: Bool) -> String {
        isWhole ? id : String(id.split(separator: ":").last?.prefix(12) ?? "")
    }

    /// An image's names, one a row; an image without a tag is shown by its repository.
    private static func names(_ image: JSONValue) -> [(repository: String, tag: String)] {
        let tags = (image["tags"]?.arrayValue ?? []).compactMap(\.stringValue)
        if !tags.isEmpty {
            return tags.map { tag in
                guard let colon = tag.lastIndex(of: ":"), !tag[colon...].contains("/") else {
                    return (tag, "<none>")
                }
                return (String(tag[..<colon]), String(tag[tag.index(after: colon)...]))
            }
        }
        let digest = image["digests"]?[0]?.stringValue?.split(separator: "@").first
        return [(digest.map(String.init) ?? "<none>", "<none>")]
    }
}

import JSON

/// A `Table` as JSON text, made from the texts of its objects: only what the cells need is read.
public struct TableText {
    private let printer: TablePrinter
    private let included: ResourceTable.IncludedObject
    private let now: Timestamp
    private var rows: [UInt8] = []

    /// - Parameter now: the moment that ages are as of.
    public init(
        _ type: ResourceType, including included: ResourceTable.IncludedObject, now: Timestamp
    ) {
        printer = type.tablePrinter
        self.included = included
        self.now = now
    }

    /// Adds the row of an object.
    ///
    /// - Parameter object: JSON as the store has it.
    /// - Throws: `JSONParseError`.
    public mutating func append(_ object: ArraySlice<UInt8>) throws {
        var row = printer.row(try JSONValue(parsing: object, printer.fields), now)
            .json(including: .none).serializedBytes()
        if !rows.isEmpty { rows.append(UInt8(ascii: ",")) }
        if included != .none {
            row.removeLast()
            row += Array(",\"object\":".utf8)
        }
        rows += row
        switch included {
        case .none: return
        case .metadata: Self.appendMetadata(of: object, to: &rows)
        case .object: rows += object
        }
        rows.append(UInt8(ascii: "}"))
    }

    /// The table, with the metadata of the list.
    public func text(listMetadata: JSONValue) -> [UInt8] {
        let head: JSONValue = [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": listMetadata,
            "columnDefinitions": .array(printer.columns.map(\.json)),
        ]
        var text = head.serializedBytes()
        text.removeLast()
        text += Array(",\"rows\":[".utf8)
        text += rows
        text += Array("]}\n".utf8)
        return text
    }

    /// Adds an object's PartialObjectMetadata, whose metadata is passed on as it is.
    public static func appendMetadata(of object: ArraySlice<UInt8>, to output: inout [UInt8]) {
        output += Array(
            "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"
                .utf8)
        if let range = JSONText.range(ofMember: "metadata", in: object) {
            output += object[range]
        } else {
            output += Array("{}".utf8)
        }
        output.append(UInt8(ascii: "}"))
    }
}

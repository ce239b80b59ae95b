import JSON
import KubeconfigClient

/// Prints rows under aligned headings as kubectl does, also when rows arrive one after the other:
/// a column then keeps the greatest width it ever had.
struct TablePrinter {
    struct Options: Sendable, Hashable {
        /// Also the columns of `-o wide`.
        var isWide = false
        var withNamespace = false
        var withLabels = false
        var withHeaders = true
        /// Names are written `pod/web` where rows of several kinds stand in one answer.
        var kindPrefix: String?
    }

    private let options: Options
    private var columns: [ServerTable.Column] = []
    private var widths: [Int] = []
    private var hasHeaders = false

    init(_ options: Options) {
        self.options = options
    }

    /// The lines for a table's rows, with the headings above the very first.
    mutating func print(_ table: ServerTable) -> String {
        if !table.columns.isEmpty { columns = table.columns }
        var lines: [[String]] = []
        if options.withHeaders, !hasHeaders {
            lines.append(headings)
            hasHeaders = true
        }
        lines += table.rows.map(cells)
        for line in lines { widen(line) }
        return lines.map { aligned($0) + "\n" }.joined()
    }

    private func isShown(_ column: ServerTable.Column) -> Bool {
        options.isWide || column.priority == 0
    }

    private var headings: [String] {
        var headings = columns.filter(isShown).map { $0.name.uppercased() }
        if options.withNamespace { headings.insert("NAMESPACE", at: 0) }
        if options.withLabels { headings.append("LABELS") }
        return headings
    }

    private func cells(_ row: ServerTable.Row) -> [String] {
        var cells: [String] = []
        for (index, column) in columns.enumerated() where isShown(column) {
            var text = row.cells.indices.contains(index) ? Self.text(row.cells[index]) : ""
            if index == 0, let prefix = options.kindPrefix { text = prefix + "/" + text }
            cells.append(text)
        }
        let metadata = row.object["metadata"]
        if options.withNamespace {
            cells.insert(metadata?["namespace"]?.stringValue ?? "", at: 0)
        }
        if options.withLabels { cells.append(Self.labels(metadata?["labels"])) }
        return cells
    }

    /// A cell in one line: what follows a line end is cut off.
    private static func text(_ cell: JSONValue) -> String {
        switch cell {
        case .null: return ""
        case .string(let text):
            let lines = text.split(whereSeparator: \.isNewline)
            guard lines.count > 1, let first = lines.first else { return text }
            return first + "..."
        default: return cell.serialized()
        }
    }

    static func labels(_ labels: JSONValue?) -> String {
        let pairs = (labels?.objectValue ?? [:]).sorted { $0.key < $1.key }
        guard !pairs.isEmpty else { return "<none>" }
        return pairs.map { "\($0.key)=\($0.value.stringValue ?? "")" }.joined(separator: ",")
    }

    private mutating func widen(_ line: [String]) {
        let writer = TabWriter.table
        while widths.count < line.count { widths.append(writer.minimumWidth) }
        for (index, cell) in line.enumerated() {
            widths[index] = max(widths[index], TabWriter.width(cell) + writer.padding)
        }
    }

    private func aligned(_ line: [String]) -> String {
        var text = ""
        for (index, cell) in line.enumerated() {
            text += cell
            guard index < line.count - 1 else { break }
            text += String(repeating: " ", count: widths[index] - TabWriter.width(cell))
        }
        return text
    }
}

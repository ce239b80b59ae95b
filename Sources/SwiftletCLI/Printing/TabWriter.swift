/// Aligns text whose cells end in tabs: a column is a block of neighbouring lines that have a cell
/// there, as wide as its widest cell and the padding (elastic tab stops, as kubectl prints).
struct TabWriter {
    /// The least width of a column, padding included.
    var minimumWidth: Int
    /// Spaces between a column's widest cell and the next column.
    var padding: Int

    /// What kubectl describes objects with.
    static let description = TabWriter(minimumWidth: 0, padding: 2)
    /// What kubectl prints tables with.
    static let table = TabWriter(minimumWidth: 6, padding: 3)

    /// The text with spaces in place of its tabs.
    func format(_ text: String) -> String {
        let endsWithNewLine = text.hasSuffix("\n")
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        if endsWithNewLine { lines.removeLast() }
        var output = lines.map { _ in "" }
        var widths: [Int] = []
        alignColumn(of: lines[...], widths: &widths, into: &output)
        return output.joined(separator: "\n") + (endsWithNewLine ? "\n" : "")
    }

    /// Formats `lines`, all of which have the columns before `widths.count` in one block.
    private func alignColumn(
        of lines: ArraySlice<[String]>, widths: inout [Int], into output: inout [String]
    ) {
        let column = widths.count
        var start = lines.startIndex
        while start < lines.endIndex {
            guard lines[start].count - 1 > column else {
                output[start] = joined(lines[start], widths)
                start += 1
                continue
            }
            let end = lines[start...].firstIndex { $0.count - 1 <= column } ?? lines.endIndex
            let block = lines[start..<end]
            let widest = block.map { Self.width($0[column]) + padding }.max() ?? 0
            widths.append(max(widest, minimumWidth))
            alignColumn(of: block, widths: &widths, into: &output)
            widths.removeLast()
            start = end
        }
    }

    private func joined(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            line += cell
            guard index < cells.count - 1 else { break }
            line += String(repeating: " ", count: max(0, widths[index] - Self.width(cell)))
        }
        return line
    }

    /// Characters; terminals show most of them in one column.
    static func width(_ cell: String) -> Int { cell.unicodeScalars.count }
}

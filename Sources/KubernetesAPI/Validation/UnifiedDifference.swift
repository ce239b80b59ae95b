/// What differs between two texts, line by line, as `diff -u` writes it without the names of files.
enum UnifiedDifference {
    /// Lines around a change that are shown.
    private static let context = 3

    private enum Line {
        case both(String)
        case removed(String)
        case added(String)

        var isChange: Bool {
            if case .both = self { false } else { true }
        }
    }

    static func text(from old: String, to new: String) -> String {
        let lines = lines(
            old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
            new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        return hunks(lines).map { hunk(lines, $0) }.joined()
    }

    /// Both texts in one: what is removed stands before what is added in its place.
    private static func lines(_ old: [String], _ new: [String]) -> [Line] {
        let difference = new.difference(from: old)
        var removals: Set<Int> = []
        var insertions: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removals.insert(offset)
            case .insert(let offset, _, _): insertions.insert(offset)
            }
        }
        var result: [Line] = []
        var (oldIndex, newIndex) = (0, 0)
        while oldIndex < old.count || newIndex < new.count {
            if removals.contains(oldIndex) {
                result.append(.removed(old[oldIndex]))
                oldIndex += 1
            } else if insertions.contains(newIndex) {
                result.append(.added(new[newIndex]))
                newIndex += 1
            } else {
                result.append(.both(old[oldIndex]))
                oldIndex += 1
                newIndex += 1
            }
        }
        return result
    }

    /// Ranges of lines that are shown together.
    private static func hunks(_ lines: [Line]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for (index, line) in lines.enumerated() where line.isChange {
            let start = max(index - context, 0)
            let end = min(index + context + 1, lines.count)
            if let last = ranges.last, start <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<end
            } else {
                ranges.append(start..<end)
            }
        }
        return ranges
    }

    private static func hunk(_ lines: [Line], _ range: Range<Int>) -> String {
        func counts(_ lines: ArraySlice<Line>) -> (old: Int, new: Int) {
            lines.reduce((0, 0)) { sum, line in
                switch line {
                case .both: (sum.0 + 1, sum.1 + 1)
                case .removed: (sum.0 + 1, sum.1)
                case .added: (sum.0, sum.1 + 1)
                }
            }
        }
        let before = counts(lines[..<range.lowerBound])
        let shown = counts(lines[range])
        let old = span(before.old, shown.old)
        let new = span(before.new, shown.new)
        var text = "@@ -\(old) +\(new) @@\n"
        for line in lines[range] {
            switch line {
            case .both(let line): text += " \(line)\n"
            case .removed(let line): text += "-\(line)\n"
            case .added(let line): text += "+\(line)\n"
            }
        }
        return text
    }

    private static func span(_ before: Int, _ count: Int) -> String {
        switch count {
        case 0: "\(before),0"
        case 1: "\(before + 1)"
        default: "\(before + 1),\(count)"
        }
    }
}

import LinuxSystem

/// The folder with a container's log files, which are renamed, added and removed meanwhile.
struct LogFolder {
    let path: String

    /// A file as it was found.
    struct Entry: Hashable {
        var name: LogFileName
        var path: String
        var identity: LogFile.Identity
    }

    /// The folder that a file lies in.
    static func containing(_ path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    /// In the order they were written.
    func entries(attempts: ClosedRange<Int> = 0...Int.max) -> [Entry] {
        let found = File.names(in: path).compactMap { name -> (LogFileName, String)? in
            LogFileName(name).map { ($0, "\(path)/\(name)") }
        }.filter { attempts.contains($0.0.attempt) }.sorted { $0.0 < $1.0 }.compactMap {
            name, path in
            LogFile.Identity(path: path).map { Entry(name: name, path: path, identity: $0) }
        }
        // A listing made while a file gets its packed name may have it twice.
        return found.enumerated().filter { index, entry in
            index + 1 == found.count || entry.name < found[index + 1].name
        }.map(\.element)
    }

    /// The numbers of the attempts that have logs, ascending.
    func attempts() -> [Int] {
        Set(File.names(in: path).compactMap { LogFileName($0)?.attempt }).sorted()
    }

    /// Opens the oldest file of these attempts; nil where there is none.
    ///
    /// - Throws: `SystemError`.
    func oldest(attempts: ClosedRange<Int>) throws -> LogFile? {
        try settle { entries(attempts: attempts).first }
    }

    /// Opens the file that was written after this one; nil while this one is the last.
    ///
    /// - Throws: `SystemError`.
    func successor(of file: LogFile, attempts: ClosedRange<Int>) throws -> LogFile? {
        let attempts = max(file.attempt, attempts.lowerBound)...attempts.upperBound
        return try settle {
            // A listing made during a rename may miss the file; one that has no name in two of
            // them was older than all that have, since the oldest is removed first.
            var isMissing = false
            for _ in 0..<100 {
                let entries = entries(attempts: attempts)
                if let index = index(of: file, in: entries) {
                    return index + 1 < entries.count ? entries[index + 1] : nil
                }
                if isMissing { return entries.first }
                isMissing = file.isRemoved
            }
            return nil
        }
    }

    /// Whether the file is there, under any name, packed or not.
    func holds(_ file: LogFile) -> Bool {
        (0..<2).contains { _ in index(of: file, in: entries()) != nil }
    }

    private func index(of file: LogFile, in entries: [Entry]) -> Int? {
        entries.lastIndex { $0.identity == file.identity }
            ?? entries.lastIndex { $0.name.rotation != nil && file.isPacked(at: $0.path) }
    }

    /// Opens what `choose` picks from a listing, once it picks the same file in a listing made
    /// after that was opened: a listing during a rename may leave out the right one.
    private func settle(_ choose: () -> Entry?) throws -> LogFile? {
        var opened: LogFile?
        while let choice = choose() {
            if let opened, opened.identity == choice.identity { return opened }
            opened = try LogFile(path: choice.path, attempt: choice.name.attempt)
        }
        return nil
    }
}

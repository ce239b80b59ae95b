/// Where a reader is in a container's log files, and its way from one to the next.
struct LogScan {
    /// What a step gave.
    enum Step {
        case text([UInt8])
        /// All there is has been read; more may come.
        case caughtUp
        /// No more is wanted.
        case end
    }

    private static let readSize = 64 << 10
    /// How long text may wait for the end of a line of the other stream.
    private static let holdTime = Duration.seconds(1)

    private let folder: LogFolder
    private let options: ContainerLogOptions
    private var renderer: LogRenderer
    /// The runs whose files are read; nil while there is no file.
    private var attempts: ClosedRange<Int>?
    private var file: LogFile?
    private var offset = 0
    /// Where a reader that does not follow ends, though the container goes on writing.
    private var bound: (file: LogFile, offset: Int)?
    private var lookForSuccessor = true
    /// What is read after `file`, where the folder may be gone by then.
    private var kept: [LogFile] = []
    /// Since when all is read but for the end of a line for which other text waits.
    private var heldSince: ContinuousClock.Instant?

    init(folder: LogFolder, options: ContainerLogOptions) {
        self.folder = folder
        self.options = options
        renderer = LogRenderer(options)
    }

    /// Files were made or renamed since the last step.
    mutating func namesChanged() { lookForSuccessor = true }

    /// Opens all that there is still to read, since the folder is about to be removed.
    ///
    /// - Throws: `SystemError`.
    mutating func keepRest() throws {
        guard let last = try kept.last ?? openIfNeeded(), let attempts else { return }
        var newest = last
        while let next = try folder.successor(of: newest, attempts: attempts) {
            kept.append(next)
            newest = next
        }
    }

    /// When the next step gives something though nothing is written; nil for never.
    var holdDeadline: ContinuousClock.Instant? { heldSince.map { $0 + Self.holdTime } }

    /// What waits for the end of a line, where that will not come.
    mutating func release() -> [UInt8] { renderer.release() }

    private mutating func caughtUp() -> Step {
        guard renderer.holdsText else { return .caughtUp }
        let since = heldSince ?? .now
        heldSince = since
        guard ContinuousClock.now - since >= Self.holdTime else { return .caughtUp }
        heldSince = nil
        return .text(renderer.release())
    }

    /// Reads on, up to the next piece of text that is not empty.
    ///
    /// - Throws: `SystemError`.
    mutating func step() throws -> Step {
        if renderer.isFull { return .end }
        while true {
            guard let file = try openIfNeeded() else { return .caughtUp }
            var count = Self.readSize
            if let bound, bound.file.isSame(as: file) {
                count = min(count, bound.offset - offset)
                if count <= 0 { return renderer.holdsText ? .text(renderer.release()) : .end }
            }
            let bytes = try file.read(at: offset, count: count)
            offset += bytes.count
            if !bytes.isEmpty {
                let text = renderer.render(bytes)
                if !renderer.holdsText { heldSince = nil }
                if !text.isEmpty { return .text(text) }
                if renderer.isFull { return .end }
            } else if lookForSuccessor {
                let text = try moveOn(from: file)
                if !text.isEmpty { return .text(text) }
            } else {
                return caughtUp()
            }
        }
    }

    /// At the end of a file: goes to the next, where there is one and nothing came meanwhile.
    ///
    /// - Returns: the end of a line that was left open.
    private mutating func moveOn(from file: LogFile) throws -> [UInt8] {
        guard let attempts, let next = try successor(of: file, attempts: attempts) else {
            lookForSuccessor = false
            return []
        }
        // A file with a successor is not written to any more, but may have been since it was read.
        if !file.isPacked, let size = file.size, size > offset {
            kept.insert(next, at: 0)
            return []
        }
        let text = renderer.endFile(attemptEnds: next.attempt != file.attempt)
        self.file = next
        offset = 0
        return text
    }

    private mutating func successor(
        of file: LogFile, attempts: ClosedRange<Int>
    ) throws -> LogFile? {
        if !kept.isEmpty { return kept.removeFirst() }
        // All that is left is newer than what was removed.
        if let bound, bound.file.isRemoved, !folder.holds(bound.file) { return nil }
        return try folder.successor(of: file, attempts: attempts)
    }

    private mutating func openIfNeeded() throws -> LogFile? {
        if let file { return file }
        guard let first = firstAttempt() else { return nil }
        let attempts = first...(options.follow ? Int.max : first)
        if let lines = options.tailLines {
            try openTail(lines: lines, attempts: attempts)
        } else {
            file = try folder.oldest(attempts: first...first)
        }
        guard file != nil else { return nil }
        self.attempts = attempts
        if !options.follow, let last = folder.entries(attempts: attempts).last,
            let file = try LogFile(path: last.path, attempt: first), let size = file.size
        {
            bound = (file, size)
        }
        return file
    }

    private func firstAttempt() -> Int? {
        let present = folder.attempts()
        switch options.attempt {
        // A log that was removed meanwhile does not keep a follower from those after it.
        case .number(let number):
            return present.first { options.follow ? $0 >= number : $0 == number }
        case .latest: return present.last
        case .previous: return present.dropLast().last
        }
    }

    /// Opens the file in which the last lines begin, which are those of the first run alone.
    private mutating func openTail(lines: Int, attempts: ClosedRange<Int>) throws {
        let files = try openAll(attempts.lowerBound...attempts.lowerBound)
        var tail = LogTail(lines: lines, streams: options.streams)
        for file in files.reversed() {
            if let begin = try tail.begin(in: file) {
                self.file = file
                offset = begin
                return
            }
        }
        file = files.first
    }

    /// All files of an attempt as they are at one moment: nothing is renamed or added between the
    /// first and the last.
    private func openAll(_ attempts: ClosedRange<Int>) throws -> [LogFile] {
        var files: [LogFile] = []
        for _ in 0..<100 {
            files = try folder.entries(attempts: attempts).compactMap {
                try LogFile(path: $0.path, attempt: $0.name.attempt)
            }
            let after = folder.entries(attempts: attempts).map(\.identity)
            if files.map(\.identity) == after { break }
        }
        return files
    }
}

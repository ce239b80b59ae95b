import Glibc

extension LogWriter {
    /// Renames the file to `<log>.YYYYMMDD-HHMMSS[.N]`, starts a new one, and removes the oldest
    /// of more than `maximumFiles`.
    func rotate() {
        var rotated = rotatedFiles()
        let name = RotatedName.next(
            secondsSince1970: max(0, time(nil)), after: rotated.last?.name)
        let target = "\(path).\(name.suffix)"
        guard rename(path, target) == 0 || errno == ENOENT else {
            // Going on in a file that is too large loses nothing.
            rotationSize = size + maximumSize
            return
        }
        close(descriptor)
        descriptor = -1
        size = 0
        rotationSize = maximumSize
        open()
        rotated.append((name, target))
        for file in rotated.dropLast(maximumFiles - 1) { unlink(file.path) }
    }

    /// The rotated files of this log, the oldest first.
    private func rotatedFiles() -> [(name: RotatedName, path: String)] {
        let folder = Files.directory(of: path)
        let prefix = Files.name(of: path) + "."
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var files: [(name: RotatedName, path: String)] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix),
                let rotated = RotatedName(suffix: name.dropFirst(prefix.count))
            else { continue }
            files.append((rotated, "\(folder)/\(name)"))
        }
        return files.sorted { $0.name < $1.name }
    }
}

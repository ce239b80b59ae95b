import Glibc
import KubernetesAPI
import LinuxSystem

/// Replaces the files of a volume all at once, in the layout that programs know from the kubelet.
///
/// The files are in a folder whose name begins with two dots and the time; `..data` is a symbolic
/// link to it, and what users see are links through `..data`. A change writes a new folder beside
/// the old one and puts a new `..data` in its place by rename(2), which is atomic.
struct AtomicWriter {
    /// An existing folder; nothing but this writer puts anything into it.
    let directory: String
    /// The group that may read the files, the Pod's `fsGroup`.
    var group: UInt32?

    private static let link = "..data"
    private static let newLink = "..data_tmp"

    /// - Parameter now: nanoseconds since 1970.
    /// - Returns: whether anything was different before.
    /// - Throws: `VolumeFileError.invalidPath`, `SystemError`.
    @discardableResult
    func write(_ files: VolumeFiles, now: Int64) throws -> Bool {
        for path in files.keys { try Self.check(path) }
        let old = PodVolumes.linkTarget("\(directory)/\(Self.link)")
        if let old, Self.contents(of: "\(directory)/\(old)") == files.mapValues(\.content) {
            return false
        }
        let new = Self.folderName(now)
        do {
            try fill(new, files)
            try exchange(new)
        } catch {
            try? DirectoryTree.remove("\(directory)/\(new)")
            throw error
        }
        try removeAllBut(new, files)
        return true
    }

    // MARK: - Steps

    private func fill(_ folder: String, _ files: VolumeFiles) throws {
        let path = "\(directory)/\(folder)"
        try makeFolder(path)
        for (name, file) in files {
            var parent = path
            for part in name.split(separator: "/").dropLast() {
                parent += "/\(part)"
                if !File.exists(parent) { try makeFolder(parent) }
            }
            try write(file, to: "\(path)/\(name)")
        }
    }

    private func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o755) == 0 else { throw SystemError("mkdir", path) }
        try VolumeOwnership.apply(to: path, mode: 0o755, isFolder: true, group: group)
    }

    private func write(_ file: VolumeFile, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        var rest = file.content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw SystemError("write", path) }
            rest = rest.dropFirst(count)
        }
        try VolumeOwnership.apply(
            to: path, mode: file.mode, isFolder: false, user: file.user, group: group)
    }

    /// Makes the new files the ones that are seen. Links of files that are new come before, so that
    /// no moment shows half of them.
    private func exchange(_ new: String) throws {
        let temporary = "\(directory)/\(Self.newLink)"
        _ = unlink(temporary)
        guard symlink(new, temporary) == 0 else { throw SystemError("symlink", temporary) }
        for name in DirectoryTree.names(in: "\(directory)/\(new)") {
            let path = "\(directory)/\(name)"
            guard symlink("\(Self.link)/\(name)", path) == 0 || errno == EEXIST else {
                throw SystemError("symlink", path)
            }
        }
        guard rename(temporary, "\(directory)/\(Self.link)") == 0 else {
            throw SystemError("rename", temporary)
        }
    }

    /// Removes the links of files that are no more, and every folder of an earlier time.
    private func removeAllBut(_ new: String, _ files: VolumeFiles) throws {
        let visible = Set(files.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
        for name in DirectoryTree.names(in: directory)
        where name != Self.link && name != new && !visible.contains(name) {
            try DirectoryTree.remove("\(directory)/\(name)")
        }
    }

    // MARK: - Reading

    /// All files below a folder by their paths in it.
    private static func contents(of folder: String) -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in DirectoryTree.names(in: folder) {
            if let content = try? File.read("\(folder)/\(name)") {
                contents[name] = content
            } else {
                for (below, content) in self.contents(of: "\(folder)/\(name)") {
                    contents["\(name)/\(below)"] = content
                }
            }
        }
        return contents
    }

    // MARK: - Names

    /// `..2026_11_22_22_50_11.1234567890`, as the kubelet names them.
    static func folderName(_ now: Int64) -> String {
        let time = Timestamp(nanosecondsSince1970: now).truncatedToSeconds.description
        let digits = time.map { $0.isNumber ? $0 : "_" }
        return "..\(String(digits).prefix(19)).\(UInt32.random(in: 1_000_000_000 ... .max))"
    }

    /// Paths stay in the volume, and names that begin with two dots are the writer's own.
    static func check(_ path: String) throws(VolumeFileError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isValid =
            path.utf8.count <= 4096 && !parts.isEmpty
            && parts.allSatisfy {
                !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255
                    && !$0.utf8.contains(0)
            } && !path.hasPrefix("..")
        guard isValid else { throw .invalidPath(path) }
    }
}

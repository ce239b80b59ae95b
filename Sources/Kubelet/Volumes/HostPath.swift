import Glibc
import KubernetesAPI
import LinuxSystem

/// hostPath volumes: the path is checked against its type, and made where the type says so.
enum HostPath {
    /// - Throws: `VolumeError`, `SystemError`.
    static func prepare(_ source: HostPathVolumeSource, volume: String) throws {
        let path = source.path
        let type = source.type?.rawValue ?? ""
        switch type {
        case "DirectoryOrCreate" where mode(of: path) == nil: try PodDirectory.make(path)
        case "FileOrCreate" where mode(of: path) == nil:
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw SystemError("open", path) }
            close(descriptor)
        default: break
        }
        guard let mode = mode(of: path) else {
            // The kubelet leaves an untyped path that is missing to the runtime, which makes it.
            if type.isEmpty { return try PodDirectory.make(path) }
            throw wrong(volume, path, type)
        }
        guard matches(type, mode & S_IFMT) else { throw wrong(volume, path, type) }
    }

    private static func mode(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode : nil
    }

    private static func matches(_ type: String, _ kind: mode_t) -> Bool {
        switch type {
        case "Directory", "DirectoryOrCreate": kind == S_IFDIR
        case "File", "FileOrCreate": kind == S_IFREG
        case "Socket": kind == S_IFSOCK
        case "CharDevice": kind == S_IFCHR
        case "BlockDevice": kind == S_IFBLK
        default: true
        }
    }

    private static func wrong(_ volume: String, _ path: String, _ type: String) -> VolumeError {
        let names = [
            "Directory": "directory", "DirectoryOrCreate": "directory", "File": "file",
            "FileOrCreate": "file", "Socket": "socket file", "CharDevice": "character device",
            "BlockDevice": "block device",
        ]
        return .wrongType(volume: volume, path: path, expected: names[type] ?? type)
    }
}

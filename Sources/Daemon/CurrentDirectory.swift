import Glibc

enum CurrentDirectory {
    /// The folder that relative paths are relative to.
    static var path: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}

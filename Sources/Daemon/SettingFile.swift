import LinuxSystem

/// A file that a flag names.
enum SettingFile {
    /// - Throws: `ConfigurationError` that names the flag and the file.
    static func read(_ path: String, flag: String) throws -> String {
        do {
            return String(decoding: try File.read(path), as: UTF8.self)
        } catch let error as SystemError {
            throw ConfigurationError("\(flag) \(path): \(error.reason)")
        }
    }
}

import CLinux
import Glibc

/// Finds a program as a shell does and runs it. What goes wrong is said in runc's words, which
/// users of kubectl know.
struct ExecCommand {
    let arguments: [String]
    let environment: [String]

    /// Returns only where it fails.
    func run() -> MonitorError {
        let name = arguments[0]
        let path: String
        do throws(MonitorError) {
            path = try find(name)
        } catch {
            return error
        }
        var argumentPointers = arguments.map { strdup($0) }
        argumentPointers.append(nil)
        var environmentPointers = environment.map { strdup($0) }
        environmentPointers.append(nil)
        execve(path, argumentPointers, environmentPointers)
        return MonitorError("exec \(path): \(Self.reason(errno))")
    }

    /// - Throws: `exec: "NAME": …`
    private func find(_ name: String) throws(MonitorError) -> String {
        if name.utf8.contains(UInt8(ascii: "/")) {
            if let failure = Self.failure(name) { throw Self.error(name, failure) }
            return name
        }
        var refusal = "executable file not found in $PATH"
        for folder in path.split(separator: ":", omittingEmptySubsequences: false) {
            let candidate = folder.isEmpty ? "./\(name)" : "\(folder)/\(name)"
            guard let failure = Self.failure(candidate) else { return candidate }
            if failure == Self.reason(EACCES) { refusal = failure }
        }
        throw Self.error(name, refusal)
    }

    private var path: Substring {
        for variable in environment where variable.hasPrefix("PATH=") {
            return variable.dropFirst(5)
        }
        return ""
    }

    /// Why this file cannot be run; nil where it can.
    private static func failure(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return "stat \(path): \(reason(errno))" }
        guard status.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 else {
            return reason(EACCES)
        }
        return nil
    }

    private static func error(_ name: String, _ reason: String) -> MonitorError {
        MonitorError("exec: \"\(name)\": \(reason)")
    }

    /// In lower case, as Go's programs have it.
    static func reason(_ code: Int32) -> String {
        let text = String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}

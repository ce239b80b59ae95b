import Foundation

extension TestDaemon {
    /// Reads a file as the container has it.
    func read(_ path: String, in containerID: String) throws -> String? {
        guard let process = try processID(of: containerID) else { return nil }
        return try? String(contentsOfFile: "/proc/\(process)/root\(path)", encoding: .utf8)
    }
}

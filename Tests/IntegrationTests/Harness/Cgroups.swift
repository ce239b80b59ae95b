import Foundation

/// The cgroups that a process is in.
struct Cgroups {
    private var paths: [String: String] = [:]
    private let isUnified: Bool

    init(of processID: Int32) throws {
        let text = try String(contentsOfFile: "/proc/\(processID)/cgroup", encoding: .utf8)
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            for controller in parts[1].split(separator: ",") {
                paths[String(controller)] = "/sys/fs/cgroup/\(controller)\(parts[2])"
            }
            if parts[1].isEmpty { paths[""] = "/sys/fs/cgroup\(parts[2])" }
        }
        isUnified = FileManager.default.fileExists(atPath: "/sys/fs/cgroup/cgroup.controllers")
    }

    func path(_ controller: String) -> String? { paths[isUnified ? "" : controller] }

    /// A file's content: `v1` below the controller, or `v2` in the one hierarchy.
    func value(_ controller: String, _ v1: String, _ v2: String) -> String? {
        path(controller).flatMap {
            try? String(contentsOfFile: "\($0)/\(isUnified ? v2 : v1)", encoding: .utf8)
        }?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

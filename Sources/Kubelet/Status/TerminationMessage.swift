import ContainerRuntime
import KubernetesAPI

/// What a container leaves to be read about its end (kubelet: `getTerminationMessage`).
enum TerminationMessage {
    /// Bytes of the file, and of the log where that is taken instead.
    static let fileLimit = 4096
    static let logLimit = 2048
    static let logLines = 80
    /// Bytes of the messages of all containers of a Pod together.
    static let podLimit = 12288

    static func read(
        _ container: RuntimeContainer, policy: TerminationMessagePolicy, exitCode: Int,
        logDirectory: String, containerCount: Int
    ) -> String {
        let path = container.configuration.annotations[ContainerLabels.terminationFile]
        var bytes = path.flatMap { PodDirectory.read($0, limit: fileLimit) } ?? []
        if bytes.isEmpty, policy.rawValue == "FallbackToLogsOnError", exitCode != 0 {
            bytes = logTail("\(logDirectory)/\(container.configuration.logPath)")
        }
        return String(decoding: bytes.prefix(podLimit / max(containerCount, 1)), as: UTF8.self)
    }

    /// The text of a log's last lines, without what the log format puts before them.
    private static func logTail(_ path: String) -> [UInt8] {
        guard let end = PodDirectory.readEnd(path, limit: 1 << 16) else { return [] }
        return Array(text(of: end).suffix(logLimit))
    }

    static func text(of log: [UInt8]) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        return Array(
            log.split(separator: newline).suffix(logLines).compactMap { line -> [UInt8]? in
                let fields = line.split(
                    separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
                guard fields.count == 4 else { return nil }
                return fields[3] + (fields[2].elementsEqual("F".utf8) ? [newline] : [])
            }.joined())
    }
}

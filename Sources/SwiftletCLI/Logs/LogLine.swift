import KubernetesAPI

/// One line of a log that was asked for with its times.
struct LogLine: Sendable, Hashable {
    /// As the server wrote it; empty for a remark of the server.
    var time: String
    /// Without the line end.
    var text: [UInt8]

    /// - Parameter bytes: `TIME TEXT`, without the line end.
    init(_ bytes: some Collection<UInt8>) {
        if let space = bytes.firstIndex(of: 0x20) {
            let time = String(decoding: bytes[..<space], as: UTF8.self)
            if Timestamp(time) != nil {
                self.time = time
                text = Array(bytes[bytes.index(after: space)...])
                return
            }
        }
        time = ""
        text = Array(bytes)
    }

    /// Nanoseconds since 1970; 0 for a remark.
    var nanoseconds: Int64 { Timestamp(time)?.nanosecondsSince1970 ?? 0 }
}

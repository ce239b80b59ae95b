import FoundationEssentials
import LinuxSystem
import Logging

/// Reads and writes the records of one kind: `<folder>/<id>/state.json`.
///
/// Records describe processes, mounts and cgroups, which a crash of the machine ends. So they have
/// to outlive this program but not the machine, and are not flushed to the disk, which would cost
/// more than making a container does.
struct RecordStore<Record: Codable & Sendable>: Sendable {
    let folder: String
    let logger: Logger

    /// - Throws: `SystemError`.
    func save(_ record: Record, id: String) throws {
        let bytes = try JSONEncoder().encode(record)
        try File.replace(Array(bytes), at: path(id))
    }

    /// All records that can be read, and the ids of folders without one.
    ///
    /// A record that cannot be read is set aside beside its place and its folder left alone: what
    /// it described may still run.
    func loadAll() -> (records: [Record], incomplete: [String]) {
        var records: [Record] = []
        var incomplete: [String] = []
        for id in File.names(in: folder) {
            // An empty one is what a crash of the machine leaves of a file just written.
            guard let bytes = try? File.read(path(id)), !bytes.isEmpty else {
                if !File.exists(path(id) + ".unreadable") { incomplete.append(id) }
                continue
            }
            do {
                records.append(try JSONDecoder().decode(Record.self, from: Data(bytes)))
            } catch {
                try? File.move(path(id), to: path(id) + ".unreadable")
                logger.error(
                    "set aside a record that cannot be read",
                    metadata: ["path": "\(path(id)).unreadable", "error": "\(error)"])
            }
        }
        return (records, incomplete)
    }

    private func path(_ id: String) -> String { "\(folder)/\(id)/state.json" }
}

import CLinux
import Dispatch
import JSON

/// Reads that do not wait for the writer: SQLite's WAL gives each transaction here one snapshot.
final class SnapshotReader: Sendable {
    private let queue = DispatchQueue(label: "swiftlet.store.read", qos: .userInitiated)
    private let database: Database

    init(database: Database) {
        self.database = database
    }

    /// Carries `body` out on the reader's queue within one snapshot.
    func read<Output: Sendable>(
        _ body: @escaping @Sendable (Database) throws(DatabaseError) -> Output
    ) async throws(ObjectStoreError) -> Output {
        let result: Result<Output, DatabaseError> = await withCheckedContinuation { continuation in
            queue.async { [database] in
                do throws(DatabaseError) {
                    let output = try database.transaction { () throws(DatabaseError) in
                        try body(database)
                    }
                    continuation.resume(returning: .success(output))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        do {
            return try result.get()
        } catch {
            throw ObjectStoreError(error)
        }
    }
}

/// An object as the tables hold it; parsing is left to the caller's task.
public struct StoredBytes: Sendable {
    public var key: ObjectKey
    public var version: Int64
    /// JSON, without the version.
    var body: [UInt8]

    /// The object with its version at `metadata.resourceVersion`, as JSON text.
    public var text: [UInt8] { VersionedText.make(body, version: version) }

    /// Adds `text` to `output`.
    public func append(to output: inout [UInt8]) {
        VersionedText.append(body, version: version, to: &output)
    }

    /// Bytes of the stored text.
    public var count: Int { body.count }

    /// Whether the stored text has a text in it.
    public func contains(_ text: [UInt8]) -> Bool {
        body.withUnsafeBytes { Self.contains($0, text) }
    }

    static func contains(_ body: UnsafeRawBufferPointer, _ text: [UInt8]) -> Bool {
        guard let base = body.baseAddress else { return text.isEmpty }
        return clinux_find(base, body.count, text, text.count) != nil
    }

    /// - Throws: `damaged`.
    public func parsed() throws(ObjectStoreError) -> StoredObject {
        do {
            return StoredObject(key: key, version: version, object: try JSONValue(parsing: body))
        } catch {
            throw .damaged(key, reason: "\(error)")
        }
    }
}

/// A row of the change log.
struct ChangeBytes: Sendable {
    var kind: Change.Kind
    var current: StoredBytes
    var previous: StoredBytes?

    func parsed() throws(ObjectStoreError) -> Change {
        Change(
            kind: kind, current: try current.parsed(), previous: try previous?.parsed(),
            text: current.text)
    }
}

// MARK: - Queries

extension Database {
    /// The newest version; 1 for a database in which nothing was ever written.
    func newestVersion() throws(DatabaseError) -> Int64 {
        try query("SELECT max(version) FROM changes") { row throws(DatabaseError) in
            max(row.integer(0), 1)
        }.first ?? 1
    }

    /// The version of the oldest change that the log still holds; nil where it holds none.
    func oldestVersion() throws(DatabaseError) -> Int64? {
        try query("SELECT min(version) FROM changes") { row throws(DatabaseError) in
            row.integer(0)
        }.first.flatMap { $0 == 0 ? nil : $0 }
    }

    func object(_ key: ObjectKey) throws(DatabaseError) -> StoredBytes? {
        try query(
            "SELECT version, body FROM objects WHERE type = ? AND namespace = ? AND name = ?",
            .text(key.type), .text(key.namespace), .text(key.name)
        ) { row throws(DatabaseError) in
            StoredBytes(key: key, version: row.integer(0), body: row.blob(1) ?? [])
        }.first
    }

    /// - Parameters:
    ///   - namespace: nil reads all namespaces.
    ///   - after: only objects after this one in the order of keys.
    ///   - limit: looks at so many; nil is all.
    ///   - texts: only objects whose body has all of these in it.
    func objects(
        type: String, namespace: String?, after: ObjectKey?, limit: Int?,
        containing texts: [[UInt8]]
    ) throws(DatabaseError) -> [StoredBytes] {
        // SQLite reads a negative limit as none. A row value compares by namespace, then by name.
        try query(
            """
            SELECT namespace, name, version, body FROM objects
            WHERE type = ? \(namespace == nil ? "AND ? IS NULL" : "AND namespace = ?")
            AND (namespace, name) > (?, ?)
            ORDER BY namespace, name LIMIT ?
            """,
            .text(type), namespace.map { .text($0) } ?? .null, .text(after?.namespace ?? ""),
            .text(after?.name ?? ""), .integer(Int64(limit ?? -1))
        ) { row throws(DatabaseError) -> StoredBytes? in
            let isWanted =
                texts.isEmpty
                || row.withBlob(3) { body in
                    texts.allSatisfy { StoredBytes.contains(body, $0) }
                }
            guard isWanted else { return nil }
            return StoredBytes(
                key: ObjectKey(type: type, namespace: row.text(0), name: row.text(1)),
                version: row.integer(2), body: row.blob(3) ?? [])
        }.compactMap { $0 }
    }

    /// Goes through all objects of a type in the order of their keys, reading of each what
    /// `projection` asks for where it lies.
    ///
    /// - Parameters:
    ///   - namespace: nil reads all namespaces.
    ///   - body: is given one object after the other, or why it could not be read (`damaged`).
    func eachObject(
        type: String, namespace: String?, reading projection: JSONProjection,
        _ body: (Result<StoredObject, ObjectStoreError>) -> Void
    ) throws(DatabaseError) {
        _ = try query(
            """
            SELECT namespace, name, version, body FROM objects
            WHERE type = ? \(namespace == nil ? "AND ? IS NULL" : "AND namespace = ?")
            ORDER BY namespace, name
            """,
            .text(type), namespace.map { .text($0) } ?? .null
        ) { row throws(DatabaseError) in
            let key = ObjectKey(type: type, namespace: row.text(0), name: row.text(1))
            let version = row.integer(2)
            body(
                row.withBlob(3) { text in
                    do {
                        let object = try JSONValue(
                            parsing: text.bindMemory(to: UInt8.self), projection)
                        return .success(StoredObject(key: key, version: version, object: object))
                    } catch {
                        return .failure(.damaged(key, reason: "\(error)"))
                    }
                })
        }
    }

    /// Objects of all types whose body has one of the texts in it.
    func objects(containing texts: [[UInt8]]) throws(DatabaseError) -> [StoredBytes] {
        try query(
            "SELECT type, namespace, name, version, body FROM objects"
        ) { row throws(DatabaseError) -> StoredBytes? in
            let isFound = row.withBlob(4) { body in
                texts.contains { StoredBytes.contains(body, $0) }
            }
            guard isFound else { return nil }
            return StoredBytes(
                key: ObjectKey(type: row.text(0), namespace: row.text(1), name: row.text(2)),
                version: row.integer(3), body: row.blob(4) ?? [])
        }.compactMap { $0 }
    }

    func count(type: String, namespace: String?, after: ObjectKey) throws(DatabaseError) -> Int {
        try query(
            """
            SELECT count(*) FROM objects
            WHERE type = ? \(namespace == nil ? "AND ? IS NULL" : "AND namespace = ?")
            AND (namespace, name) > (?, ?)
            """,
            .text(type), namespace.map { .text($0) } ?? .null, .text(after.namespace),
            .text(after.name)
        ) { row throws(DatabaseError) in Int(row.integer(0)) }.first ?? 0
    }

    /// Changes with `after < version <= through`, oldest first.
    func changes(
        type: String, namespace: String?, after: Int64, through: Int64, limit: Int
    ) throws(DatabaseError) -> [ChangeBytes] {
        try query(
            """
            SELECT version, kind, namespace, name, previous_version, body, previous_body
            FROM changes WHERE version > ? AND version <= ? AND type = ?
            \(namespace == nil ? "AND ? IS NULL" : "AND namespace = ?")
            ORDER BY version LIMIT ?
            """,
            .integer(after), .integer(through), .text(type),
            namespace.map { .text($0) } ?? .null, .integer(Int64(limit))
        ) { row throws(DatabaseError) in
            let key = ObjectKey(type: type, namespace: row.text(2), name: row.text(3))
            let previousVersion = row.integer(4)
            return ChangeBytes(
                kind: Change.Kind(rawValue: row.integer(1)) ?? .updated,
                current: StoredBytes(key: key, version: row.integer(0), body: row.blob(5) ?? []),
                previous: row.blob(6).map {
                    StoredBytes(key: key, version: previousVersion, body: $0)
                })
        }
    }
}

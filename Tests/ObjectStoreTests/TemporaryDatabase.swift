import Glibc
import JSON

@testable import ObjectStore

/// A database in a folder of its own that ends with the test.
final class TemporaryDatabase: Sendable {
    let folder: String
    var path: String { folder + "/state.db" }

    init() {
        var template = Array("/tmp/swiftlet-store-XXXXXX".utf8CString)
        folder = String(cString: mkdtemp(&template)!)
    }

    deinit {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        rmdir(folder)
    }

    func open(historyLimit: Int = 10_000, watchBuffer: Int = 1_024) throws -> ObjectStore {
        try ObjectStore(path: path, historyLimit: historyLimit, watchBuffer: watchBuffer)
    }

    /// A copy of the files as they are on the disk now: what a killed process would leave.
    func copyAsAfterCrash() throws -> TemporaryDatabase {
        let copy = TemporaryDatabase()
        for suffix in ["", "-wal"] { try copyFile(path + suffix, to: copy.path + suffix) }
        return copy
    }
}

struct CopyError: Error { var path: String }

func copyFile(_ source: String, to destination: String) throws {
    guard let input = fopen(source, "r"), let output = fopen(destination, "w") else {
        throw CopyError(path: source)
    }
    defer {
        fclose(input)
        fclose(output)
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, input), count > 0 {
        guard fwrite(buffer, 1, count, output) == count else { throw CopyError(path: destination) }
    }
}

func key(_ name: String, _ namespace: String = "lab", type: String = "pods") -> ObjectKey {
    ObjectKey(type: type, namespace: namespace, name: name)
}

func object(_ value: Int) -> JSONValue { ["value": .integer(Int64(value))] }

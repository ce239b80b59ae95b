import Foundation
import JSON
import Testing

@testable import AccessControl

@Suite("Audit log")
struct AuditLogTests {
    @Test func isOneEventALine() async throws {
        try await withFolder { folder in
            let path = folder + "/audit.log"
            let log = try AuditLog(path: path, logger: silent)
            for number in 0..<100 { log.record(["number": .integer(Int64(number))]) }
            await log.flush()
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 100)
            #expect(try JSONValue(parsing: Array(lines[7].utf8)) == ["number": 7])
            #expect(try mode(of: path) == 0o600)
        }
    }

    @Test func isRotatedBySize() async throws {
        try await withFolder { folder in
            let path = folder + "/audit.log"
            let log = try AuditLog(
                path: path, maximumSize: 100, maximumBackups: 2, logger: silent)
            // 13 bytes a line: seven in a file.
            for number in 10..<50 { log.record(["number": .integer(Int64(number))]) }
            await log.flush()
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names == ["audit.log", "audit.log.1", "audit.log.2"])
            func first(_ name: String) throws -> String? {
                let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                return text.split(separator: "\n").first.map { String($0) }
            }
            #expect(try first("audit.log.2") == #"{"number":31}"#)
            #expect(try first("audit.log.1") == #"{"number":38}"#)
            #expect(try first("audit.log") == #"{"number":45}"#)
            #expect(try mode(of: path) == 0o600)
        }
    }

    @Test func goesOnWhereItWas() async throws {
        try await withFolder { folder in
            let path = folder + "/audit.log"
            for number in 0..<2 {
                let log = try AuditLog(path: path, logger: silent)
                log.record(["number": .integer(Int64(number))])
                await log.flush()
            }
            #expect(
                try String(contentsOfFile: path, encoding: .utf8)
                    == "{\"number\":0}\n{\"number\":1}\n")
        }
    }

    @Test func saysWhereItCannotBe() {
        #expect(throws: PrivateFileError.self) {
            try AuditLog(path: "/nowhere/audit.log", logger: silent)
        }
    }
}

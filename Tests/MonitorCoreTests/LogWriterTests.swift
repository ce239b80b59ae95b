import Glibc
import Testing

@testable import MonitorCore

@Suite struct LogWriterTests {
    let folder: String

    init() {
        folder = "/tmp/swiftlet-log-writer-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    }

    func write(_ text: String, to log: LogWriter, partial: Bool = false) {
        Array(text.utf8).withUnsafeBytes {
            log.append(stream: .stdout, partial: partial, text: $0)
        }
    }

    func files() -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    func cleanUp() {
        for name in files() { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    @Test func goldenRecords() {
        defer { cleanUp() }
        let log = LogWriter(path: folder + "/0.log", maximumSize: 0, maximumFiles: 1)
        var time = timespec()
        time.tv_sec = 1_795_377_600
        time.tv_nsec = 123_456_789
        log.stamp(time)
        write("hello", to: log)
        time.tv_nsec = 5
        log.stamp(time)
        write("par", to: log, partial: true)
        log.append(
            stream: .stderr, partial: false, text: UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(log.finish())
        #expect(
            Files.text(folder + "/0.log") == """
                2026-11-22T20:00:00.123456789Z stdout F hello
                2026-11-22T20:00:00.000000005Z stdout P par
                2026-11-22T20:00:00.000000005Z stderr F \n
                """)
        var status = stat()
        stat(folder + "/0.log", &status)
        #expect(status.st_mode & 0o777 == 0o640)
    }

    @Test func rotatesBeforeTheLimitAndKeepsTheNewest() {
        defer { cleanUp() }
        let log = LogWriter(path: folder + "/0.log", maximumSize: 100, maximumFiles: 3)
        log.open()
        for number in 1...9 { write("line \(number)", to: log) }
        log.finish()
        let names = files()
        #expect(names.count == 3)
        // Two records of 47 bytes fit into 100.
        #expect(Files.text(folder + "/0.log").hasSuffix("F line 9\n"))
        let lines = names.dropFirst().flatMap {
            Files.text(folder + "/" + $0).split(separator: "\n").map { String($0.suffix(6)) }
        }
        #expect(lines.sorted() == ["line 5", "line 6", "line 7", "line 8"])
    }

    @Test func oneFileOnly() {
        defer { cleanUp() }
        let log = LogWriter(path: folder + "/0.log", maximumSize: 60, maximumFiles: 1)
        for number in 1...5 { write("line \(number)", to: log) }
        log.finish()
        #expect(files() == ["0.log"])
        #expect(Files.text(folder + "/0.log").hasSuffix("line 5\n"))
    }

    @Test func removedFileIsMadeAgainAtRotation() {
        defer { cleanUp() }
        let log = LogWriter(path: folder + "/0.log", maximumSize: 60, maximumFiles: 2)
        write("line 1", to: log)
        log.flush()
        unlink(folder + "/0.log")
        write("line 2", to: log)
        log.finish()
        #expect(Files.text(folder + "/0.log").hasSuffix("line 2\n"))
    }

    @Test(.enabled(if: getuid() == 0, "needs root")) func fullDisk() {
        mkdir(folder, 0o755)
        mount("tmpfs", folder, "tmpfs", 0, "size=64k")
        defer {
            umount(folder)
            rmdir(folder)
        }
        let log = LogWriter(path: folder + "/0.log", maximumSize: 0, maximumFiles: 1)
        let line = String(repeating: "x", count: 959)
        for _ in 1...100 { write(line, to: log) }
        #expect(!log.finish())
        let kept = Files.text(folder + "/0.log")
        #expect(kept.utf8.count == 65_000, "only whole records of 1000 bytes")
        truncate(folder + "/0.log", 0)
        write("after", to: log)
        #expect(log.finish())
        let lines = Files.text(folder + "/0.log").split(separator: "\n").map { $0.dropFirst(31) }
        #expect(
            lines == [
                "stderr F swiftlet: 33565 bytes in 35 lines of output could not be logged: "
                    + "No space left on device",
                "stdout F after",
            ])
    }
}

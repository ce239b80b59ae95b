import Glibc
import LinuxSystem
import Testing

@Suite(.timeLimit(.minutes(1))) struct FileWatcherTests {
    let folder = "/tmp/swiftlet-watch-\(getpid())-\(UInt32.random(in: 0 ... .max))"

    init() { mkdir(folder, 0o755) }

    @Test func tellsAllWhoWatch() async throws {
        defer { try? File.removeTree(folder) }
        let watcher = try FileWatcher()
        let (first, second) = (ChangeSignal(), ChangeSignal())
        let watches = [
            try watcher.watch(folder: folder, signal: first),
            try watcher.watch(folder: folder, signal: second),
        ]
        try File.write([1], to: folder + "/file")
        for signal in [first, second] {
            var seen: ChangeSignal.Reasons = []
            while seen != [.names, .contents] { seen.formUnion(await signal.wait()) }
        }
        #expect(watches.count == 2)
    }

    @Test func releasedWatchIsSilent() async throws {
        defer { try? File.removeTree(folder) }
        let watcher = try FileWatcher()
        let (gone, staying) = (ChangeSignal(), ChangeSignal())
        var released: FileWatcher.Watch? = try watcher.watch(folder: folder, signal: gone)
        let kept = try watcher.watch(folder: folder, signal: staying)
        #expect(released != nil)
        released = nil
        try File.write([1], to: folder + "/file")
        _ = await staying.wait()
        gone.signal(.request)
        #expect(await gone.wait() == .request)
        withExtendedLifetime(kept) {}
    }

    @Test func removedFolderWakes() async throws {
        let watcher = try FileWatcher()
        let signal = ChangeSignal()
        let watch = try watcher.watch(folder: folder, signal: signal)
        rmdir(folder)
        #expect(await signal.wait().contains(.request))
        withExtendedLifetime(watch) {}
    }

    @Test func signalsAreKeptOnce() async {
        let signal = ChangeSignal()
        signal.signal(.names)
        signal.signal(.names)
        signal.signal(.contents)
        #expect(await signal.wait() == [.names, .contents])
        let waiting = Task { await signal.wait() }
        waiting.cancel()
        #expect(await waiting.value == [])
    }
}

import Dispatch
import Glibc
import KubeconfigClient

/// The terminal on standard input, which passes every key on as it is: what is typed, Ctrl-C too,
/// is for the process at the other end.
struct RawTerminal {
    private let saved: termios
    private let endings: [any DispatchSourceSignal]

    /// Nil where standard input is no terminal.
    init?() {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        let before = settings
        saved = before
        cfmakeraw(&settings)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
        // Whoever ends this process gets the terminal back as it was.
        endings = [SIGTERM, SIGHUP, SIGINT, SIGQUIT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                Self.restore(before)
                exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    /// Puts the terminal back to how it was.
    func restore() {
        for source in endings { source.cancel() }
        Self.restore(saved)
    }

    private static func restore(_ settings: termios) {
        var settings = settings
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// The terminal's size, now and whenever it changes.
    static func sizes() -> AsyncStream<RemoteCommandStreams.TerminalSize> {
        let (sizes, source) = AsyncStream.makeStream(
            of: RemoteCommandStreams.TerminalSize.self, bufferingPolicy: .bufferingNewest(1))
        let changes = DispatchSource.makeSignalSource(
            signal: SIGWINCH, queue: DispatchQueue(label: "swiftlet.terminal-size"))
        changes.setEventHandler { if let size { source.yield(size) } }
        changes.resume()
        // libdispatch's sources may be used from any thread; only their Swift type does not say so.
        nonisolated(unsafe) let held = changes
        source.onTermination = { _ in held.cancel() }
        if let size { source.yield(size) }
        return sizes
    }

    static var size: RemoteCommandStreams.TerminalSize? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return .init(width: Int(size.ws_col), height: Int(size.ws_row))
    }
}

import Glibc

/// The signal that an image wants to be stopped with (`StopSignal` of its configuration).
enum StopSignal {
    private static let names: [String: Int32] = [
        "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "ABRT": SIGABRT, "KILL": SIGKILL,
        "USR1": SIGUSR1, "USR2": SIGUSR2, "PIPE": SIGPIPE, "ALRM": SIGALRM, "TERM": SIGTERM,
        "CONT": SIGCONT, "STOP": SIGSTOP, "WINCH": SIGWINCH, "PWR": SIGPWR,
    ]
    /// The first real-time signal as the C library counts them, 34 with glibc and 35 with musl;
    /// images mean glibc's.
    private static let firstRealTime: Int32 = 34
    private static let last: Int32 = 64

    /// Nil where it names no signal: `SIGQUIT`, `QUIT`, `3`, `SIGRTMIN+3` and `SIGRTMAX-1` do.
    static func number(_ text: String) -> Int32? {
        if let number = Int32(text) { return (1...last).contains(number) ? number : nil }
        var name = text.uppercased()
        if name.hasPrefix("SIG") { name.removeFirst(3) }
        if let number = names[name] { return number }
        let number: Int32? =
            if name.hasPrefix("RTMIN") {
                offset(name.dropFirst(5)).map { firstRealTime + $0 }
            } else if name.hasPrefix("RTMAX") {
                offset(name.dropFirst(5)).map { last + $0 }
            } else {
                nil
            }
        return number.flatMap { (firstRealTime...last).contains($0) ? $0 : nil }
    }

    private static func offset(_ text: Substring) -> Int32? {
        text.isEmpty ? 0 : Int32(text)
    }
}

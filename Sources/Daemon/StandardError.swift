import Glibc

enum StandardError {
    static func print(_ line: String) {
        let text = line + "\n"
        _ = text.withCString { write(STDERR_FILENO, $0, text.utf8.count) }
    }
}

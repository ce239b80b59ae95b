import Glibc

/// A regular expression as `grep -E` takes it (POSIX extended).
///
/// Unchecked because regexec(3) only reads what regcomp(3) made.
final class GrepPattern: @unchecked Sendable {
    private var compiled = regex_t()

    /// - Throws: `CommandError` for what is no regular expression.
    init(_ pattern: String, ignoresCase: Bool) throws {
        let flags = REG_EXTENDED | REG_NEWLINE | (ignoresCase ? REG_ICASE : 0)
        let code = regcomp(&compiled, pattern, flags)
        guard code == 0 else {
            var text = [CChar](repeating: 0, count: 200)
            regerror(code, &compiled, &text, text.count)
            let reason = text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
            throw CommandError("--grep \"\(pattern)\" is no regular expression: \(reason)")
        }
    }

    deinit { regfree(&compiled) }

    /// The parts of a line that match; none where it does not.
    func matches(in line: [UInt8]) -> [Range<Int>] {
        let text = line.map { CChar(bitPattern: $0 == 0 ? UInt8(ascii: " ") : $0) } + [0]
        var matches: [Range<Int>] = []
        var start = 0
        text.withUnsafeBufferPointer { text in
            var match = regmatch_t()
            while start <= line.count,
                regexec(
                    &compiled, text.baseAddress! + start, 1, &match, start > 0 ? REG_NOTBOL : 0)
                    == 0
            {
                let found = start + Int(match.rm_so)..<start + Int(match.rm_eo)
                matches.append(found)
                start = found.isEmpty ? found.upperBound + 1 : found.upperBound
            }
        }
        return matches
    }
}

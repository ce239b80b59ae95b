import Synchronization

/// The warnings of one request, within the bounds that kube-apiserver keeps for the sake of clients
/// that limit their headers (apiserver/pkg/endpoints/filters/warning.go).
final class WarningCollector: Sendable {
    /// Unicode scalars in all texts together.
    private static let totalLimit = 4 * 1024
    /// Unicode scalars a text is cut to where they are too many.
    private static let itemLimit = 256

    private let collected = Mutex<[String]>([])

    var texts: [String] {
        let texts = collected.withLock { $0 }
        guard Self.size(texts) > Self.totalLimit else { return texts }
        var left = Self.totalLimit
        return texts.prefix { text in
            left -= min(text.unicodeScalars.count, Self.itemLimit)
            return left >= 0
        }.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(Self.itemLimit))) }
    }

    /// Each text counts once.
    @Sendable func add(_ text: String) {
        collected.withLock { texts in
            if texts.count < Self.totalLimit, !texts.contains(text) { texts.append(text) }
        }
    }

    private static func size(_ texts: [String]) -> Int {
        texts.reduce(0) { $0 + $1.unicodeScalars.count }
    }
}

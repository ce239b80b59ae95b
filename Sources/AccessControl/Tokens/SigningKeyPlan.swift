/// What to do with the files of the signing keys at some moment.
struct SigningKeyPlan: Equatable {
    /// A file of the folder: `<made>.key` signs, `<made>-<retired>.pub` only verifies; times are
    /// seconds since 1970.
    enum File: Hashable {
        case signing(made: Int64)
        case retired(made: Int64, at: Int64)

        /// Nil for a file that is none of ours.
        init?(name: String) {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let times = parts[0].split(separator: "-").map { Int64($0) }
            switch (parts[1], times.count) {
            case ("key", 1):
                guard let made = times[0] else { return nil }
                self = .signing(made: made)
            case ("pub", 2):
                guard let made = times[0], let retired = times[1] else { return nil }
                self = .retired(made: made, at: retired)
            default: return nil
            }
        }

        var name: String {
            switch self {
            case .signing(let made): "\(made).key"
            case .retired(let made, let at): "\(made)-\(at).pub"
            }
        }
    }

    /// A new key made now; else the newest one goes on.
    var makesKey: Bool
    /// These sign no longer.
    var retired: [File]
    /// Of these no token can live.
    var removed: [File]

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - rotation: seconds that a key signs.
    ///   - lifetime: seconds that a token lives at most.
    init(files: [File], now: Int64, rotation: Int64, lifetime: Int64) {
        let signing = files.compactMap { file -> Int64? in
            guard case .signing(let made) = file else { return nil }
            return made
        }
        let newest = signing.max()
        makesKey = newest.map { now - $0 >= rotation } ?? true
        let current = makesKey ? nil : newest
        retired = signing.filter { $0 != current }.sorted().map { .signing(made: $0) }
        removed = files.filter { file in
            guard case .retired(_, let at) = file else { return false }
            return now - at > lifetime
        }
    }
}

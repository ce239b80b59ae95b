import LinuxSystem

/// What `/etc/subuid` or `/etc/subgid` says: which ids of this machine are set aside for whose user
/// namespaces (subuid(5)).
struct SubordinateIDs: Sendable, Hashable {
    /// Ids that are `swiftlet`'s.
    var own: [ClosedRange<UInt32>] = []
    /// Ids that are somebody else's.
    var others: [ClosedRange<UInt32>] = []

    static let owner = "swiftlet"

    /// Lines `name:first:count`; what is none is passed over, as the shadow tools do.
    init(parsing text: String) {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count == 3, let first = UInt32(fields[1]), let count = UInt32(fields[2]),
                count > 0
            else { continue }
            let (last, isBeyond) = first.addingReportingOverflow(count - 1)
            let range = first...(isBeyond ? UInt32.max : last)
            if fields[0] == Self.owner { own.append(range) } else { others.append(range) }
        }
    }

    init() {}

    static func read(_ path: String) -> SubordinateIDs {
        let bytes = (try? File.read(path)) ?? []
        return SubordinateIDs(parsing: String(decoding: bytes, as: UTF8.self))
    }

    /// Whether a Pod may have these ids: where some are set aside for us, only those; else all that
    /// are nobody else's.
    func allows(_ range: UserIDRange) -> Bool {
        let ids = range.first...(range.first + (UserIDRange.count - 1))
        if !own.isEmpty {
            return own.contains {
                $0.lowerBound <= ids.lowerBound && ids.upperBound <= $0.upperBound
            }
        }
        return !others.contains { $0.overlaps(ids) }
    }
}

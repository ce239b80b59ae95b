import OCI

/// What somebody still needs, with how many do.
struct Leases: Sendable {
    private var counts: [Digest: Int] = [:]

    var digests: Set<Digest> { Set(counts.keys) }

    func count(_ digest: Digest) -> Int { counts[digest] ?? 0 }

    mutating func take(_ digests: Set<Digest>) {
        for digest in digests { counts[digest, default: 0] += 1 }
    }

    mutating func giveBack(_ digests: Set<Digest>) {
        for digest in digests {
            guard let count = counts[digest] else { continue }
            counts[digest] = count > 1 ? count - 1 : nil
        }
    }
}

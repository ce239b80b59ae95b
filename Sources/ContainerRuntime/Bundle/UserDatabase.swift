/// The users and groups that an image's /etc/passwd and /etc/group name.
struct UserDatabase: Sendable {
    /// Who a container's process runs as.
    struct Identity: Sendable, Hashable {
        var user: Int64
        var group: Int64
        /// The primary group first, then memberships and what the Pod adds.
        var additionalGroups: [Int64]
        /// The home directory, `/` where none is named.
        var home: String
    }

    enum Failure: Error, Hashable, CustomStringConvertible {
        case noSuchUser(String)
        case noSuchGroup(String)

        var description: String {
            switch self {
            case .noSuchUser(let name):
                "no user \"\(name)\" in /etc/passwd of the image: use a number or another name"
            case .noSuchGroup(let name):
                "no group \"\(name)\" in /etc/group of the image: use a number or another name"
            }
        }
    }

    private struct User {
        var name: Substring
        var id: Int64
        var group: Int64
        var home: Substring
    }

    private struct Group {
        var name: Substring
        var id: Int64
        var members: [Substring]
    }

    private let users: [User]
    private let groups: [Group]

    /// - Parameters: the contents of the files; lines that are not well-formed are passed over.
    init(passwd: [UInt8], group: [UInt8]) {
        users = Self.records(in: passwd).compactMap { fields in
            guard fields.count >= 6, let id = Int64(fields[2]), let group = Int64(fields[3]) else {
                return nil
            }
            return User(name: fields[0], id: id, group: group, home: fields[5])
        }
        groups = Self.records(in: group).compactMap { fields in
            guard fields.count >= 4, let id = Int64(fields[2]) else { return nil }
            return Group(name: fields[0], id: id, members: fields[3].split(separator: ","))
        }
    }

    /// Who a container runs as: numeric ids of the Pod win over the image's user.
    ///
    /// - Throws: `Failure`.
    func resolve(_ security: ContainerSecurity) throws -> Identity {
        let parts = security.user.split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let named =
            try security.runAsUser.map { id in (id, users.first { $0.id == id }) }
            ?? find(user: parts.first ?? "")
        let (id, entry) = named
        var primary = entry?.group ?? 0
        if security.runAsUser == nil, parts.count > 1, !parts[1].isEmpty {
            primary = try find(group: parts[1])
        }
        primary = security.runAsGroup ?? primary
        let memberships = groups.filter { group in
            guard let entry, !security.ignoresImageGroups else { return false }
            return group.members.contains(entry.name)
        }
        var additional: [Int64] = []
        for group in [primary] + memberships.map(\.id) + security.supplementalGroups
        where !additional.contains(group) {
            additional.append(group)
        }
        let home = entry?.home ?? ""
        return Identity(
            user: id, group: primary, additionalGroups: additional,
            home: home.isEmpty ? "/" : String(home))
    }

    private func find(user: Substring) throws -> (Int64, User?) {
        if user.isEmpty { return (0, users.first { $0.id == 0 }) }
        if let entry = users.first(where: { $0.name == user }) { return (entry.id, entry) }
        guard let id = Int64(user), id >= 0 else { throw Failure.noSuchUser(String(user)) }
        return (id, users.first { $0.id == id })
    }

    private func find(group: Substring) throws -> Int64 {
        if let entry = groups.first(where: { $0.name == group }) { return entry.id }
        guard let id = Int64(group), id >= 0 else { throw Failure.noSuchGroup(String(group)) }
        return id
    }

    private static func records(in file: [UInt8]) -> [[Substring]] {
        String(decoding: file, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ":", omittingEmptySubsequences: false)
        }
    }
}

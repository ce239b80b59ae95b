import KubernetesAPI

/// The `/etc/resolv.conf` of a Pod.
///
/// There is no cluster DNS on one machine, so `ClusterFirst` is the host's resolver as `Default` is;
/// `None` takes `dnsConfig` alone.
struct ResolverConfiguration: Sendable, Hashable {
    var nameservers: [String] = []
    var searches: [String] = []
    var options: [String] = []
    /// What was left out since the C library reads no more of it, as the kubelet words it.
    var omissions: [String] = []

    /// What the C library reads (kubelet: `MaxDNSNameservers` and its kin).
    private static let limits = (nameservers: 3, searches: 32, searchCharacters: 2048)
    /// Where systemd-resolved says which servers it asks itself.
    static let behindLocalResolver = "/run/systemd/resolve/resolv.conf"

    /// The machine's own. A resolver on its loopback is none for Pods: where systemd-resolved is that,
    /// Pods ask the servers behind it, as under a kubelet that kubeadm configures.
    static func ofMachine(_ path: String, behind: String = behindLocalResolver) -> Self {
        func read(_ path: String) -> Self? {
            PodDirectory.read(path, limit: 1 << 16).map {
                Self(parsing: String(decoding: $0, as: UTF8.self))
            }
        }
        let own = read(path) ?? Self(parsing: "")
        let isLocal = own.nameservers.allSatisfy { $0.hasPrefix("127.") || $0 == "::1" }
        guard isLocal, !own.nameservers.isEmpty else { return own }
        return read(behind) ?? own
    }

    /// Reads the text of a resolv.conf; as in resolver(5) the last search line wins.
    init(parsing text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let keyword = words.first else { continue }
            switch keyword {
            case "nameserver": nameservers += words.dropFirst().prefix(1)
            case "search", "domain": searches = Array(words.dropFirst())
            case "options": options = Array(words.dropFirst())
            default: continue
            }
        }
    }

    /// What a Pod sees.
    init(of spec: PodSpec, host: ResolverConfiguration) {
        if spec.dnsPolicy.rawValue != "None" { self = host } else { self.init(parsing: "") }
        if let config = spec.dnsConfig { add(config) }
        keepToLimits()
    }

    private mutating func add(_ config: PodDNSConfig) {
        func unique(_ list: [String]) -> [String] {
            var seen: Set<String> = []
            return list.filter { seen.insert($0).inserted }
        }
        nameservers = unique(nameservers + config.nameservers)
        searches = unique(searches + config.searches)
        let added = config.options.map { option in
            option.value.map { "\(option.name):\($0)" } ?? option.name
        }
        let replaced = Set(config.options.map(\.name))
        options =
            options.filter { !replaced.contains(String($0.prefix { $0 != ":" })) } + added
    }

    private mutating func keepToLimits() {
        if nameservers.count > Self.limits.nameservers {
            nameservers = Array(nameservers.prefix(Self.limits.nameservers))
            omissions.append(
                "Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: \(nameservers.joined(separator: " "))"
            )
        }
        var length = -1
        let kept = searches.prefix(Self.limits.searches).prefix {
            length += $0.utf8.count + 1
            return length <= Self.limits.searchCharacters
        }
        guard kept.count < searches.count else { return }
        searches = Array(kept)
        omissions.append(
            "Search Line limits were exceeded, some search paths have been omitted, the applied search line is: \(searches.joined(separator: " "))"
        )
    }

    var content: String {
        var lines: [String] = []
        if !searches.isEmpty { lines.append("search " + searches.joined(separator: " ")) }
        lines += nameservers.map { "nameserver \($0)" }
        if !options.isEmpty { lines.append("options " + options.joined(separator: " ")) }
        return lines.map { $0 + "\n" }.joined()
    }
}

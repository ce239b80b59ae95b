import KubernetesAPI

/// The `/etc/resolv.conf` of a Pod.
///
/// There is no cluster DNS on one machine, so `ClusterFirst` is the host's resolver as `Default` is;
/// `None` takes `dnsConfig` alone.
struct ResolverConfiguration: Sendable, Hashable {
    var nameservers: [String] = []
    var searches: [String] = []
    var options: [String] = []

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
        guard let config = spec.dnsConfig else { return }
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

    var content: String {
        var lines: [String] = []
        if !searches.isEmpty { lines.append("search " + searches.joined(separator: " ")) }
        lines += nameservers.map { "nameserver \($0)" }
        if !options.isEmpty { lines.append("options " + options.joined(separator: " ")) }
        return lines.map { $0 + "\n" }.joined()
    }
}

import JSON
import KubernetesAPI

/// The daemon's state as an aligned page.
struct StatusPage {
    private let status: JSONValue
    private let now: Timestamp

    /// - Parameter status: what `GET /swiftlet/v1/status` answers; absent members are left out.
    init(_ status: JSONValue, now: Timestamp) {
        self.status = status
        self.now = now
    }

    var text: String {
        var text = DescriptionText()
        addDaemon(to: &text)
        text.optional("Server", string("server"))
        text.optional("Socket", string("socket"))
        text.optional("CRI socket", string("criSocket"))
        text.optional("Kubeconfig", string("kubeconfig"))
        text.optional("State folder", string("root"))
        text.optional("Run folder", string("runDirectory"))
        text.optional("Log folder", string("logDirectory"))
        addHost(to: &text)
        addContents(to: &text)
        return text.aligned
    }

    private func string(_ path: String...) -> String? {
        guard let value = status.value(at: path), !value.isNull else { return nil }
        return value.stringValue ?? value.serialized()
    }

    private func addDaemon(to text: inout DescriptionText) {
        let kubernetes = string("kubernetesVersion").map { " (Kubernetes \($0))" } ?? ""
        text.field("Swiftlet", (string("version") ?? "unknown") + kubernetes)
        var running = string("pid").map { "process \($0)" } ?? ""
        if let start = string("startedAt").flatMap({ Timestamp($0) }) {
            running += ", up \(HumanDuration.since(start, now: now))"
        }
        text.optional("Running", running)
        text.optional("Node", string("node"))
    }

    private func addHost(to text: inout DescriptionText) {
        if let name = string("ociRuntime", "name") {
            let version = string("ociRuntime", "version").map { " \($0)" } ?? ""
            let path = string("ociRuntime", "path").map { " (\($0))" } ?? ""
            let reason = string("ociRuntime", "reason").map { "; \($0)" } ?? ""
            text.field("OCI runtime", name + version + path + reason)
        }
        if let version = string("cgroup", "version") {
            let root = string("cgroup", "root").map { ", root \($0)" } ?? ""
            text.field("cgroups", "v\(version)\(root)")
        }
        if status.value(at: "appArmor", "enabled")?.boolValue == true {
            text.field(
                "AppArmor",
                string("appArmor", "defaultProfile").map { "containers get \($0)" }
                    ?? "containers get no profile: apparmor_parser is missing, install apparmor")
        }
        if let range = string("network", "podCIDR") {
            let bridge = string("network", "bridge").map { " on \($0)" } ?? ""
            text.field("Pod network", range + bridge)
        }
    }

    private func addContents(to text: inout DescriptionText) {
        if let total = string("pods", "total") {
            let running = string("pods", "running").map { " (\($0) running)" } ?? ""
            text.field("Pods", total + running)
        }
        text.optional("Images", string("images", "count"))
        let sizes = [("images", "images"), ("state", "state"), ("logs", "logs")].compactMap {
            key, title in
            status.value(at: "disk", key)?.integerValue.map { "\(ByteCount.text($0)) \(title)" }
        }
        text.optional("Disk use", sizes.joined(separator: ", "))
    }
}

/// Numbers of bytes for people.
enum ByteCount {
    /// `4.81MB`: three digits in powers of 1000, as container tools show the sizes of images.
    static func text(_ bytes: Int64) -> String {
        var value = Double(bytes)
        var units = ["B", "kB", "MB", "GB", "TB"][...]
        while value >= 999.5, units.count > 1 {
            value /= 1000
            units.removeFirst()
        }
        let unit = units.first ?? ""
        if unit == "B" { return "\(bytes)B" }
        let scale = value < 9.995 ? 100.0 : value < 99.95 ? 10.0 : 1.0
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))\(unit)" : "\(rounded)\(unit)"
    }
}

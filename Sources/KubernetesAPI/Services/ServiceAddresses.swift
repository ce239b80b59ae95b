import JSON

/// Keeps `clusterIP` and `clusterIPs` of a Service alike, and says of which family they are
/// (pkg/registry/core/service).
///
/// Nothing forwards to Services here, so no address is given out: a Service has the one that it
/// asks for, or none (`None`, as a headless one).
public enum ServiceAddresses {
    static let none = "None"

    /// - Parameter old: the Service as it was; nil for a new one.
    public static func complete(_ service: inout JSONValue, from old: JSONValue?) {
        guard var spec = service["spec"], spec.objectValue != nil else { return }
        service["spec"] = nil
        defer { service["spec"] = spec }
        if spec.string("type") == "ExternalName" {
            for member in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]
            where isKept(spec, old, member) { spec[member] = nil }
            return
        }
        if let old = old?["spec"], old.string("type") != "ExternalName" {
            keep(&spec, from: old)
        }
        alignLists(&spec, from: old?["spec"])
        if spec.string("clusterIP").isEmpty, spec.elements("clusterIPs").isEmpty {
            spec["clusterIP"] = .string(none)
            spec["clusterIPs"] = [.string(none)]
        }
        let addresses = spec.strings("clusterIPs").filter { $0 != none }
        if spec.elements("ipFamilies").isEmpty {
            let families = addresses.isEmpty ? ["IPv4"] : addresses.map(family)
            spec["ipFamilies"] = .array(families.map { .string($0) })
        }
        spec.setDefault(
            "ipFamilyPolicy", addresses.count > 1 ? "PreferDualStack" : "SingleStack")
    }

    static func family(of address: String) -> String { address.contains(":") ? "IPv6" : "IPv4" }

    /// Whether a member came along unchanged with a type that has none.
    private static func isKept(_ spec: JSONValue, _ old: JSONValue?, _ member: String) -> Bool {
        guard let old = old?["spec"] else { return false }
        return spec[member] == old[member]
    }

    /// An update that leaves the addresses out means those that are there.
    private static func keep(_ spec: inout JSONValue, from old: JSONValue) {
        if !spec.has("clusterIP"), !spec.has("clusterIPs") {
            spec["clusterIP"] = old["clusterIP"]
            spec["clusterIPs"] = old["clusterIPs"]
        }
        for member in ["ipFamilies", "ipFamilyPolicy"] where !spec.has(member) {
            spec[member] = old[member]
        }
    }

    /// Clients that know one of the two fields change only that one.
    private static func alignLists(_ spec: inout JSONValue, from old: JSONValue?) {
        let address = spec.string("clusterIP")
        guard let old else {
            if !address.isEmpty, !spec.has("clusterIPs") {
                spec["clusterIPs"] = [.string(address)]
            } else if address.isEmpty, let first = spec.strings("clusterIPs").first {
                spec["clusterIP"] = .string(first)
            }
            return
        }
        let sameList = spec["clusterIPs"] == old["clusterIPs"]
        let sameAddress = address == old.string("clusterIP")
        if !sameAddress, sameList {
            spec["clusterIPs"] = address.isEmpty ? nil : [.string(address)]
        } else if sameAddress, !sameList {
            let first = spec.strings("clusterIPs").first
            spec["clusterIP"] = first.map { .string($0) }
        } else if address.isEmpty, let first = spec.strings("clusterIPs").first {
            spec["clusterIP"] = .string(first)
        } else if !address.isEmpty, !spec.has("clusterIPs") {
            spec["clusterIPs"] = [.string(address)]
        }
    }
}

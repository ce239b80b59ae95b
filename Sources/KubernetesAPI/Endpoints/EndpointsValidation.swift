import JSON

/// Endpoints (validateEndpointSubsets in pkg/apis/core/validation).
public enum EndpointsValidation {
    static let invalidAddress =
        "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"

    public static func validate(_ endpoints: JSONValue) -> [FieldError] {
        endpoints.elements("subsets").enumerated().flatMap { index, subset in
            let path = "subsets[\(index)]"
            var errors: [FieldError] = []
            let ready = subset.elements("addresses")
            let unready = subset.elements("notReadyAddresses")
            if ready.isEmpty, unready.isEmpty {
                errors.append(
                    .required(path, "must specify `addresses` or `notReadyAddresses`"))
            }
            for (member, addresses) in [("addresses", ready), ("notReadyAddresses", unready)] {
                errors += addresses.enumerated().flatMap { index, address in
                    errorsOfAddress(address, "\(path).\(member)[\(index)]")
                }
            }
            let ports = subset.elements("ports")
            return errors
                + ports.enumerated().flatMap { index, port in
                    portErrors(port, "\(path).ports[\(index)]", isNameRequired: ports.count > 1)
                }
        }
    }

    /// What Kubernetes fills in.
    public static func applyDefaults(to endpoints: inout JSONValue) {
        endpoints.updateEach("subsets") { subset in
            subset.updateEach("ports") { $0.setDefault("protocol", "TCP") }
        }
    }

    private static func errorsOfAddress(_ address: JSONValue, _ path: String) -> [FieldError] {
        let hostname = address.string("hostname")
        var errors: [FieldError] = []
        if !hostname.isEmpty {
            errors += NameValidation.dns1123Label(hostname).map {
                .invalid("\(path).hostname", .string(hostname), $0)
            }
        }
        if address.has("nodeName") {
            let name = address.string("nodeName")
            errors += NameValidation.dns1123Subdomain(name).map {
                .invalid("\(path).nodeName", .string(name), $0)
            }
        }
        return errors + addressErrors(address.string("ip"), "\(path).ip")
    }

    private static func portErrors(
        _ port: JSONValue, _ path: String, isNameRequired: Bool
    ) -> [FieldError] {
        ServicePortValidation.nameErrors(
            port.string("name"), path, isRequired: isNameRequired)
            + ServicePortValidation.numberErrors(port["port"], "\(path).port")
            + ServicePortValidation.protocolErrors(port, path)
            + ServicePortValidation.applicationErrors(port, path)
    }

    /// Addresses that cannot be somebody's (ValidateEndpointIP).
    static func addressErrors(_ address: String, _ path: String) -> [FieldError] {
        let value = JSONValue.string(address)
        guard IPAddress.isValid(address) else { return [.invalid(path, value, invalidAddress)] }
        let text = address.lowercased()
        if text == "0.0.0.0" || text == "::" {
            return [.invalid(path, value, "may not be unspecified (\(address))")]
        }
        if text.hasPrefix("127.") || text == "::1" {
            return [
                .invalid(path, value, "may not be in the loopback range (127.0.0.0/8, ::1/128)")
            ]
        }
        if text.hasPrefix("169.254.") || text.hasPrefix("fe80:") {
            return [
                .invalid(
                    path, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)")
            ]
        }
        if text.hasPrefix("224.0.0.") || text.hasPrefix("ff02:") {
            return [
                .invalid(
                    path, value,
                    "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")
            ]
        }
        return []
    }
}

/// References of the form `$(NAME)` in commands, arguments and environment values.
enum VariableExpansion {
    /// Replaces each `$(NAME)` by the variable's value. A reference to an unknown variable stays as
    /// it is, and `$$` is a dollar sign, so that `$$(NAME)` is no reference.
    static func expand(_ text: String, _ value: (String) -> String?) -> String {
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        let dollar = UInt8(ascii: "$")
        var index = 0
        while index < bytes.count {
            guard bytes[index] == dollar, index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            switch bytes[index + 1] {
            case dollar:
                result.append(dollar)
                index += 2
            case UInt8(ascii: "("):
                guard let close = bytes[index...].firstIndex(of: UInt8(ascii: ")")) else {
                    result.append(contentsOf: bytes[index...(index + 1)])
                    index += 2
                    continue
                }
                let name = String(decoding: bytes[(index + 2)..<close], as: UTF8.self)
                result.append(
                    contentsOf: value(name).map { Array($0.utf8) } ?? Array(bytes[index...close]))
                index = close + 1
            default:
                result.append(contentsOf: bytes[index...(index + 1)])
                index += 2
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

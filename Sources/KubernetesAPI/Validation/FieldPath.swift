/// Where a field stands in an object. Its text is made only where a message needs it: a right object
/// has none.
indirect enum FieldPath: Sendable, CustomStringConvertible {
    case root
    case member(FieldPath, String)
    case element(FieldPath, Int)
    case key(FieldPath, String)

    /// `spec.containers[0].resources.limits[cpu]`
    var description: String {
        switch self {
        case .root: return ""
        case .member(let parent, let name):
            let text = parent.description
            return text.isEmpty ? name : "\(text).\(name)"
        case .element(let parent, let index): return "\(parent.description)[\(index)]"
        case .key(let parent, let key): return "\(parent.description)[\(key)]"
        }
    }
}

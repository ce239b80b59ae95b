/// Why a volume cannot be given to a Pod.
enum VolumeError: Error, Sendable, Hashable, CustomStringConvertible {
    case unserved(volume: String)
    case wrongType(volume: String, path: String, expected: String)
    case failed(volume: String, cause: String)

    var description: String {
        switch self {
        case .unserved(let volume):
            "volume \"\(volume)\" is of a type that is not served yet; emptyDir and hostPath are"
        case .wrongType(let volume, let path, let expected):
            "MountVolume.SetUp failed for volume \"\(volume)\" : hostPath type check failed: \(path) is not a \(expected)"
        case .failed(let volume, let cause):
            "MountVolume.SetUp failed for volume \"\(volume)\" : \(cause)"
        }
    }
}

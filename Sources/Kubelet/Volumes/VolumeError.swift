/// Why a volume cannot be given to a Pod.
enum VolumeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A reason in words.
    struct Cause: Error, Sendable, Hashable, CustomStringConvertible {
        var description: String

        init(_ description: String) {
            self.description = description
        }
    }

    case unserved(volume: String)
    case wrongType(volume: String, path: String, expected: String)
    case failed(volume: String, cause: String)
    /// The image of an image volume is not to be had; `reason` is that of the waiting state of the
    /// containers that mount it.
    case image(volume: String, image: String, reason: String, message: String)
    /// What concerns all volumes.
    case folder(cause: String)

    var description: String {
        switch self {
        case .unserved(let volume):
            "volume \"\(volume)\" is of a type that is not served yet"
        case .wrongType(let volume, let path, let expected):
            "MountVolume.SetUp failed for volume \"\(volume)\" : hostPath type check failed: \(path) is not a \(expected)"
        case .image(let volume, _, let reason, let message):
            "MountVolume.SetUp failed for volume \"\(volume)\" : \(reason): \(message)"
        case .folder(let cause): cause
        case .failed(let volume, let cause):
            "MountVolume.SetUp failed for volume \"\(volume)\" : \(cause)"
        }
    }
}

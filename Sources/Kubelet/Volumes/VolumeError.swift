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
    /// A block volume, which has no files to be mounted.
    case blockMode(volume: String)
    /// Its claim is for one Pod at a time, and another one has it.
    case inUse(volume: String)
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
        case .blockMode(let volume):
            "volume \(volume) has volumeMode Block, but is specified in volumeMounts"
        case .inUse(let volume):
            "MountVolume.SetUp failed for volume \"\(volume)\" : volume uses the ReadWriteOncePod access mode and is already in use by another pod"
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

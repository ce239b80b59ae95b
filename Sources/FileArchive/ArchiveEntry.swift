/// One member of a tar archive.
public struct ArchiveEntry: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case file
        case directory
        case symbolicLink
        /// Another name of a file that came before.
        case hardLink
        /// Devices, FIFOs and what is not known.
        case other
    }

    public var kind = Kind.file
    /// Bytes, as the archive has them.
    public var path: [UInt8] = []
    /// Where a link leads.
    public var target: [UInt8] = []
    /// The lower twelve bits.
    public var permissions: UInt32 = 0o644
    public var user: UInt32 = 0
    public var group: UInt32 = 0
    /// Bytes of content; 0 for all but files.
    public var size: Int64 = 0
    /// Seconds since 1970.
    public var modified: Int64 = 0

    public init() {}
}

/// Something packed that is unpacked piece by piece. Used by one thread, which it blocks.
protocol PackedStream: AnyObject {
    /// Fills a part of `buffer`; after the end of the packed content, what follows has been read, too.
    ///
    /// - Returns: how many bytes; 0 at the end.
    /// - Throws: `PackedStreamDamage`, or what the source throws.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// The packed content is not what it should be.
struct PackedStreamDamage: Error {
    var reason: String
}

import Glibc

/// The text of an object as clients see it: the stored one with its version at
/// `metadata.resourceVersion`, put there without reading the rest of the text.
enum VersionedText {
    private static let member = Array("\"metadata\"".utf8)
    private static let opening = Array("\"resourceVersion\":\"".utf8)

    /// Adds the text of `body` to `output`; a body without metadata is added as it is.
    ///
    /// - Parameter body: an object as `JSONValue` prints it, with no version in it.
    static func append(_ body: [UInt8], version: Int64, to output: inout [UInt8]) {
        guard let start = metadataStart(in: body) else { return output.append(contentsOf: body) }
        output.append(contentsOf: body[..<start])
        output.append(contentsOf: opening)
        output.append(contentsOf: String(version).utf8)
        output.append(UInt8(ascii: "\""))
        if body[start] != UInt8(ascii: "}") { output.append(UInt8(ascii: ",")) }
        output.append(contentsOf: body[start...])
    }

    static func make(_ body: [UInt8], version: Int64) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(body.count + opening.count + 24)
        append(body, version: version, to: &output)
        return output
    }

    /// The place behind the `{` of the member `metadata`; nil where there is none.
    private static func metadataStart(in body: [UInt8]) -> Int? {
        body.withUnsafeBufferPointer { bytes in
            var depth = 0
            var position = 0
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: "\""):
                    let start = position
                    position = endOfString(in: bytes, from: start)
                    let isMember =
                        depth == 1
                        && bytes[start..<min(position + 1, bytes.count)]
                            .elementsEqual(member)
                    // A member's name is followed by a colon, a text that looks like it is not.
                    if isMember, position + 3 < bytes.count,
                        bytes[position + 1] == UInt8(ascii: ":"),
                        bytes[position + 2] == UInt8(ascii: "{")
                    {
                        return position + 3
                    }
                default: break
                }
                position += 1
            }
            return nil
        }
    }

    /// The place of the quotation mark that ends the string which begins at `start`.
    private static func endOfString(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return 0 }
        let mark = Int32(UInt8(ascii: "\""))
        var position = start + 1
        // Texts are the most of an object: memchr passes over them many bytes at a time.
        while position < bytes.count,
            let found = memchr(base + position, mark, bytes.count - position)
        {
            let end = UnsafeRawPointer(found) - base
            var backslashes = 0
            while end - backslashes - 1 > start,
                bytes[end - backslashes - 1] == UInt8(ascii: "\\")
            {
                backslashes += 1
            }
            // Behind an odd number of backslashes it belongs to the text.
            if backslashes.isMultiple(of: 2) { return end }
            position = end + 1
        }
        return bytes.count
    }
}

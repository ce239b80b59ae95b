import Glibc
import LinuxSystem
import OCI

/// OCI layout folders as archives, and the other way round.
public enum LayoutArchive {
    /// A descriptor to read the archive of a layout folder from, which the caller closes. It is made as
    /// it is read, by a thread of its own.
    ///
    /// - Throws: `ImageStoreError` where the folder is no layout, `SystemError`.
    public static func open(_ layout: String) throws -> Int32 {
        guard File.exists(layout + "/index.json") else {
            throw ImageStoreError(.notFound, "\(layout) is no OCI image layout folder")
        }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let writing = ends[1]
        // Ends with the reader, at the latest with the process.
        Task.detached {
            try? await callOnOwnThread {
                defer { close(writing) }
                try write(layout, to: writing)
            }
        }
        return ends[0]
    }

    private static func write(_ layout: String, to file: Int32) throws {
        var tar = TarWriter { try writeAll($0, to: file) }
        try tar.file("oci-layout", Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8))
        for name in File.names(in: layout + "/blobs/sha256") where Digest("sha256:" + name) != nil {
            let path = "\(layout)/blobs/sha256/\(name)"
            guard let status = try FileStatus(path: path) else { continue }
            try tar.file("blobs/sha256/\(name)", size: status.size) { write in
                try LayerWriter.read(path, write)
            }
        }
        // At the end: an archive that was cut off has none, and is refused.
        try tar.file("index.json", try File.read(layout + "/index.json"))
        try tar.finish()
    }

    /// Adds the images of an archive to a layout folder, which is made where it is missing. Blocks.
    ///
    /// - Returns: their names.
    /// - Throws: `ImageStoreError`, `SystemError`.
    public static func unpack(_ archive: String, into layout: String) throws -> [String] {
        let spool = try ArchiveSpool(archive, into: layout, limits: UnpackLimits())
        let images = try spool.images()
        spool.removeLists()
        var names: [String] = []
        for image in images {
            for name in image.names {
                var descriptor = image.descriptor
                descriptor.annotations = [LayoutSource.nameAnnotation: name]
                try OCILayoutWriter.list(descriptor, as: try Reference(parsing: name), in: layout)
                names.append(name)
            }
        }
        return names
    }
}

import Glibc

/// A file written at the end, for which the space is taken at the beginning: a disk that fills
/// meanwhile cannot lose it.
struct ReservedFile {
    let directory: String
    let name: String
    private let descriptor: Int32

    private var temporary: String { "\(directory)/\(name).tmp" }

    init(directory: String, name: String) {
        self.directory = directory
        self.name = name
        descriptor = open(
            "\(directory)/\(name).tmp", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor >= 0 { _ = Files.write(String(repeating: " ", count: 256), to: descriptor) }
    }

    /// Writes at most 256 bytes and gives the file its name; readers see all of it or nothing.
    func publish(_ text: String) -> Bool {
        descriptor >= 0 && lseek(descriptor, 0, SEEK_SET) == 0
            && Files.write(text, to: descriptor)
            && ftruncate(descriptor, off_t(text.utf8.count)) == 0
            && rename(temporary, "\(directory)/\(name)") == 0
    }

    /// Waits until the file and its name are on the disk.
    func synchronize() {
        if descriptor >= 0 { fsync(descriptor) }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}

import Glibc
import KubernetesAPI
import LinuxSystem
import Testing

@testable import Kubelet

/// On a real folder, without root.
final class HostPathTests {
    private let folder = "/tmp/swiftlet-host-path-\(UInt64.random(in: 0 ... .max))"

    init() throws {
        try File.makeFolders(folder + "/directory")
        try File.write([], to: folder + "/file")
        mkfifo(folder + "/pipe", 0o600)
    }

    deinit { try? DirectoryTree.remove(folder) }

    private func prepare(_ path: String, _ type: String) throws {
        try HostPath.prepare(
            .with {
                $0.path = path
                $0.type = HostPathType(rawValue: type)
            }, volume: "v")
    }

    @Test(
        "what is there is taken for what it is",
        arguments: [
            ("directory", "Directory"), ("directory", "DirectoryOrCreate"), ("file", "File"),
            ("file", "FileOrCreate"), ("directory", ""), ("pipe", ""),
        ])
    func present(name: String, type: String) throws {
        try prepare("\(folder)/\(name)", type)
    }

    @Test(
        "what is something else is refused with the kubelet's words",
        arguments: [
            ("file", "Directory", "directory"), ("file", "DirectoryOrCreate", "directory"),
            ("directory", "File", "file"), ("directory", "FileOrCreate", "file"),
            ("file", "Socket", "socket file"), ("pipe", "CharDevice", "character device"),
            ("none", "BlockDevice", "block device"), ("none", "Directory", "directory"),
            ("none", "File", "file"),
        ])
    func other(name: String, type: String, expected: String) {
        let path = "\(folder)/\(name)"
        let error = #expect(throws: VolumeError.self) { try prepare(path, type) }
        #expect(
            error?.description
                == "MountVolume.SetUp failed for volume \"v\" : hostPath type check failed: \(path) is not a \(expected)"
        )
    }

    @Test("devices are taken")
    func devices() throws {
        try prepare("/dev/null", "CharDevice")
    }

    @Test("what is missing is made where the type says so")
    func made() throws {
        try prepare(folder + "/new/deep", "DirectoryOrCreate")
        try prepare(folder + "/new-file", "FileOrCreate")
        #expect(try FileStatus(path: folder + "/new/deep")?.mode == S_IFDIR | 0o755)
        #expect(try FileStatus(path: folder + "/new-file")?.mode == S_IFREG | 0o644)
    }
}

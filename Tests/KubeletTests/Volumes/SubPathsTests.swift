import Glibc
import KubernetesAPI
import LinuxSystem
import Testing

@testable import Kubelet

@Suite struct SubPathsTests {
    private func path(_ subPath: String = "", expression: String = "") throws -> String {
        try SubPaths.subPath(
            of: .with { ($0.subPath, $0.subPathExpr) = (subPath, expression) },
            ["POD": "web-0", "EMPTY": ""])
    }

    @Test("plain and expanded paths")
    func paths() throws {
        #expect(try path() == "")
        #expect(try path("a/b") == "a/b")
        #expect(try path(expression: "logs/$(POD)") == "logs/web-0")
    }

    @Test("paths that leave the volume", arguments: ["/etc", "a/../../etc", ".."])
    func bad(subPath: String) {
        #expect(throws: ContainerConfigurationError.self) { try path(subPath) }
    }

    @Test(
        "expressions that would lead elsewhere without the values of their variables",
        arguments: [
            ("$(NOPE)", "missing value for NOPE"), ("a/$(EMPTY)", "missing value for EMPTY"),
            ("$(NOPE)/$(POD)/$(EMPTY)", "missing value for EMPTY, NOPE"),
        ])
    func missingValues(expression: String, message: String) {
        let error = #expect(throws: ContainerConfigurationError.self) {
            try path(expression: expression)
        }
        #expect(error?.description == message)
    }

    @Test("the kubelet's words for paths that leave the volume")
    func words() {
        let absolute = #expect(throws: ContainerConfigurationError.self) { try path("/etc") }
        #expect(absolute?.description == "error SubPath `/etc` must not be an absolute path")
        let above = #expect(throws: ContainerConfigurationError.self) { try path("a/../..") }
        #expect(
            above?.description == "unable to provision SubPath `a/../..`: must not contain '..'")
    }

    /// Volumes a container can write to, a link in which leads to the host's /etc.
    @Test("a part is held, links stay in the volume", .enabled(if: geteuid() == 0))
    func held() throws {
        let fixture = try Fixture()
        let directory = PodDirectory(root: fixture.root, uid: "u")
        let volumes = PodVolumes(directory: directory)
        let container = KubernetesAPI.Container.named("main") {
            $0.volumeMounts = ["file", "new/folder", "link"].map { path in
                .with { ($0.name, $0.mountPath, $0.subPath) = ("work", "/m/\(path)", path) }
            }
        }
        var pod = Pod.bound(named: "web", [container])
        pod.spec.volumes = [.with { $0.name = "work" }]
        #expect(try volumes.prepare(pod.spec, VolumeContents(), now: 0) == [])
        let work = directory.volume("work", .emptyDirectory)
        try File.write(Array("content".utf8), to: work + "/file")
        try File.makeFolders(work + "/etc")
        try File.write(Array("inside".utf8), to: work + "/etc/hostname")
        #expect(symlink("/etc", work + "/link") == 0)

        let subPaths = SubPaths(pod: pod, volumes: volumes)
        let paths = try subPaths.prepare(container, attempt: 0, variables: [:])
        let file = try #require(paths[0])
        #expect(try File.read(file) == Array("content".utf8))
        #expect(File.exists(work + "/new/folder"))
        #expect(try File.read(try #require(paths[2]) + "/hostname") == Array("inside".utf8))
        // Exchanged afterwards: the container has what was there.
        try DirectoryTree.remove(work + "/file")
        #expect(symlink("/etc/passwd", work + "/file") == 0)
        #expect(try File.read(file) == Array("content".utf8))

        try DirectoryTree.remove(work + "/file")
        try File.write([], to: work + "/file")
        #expect(try subPaths.prepare(container, attempt: 1, variables: [:])[0] != file)
        #expect(!File.exists(file))
        try volumes.removeAll()
        #expect(!File.exists(directory.path))
        #expect(try !MountTable.current().contains { $0.hasPrefix(fixture.root) })
    }
}

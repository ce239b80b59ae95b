import Glibc
import LinuxSystem
import Logging
import Testing

@testable import ContainerRuntime

final class RecordStoreTests {
    let folder = "/tmp/swiftlet-records-\(UInt64.random(in: 0 ... .max))"
    let store: RecordStore<ContainerRecord>

    init() throws {
        try File.makeFolders(folder)
        store = RecordStore(folder: folder, logger: Logger(label: "test"))
    }

    deinit { try? File.removeTree(folder) }

    private func record(_ id: String, _ phase: ContainerRecord.Phase) throws -> ContainerRecord {
        try File.makeFolders("\(folder)/\(id)")
        return ContainerRecord(
            id: id, sandboxID: "s",
            configuration: ContainerConfiguration(
                name: "c", attempt: 2, image: "i", imageID: "i", imageReference: "i",
                rootFileSystem: "/r", arguments: ["sh"],
                mounts: [ContainerMount(hostPath: "/h", containerPath: "/c")],
                resources: LinuxResources(cpuQuota: 2000), logPath: "c/2.log"),
            cgroup: "kubepods/pod1/c", createdAt: 1_795_379_891_203_579_838, phase: phase)
    }

    @Test func recordsComeBackAsTheyWere() throws {
        let process = try #require(ProcessIdentity(id: getpid()))
        let records = [
            try record("a", .created),
            try record("b", .running(startedAt: 1_795_379_891_203_579_839, process)),
            try record("c", .failed(ContainerExit(exitCode: 128, finishedAt: 3, reason: "E"))),
        ]
        for record in records { try store.save(record, id: record.id) }
        let (loaded, incomplete) = store.loadAll()
        #expect(loaded == records)
        #expect(incomplete.isEmpty)
    }

    @Test func aRecordOfAnEarlierVersionIsReadWithWhatItLacksEmpty() throws {
        let folder = self.folder
        let sandboxes = RecordStore<SandboxRecord>(folder: folder, logger: Logger(label: "test"))
        try File.makeFolders(folder + "/old")
        let text = """
            {"id": "old", "createdAt": 1, "phase": "ready", "ipAddresses": [], "configuration": {
              "owner": "kubelet", "hostname": "h", "logDirectory": "/l", "cgroupParent": "pod1",
              "metadata": {"name": "p", "namespace": "n", "uid": "u", "attempt": 0},
              "resources": {}, "labels": {}, "annotations": {}}}
            """
        try File.write(Array(text.utf8), to: folder + "/old/state.json")
        let record = try #require(sandboxes.loadAll().records.first)
        #expect(record.configuration.namespaces == NamespaceOptions())
        #expect(record.bootID == "")
    }

    @Test func aTornRecordIsSetAsideAndTheOthersAreRead() throws {
        let good = try record("good", .created)
        try store.save(good, id: "good")
        _ = try record("torn", .created)
        try File.write(Array("{\"id\":".utf8), to: folder + "/torn/state.json")
        let (loaded, incomplete) = store.loadAll()
        #expect(loaded == [good])
        #expect(incomplete.isEmpty)
        #expect(File.names(in: folder + "/torn") == ["state.json.unreadable"])
        #expect(store.loadAll().incomplete.isEmpty)
    }

    @Test func foldersWithoutARecordAreIncomplete() throws {
        _ = try record("empty", .created)
        _ = try record("nothing-written", .created)
        try File.write([], to: folder + "/nothing-written/state.json")
        #expect(store.loadAll().incomplete == ["empty", "nothing-written"])
    }
}

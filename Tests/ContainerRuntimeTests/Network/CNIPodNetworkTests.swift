import Glibc
import JSON
import LinuxSystem
import Logging
import Testing

@testable import ContainerRuntime

/// With shell scripts in place of plugins, which note how they were called.
final class CNIPodNetworkTests {
    let folder = "/tmp/swiftlet-cni-\(UInt64.random(in: 0 ... .max))"
    let network: CNIPodNetwork
    let pod = PodSandboxMetadata(name: "web", namespace: "lab", uid: "u-1")

    init() throws {
        let folder = folder
        var configuration = NetworkConfiguration(
            configurationDirectory: folder + "/net.d",
            pluginDirectories: [folder + "/missing", folder + "/plugins"],
            stateDirectory: folder + "/state")
        configuration.pluginTimeLimit = 1
        for name in ["net.d", "plugins", "state"] { try File.makeFolders("\(folder)/\(name)") }
        network = CNIPodNetwork(configuration: configuration, logger: Logger(label: "test"))
    }

    deinit { try? File.removeTree(folder) }

    private func plugin(_ name: String, _ script: String) throws {
        try File.write(
            Array("#!/bin/sh\n\(script)\n".utf8), to: "\(folder)/plugins/\(name)", mode: 0o755)
    }

    private func list(_ plugins: String) throws {
        try File.write(
            Array(#"{"cniVersion":"1.0.0","name":"n","plugins":[\#(plugins)]}"#.utf8),
            to: folder + "/net.d/05-test.conflist")
    }

    private func notes() throws -> [JSONValue] {
        try String(decoding: File.read(folder + "/notes"), as: UTF8.self)
            .split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    @Test func pluginsAreChainedForwardsAndBackwards() async throws {
        for (name, address) in [("first", "10.1.0.9/16"), ("second", "10.1.0.9/16")] {
            try plugin(
                name,
                """
                input=$(cat)
                echo "{\\"plugin\\":\\"\(name)\\",\\"command\\":\\"$CNI_COMMAND\\",\\"id\\":\\"$CNI_CONTAINERID\\",\\"netns\\":\\"$CNI_NETNS\\",\\"interface\\":\\"$CNI_IFNAME\\",\\"arguments\\":\\"$CNI_ARGS\\",\\"input\\":$input}" >> \(folder)/notes
                [ $CNI_COMMAND = DEL ] || echo '{"cniVersion":"1.0.0","by":"\(name)","ips":[{"address":"fd00::9/64"},{"address":"\(address)"}]}'
                """)
        }
        try list(#"{"type":"first","bridge":"b0"},{"type":"second"}"#)

        let addresses = try await network.connect(
            sandboxID: "s1", namespacePath: "/proc/self/ns/net", pod: pod, ports: [])
        #expect(addresses == ["10.1.0.9", "fd00::9"])
        try await network.disconnect(
            sandboxID: "s1", namespacePath: "/proc/self/ns/net", pod: pod)
        try await network.disconnect(
            sandboxID: "s1", namespacePath: "/proc/self/ns/net", pod: pod)

        let notes = try notes()
        #expect(notes.map { $0["plugin"]?.stringValue } == ["first", "second", "second", "first"])
        #expect(notes.map { $0["command"]?.stringValue } == ["ADD", "ADD", "DEL", "DEL"])
        let first = notes[0]
        #expect(first["id"] == "s1")
        #expect(first["netns"] == "/proc/self/ns/net")
        #expect(first["interface"] == "eth0")
        #expect(first["arguments"]?.stringValue?.contains("K8S_POD_NAME=web") == true)
        #expect(
            first["input"] == [
                "type": "first", "bridge": "b0", "name": "n", "cniVersion": "1.0.0",
            ])
        #expect(notes[1].value(at: "input", "prevResult", "by") == "first")
        #expect(notes[2].value(at: "input", "prevResult", "by") == "second")
        #expect(notes[3].value(at: "input", "prevResult", "by") == "second")
    }

    @Test func removalUsesTheConfigurationOfItsTime() async throws {
        try plugin("first", "cat > /dev/null; echo $CNI_COMMAND >> \(folder)/commands; echo '{}'")
        try list(#"{"type":"first"}"#)
        _ = try await network.connect(
            sandboxID: "s1", namespacePath: "/x", pod: pod, ports: [])
        try list(#"{"type":"another"}"#)
        try await network.disconnect(sandboxID: "s1", namespacePath: "/x", pod: pod)
        #expect(try File.read(folder + "/commands") == Array("ADD\nDEL\n".utf8))
    }

    @Test func portsGoToThePluginThatTakesThem() async throws {
        try plugin("first", "cat >> \(folder)/notes; echo >> \(folder)/notes; echo '{}'")
        try list(#"{"type":"first","capabilities":{"portMappings":true}},{"type":"first"}"#)
        let port = PortMapping(protocol: "udp", hostIP: "127.0.0.1", hostPort: 53, containerPort: 5)
        _ = try await network.connect(
            sandboxID: "s1", namespacePath: "/x", pod: pod, ports: [port])
        try await network.disconnect(sandboxID: "s1", namespacePath: "/x", pod: pod)
        let expected: JSONValue = [
            ["hostPort": 53, "containerPort": 5, "protocol": "udp", "hostIP": "127.0.0.1"]
        ]
        let told = try notes().map { $0.value(at: "runtimeConfig", "portMappings") }
        #expect(told == [expected, nil, nil, expected])
    }

    @Test func aPluginsReasonIsPassedOn() async throws {
        try plugin("first", #"echo '{"code":11,"msg":"no addresses left"}'; exit 1"#)
        try list(#"{"type":"first"}"#)
        await #expect(
            throws: RuntimeError.network("CNI plugin first failed at ADD: no addresses left")
        ) {
            try await network.connect(
                sandboxID: "s1", namespacePath: "/x", pod: pod, ports: [])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aPluginThatHangsIsKilledAndGivenUp() async throws {
        try plugin("first", "[ $CNI_COMMAND = ADD ] && exec sleep 1000; echo '{}'")
        try list(#"{"type":"first"}"#)
        await #expect(
            throws: RuntimeError.network(
                "CNI plugin first did not end within 1 s at ADD and was killed")
        ) {
            try await network.connect(
                sandboxID: "s1", namespacePath: "/x", pod: pod, ports: [])
        }
        // What it may have begun is taken back.
        try plugin("first", "[ $CNI_COMMAND = DEL ] && exec sleep 1000; echo '{}'")
        await #expect(
            throws: RuntimeError.network(
                "CNI plugin first did not end within 1 s at DEL and was killed")
        ) {
            try await network.disconnect(sandboxID: "s1", namespacePath: "/x", pod: pod)
        }
        #expect(File.names(in: folder + "/state/results") == ["s1"])
        // Its time is over: the Pod's removal goes on without it.
        try await network.disconnect(sandboxID: "s1", namespacePath: "/x", pod: pod)
        #expect(File.names(in: folder + "/state/results").isEmpty)
    }

    @Test func aPluginThatFailsIsTriedAgainAsLongAsThereIsTime() async throws {
        try plugin("first", "[ $CNI_COMMAND = ADD ] || exit 1; echo '{}'")
        try list(#"{"type":"first"}"#)
        _ = try await network.connect(sandboxID: "s1", namespacePath: "/x", pod: pod, ports: [])
        let failure = RuntimeError.network("CNI plugin first failed at DEL: status 1")
        await #expect(throws: failure) {
            try await network.disconnect(sandboxID: "s1", namespacePath: "/x", pod: pod)
        }
        try plugin("first", "echo '{}'")
        try await network.disconnect(sandboxID: "s1", namespacePath: "/x", pod: pod)
        #expect(File.names(in: folder + "/state/results").isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func whoeverEndsDoesNotWaitForAPlugin() async throws {
        try plugin("first", "echo >> \(folder)/called; exec sleep 1000")
        try list(#"{"type":"first"}"#)
        try #require(mkfifo(folder + "/called", 0o600) == 0)
        let (network, pod, folder) = (network, pod, folder)
        let connecting = Task {
            try await network.connect(
                sandboxID: "s1", namespacePath: "/x", pod: pod, ports: [])
        }
        _ = try await blockingCall { try File.read(folder + "/called") }
        connecting.cancel()
        await #expect(throws: CancellationError.self) { try await connecting.value }
    }

    @Test func aMissingPluginIsNamedWithWhatToDo() async throws {
        try list(#"{"type":"nowhere"}"#)
        await #expect(
            throws: RuntimeError.network(
                "no CNI plugin \"nowhere\" in \(folder)/missing, \(folder)/plugins: "
                    + "install containernetworking-plugins")
        ) {
            try await network.connect(
                sandboxID: "s1", namespacePath: "/x", pod: pod, ports: [])
        }
    }

    @Test func aForeignConfigurationIsLeftAlone() async throws {
        try list(#"{"type":"first"}"#)
        #expect(try await network.prepare(sandboxes: []) == nil)
        #expect(File.names(in: folder + "/net.d") == ["05-test.conflist"])
    }
}

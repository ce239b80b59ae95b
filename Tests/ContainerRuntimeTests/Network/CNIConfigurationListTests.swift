import JSON
import Testing

@testable import ContainerRuntime

struct CNIConfigurationListTests {
    @Test func aSinglePluginIsAListOfOne() throws {
        let list = try CNIConfigurationList(
            parsing: Array(#"{"name":"n","type":"bridge"}"#.utf8), path: "/p")
        #expect(list.name == "n")
        #expect(list.version == "0.4.0")
        #expect(list.plugins == [["name": "n", "type": "bridge"]])
    }

    @Test func whatIsMissingIsSaidWithThePath() {
        #expect(throws: RuntimeError.network("CNI configuration /p has no \"name\"")) {
            try CNIConfigurationList(parsing: Array("{}".utf8), path: "/p")
        }
        #expect(throws: RuntimeError.network("CNI configuration /p has a plugin without \"type\""))
        {
            try CNIConfigurationList(
                parsing: Array(#"{"name":"n","plugins":[{}]}"#.utf8), path: "/p")
        }
    }

    @Test func ownBridgeLeavesTranslationToTheTable() throws {
        let configuration = NetworkConfiguration(
            configurationDirectory: "/c", stateDirectory: "/s", bridge: "swiftlet0",
            podCIDR: "10.88.0.0/16")
        let document = CNIConfigurationList.bridge(configuration)
        let list = try CNIConfigurationList(parsing: document.serializedBytes(), path: "/c")
        #expect(list.plugins.first?["ipMasq"] == false)
        #expect(list.plugins.first?.value(at: "ipam", "dataDir") == "/s/addresses")
        let script = Masquerade(configuration).script
        #expect(
            script.contains(
                "ip saddr 10.88.0.0/16 ip daddr != 10.88.0.0/16 ip daddr != 224.0.0.0/4 masquerade"
            ))
        #expect(script.contains("table ip swiftlet-swiftlet0"))
    }
}

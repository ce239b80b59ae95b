import Testing

@testable import Kubelet

@Suite struct PodReferencesTests {
    private let map = ConfigurationReference(kind: .configMap, namespace: "n", name: "map")
    private let secret = ConfigurationReference(kind: .secret, namespace: "n", name: "secret")

    @Test("only another version than the one in use is news")
    func news() {
        var references = PodReferences()
        references.volumesFilled(from: [map: "5", secret: ""], immutable: [])
        #expect(references.watched == [map, secret])
        #expect(references.learn(map, version: "5") == .init())
        #expect(references.learn(secret, version: "") == .init())
        #expect(references.learn(map, version: "6") == .init(volumes: true))
        #expect(references.learn(map, version: "6") == .init())
        #expect(references.learn(secret, version: "7") == .init(volumes: true))
    }

    @Test("volumes and containers may have seen different versions")
    func apart() {
        var references = PodReferences()
        references.volumesFilled(from: [map: "5"], immutable: [])
        references.containerFailed("main", configuredFrom: [map: "6"])
        #expect(references.learn(map, version: "6") == .init(volumes: true))
        #expect(
            references.learn(map, version: "7") == .init(volumes: true, containers: ["main"]))
    }

    @Test("a container that is made has its environment for good; what is immutable is not watched")
    func watched() {
        var references = PodReferences()
        references.volumesFilled(from: [map: "5"], immutable: [map])
        references.containerFailed("main", configuredFrom: [secret: ""])
        #expect(references.watched == [secret])
        references.containerMade("main")
        #expect(references.watched.isEmpty)
    }
}

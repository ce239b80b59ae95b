import Foundation
import JSON
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Registry

/// What clients send comes back from get, list and watch, with every field in it.
@Suite("Round trips of valid objects")
struct CreateRoundTripTests {
    static let objects: [JSONValue] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Resources/every-field.yaml")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return (try? YAMLReader.documents(text)) ?? []
    }()

    @Test(arguments: objects.indices)
    func whatIsSentComesBack(_ index: Int) async throws {
        let sent = Self.objects[index]
        let type = try #require(
            ResourceType.served.first {
                $0.kind == sent["kind"]?.stringValue
                    && $0.apiVersion == sent["apiVersion"]?.stringValue
            })
        let test = try await TestRegistry()
        let registry = test.registry
        let namespace = type.namespaced ? sent.namespace : nil
        if let namespace, namespace != "lab" { try await test.createNamespace(namespace) }

        let created = try await registry.create(
            type, namespace: namespace, object: sent,
            options: WriteOptions(fieldValidation: .strict))
        let lost = Self.missing(sent, in: created, "")
        #expect(lost.isEmpty, "\(type.kind) \(sent.name)")

        let version = try #require(Int64(created.resourceVersion))
        #expect(try await registry.get(type, namespace: namespace, name: sent.name) == created)
        let list = try await registry.list(type, namespace: namespace, options: ListOptions())
        #expect(list.items.first { $0.name == sent.name } == created)
        let events = try await registry.watch(
            type, namespace: namespace,
            options: ListOptions(resourceVersion: String(version - 1)))
        for try await event in events {
            #expect(event.object == created)
            break
        }
    }

    @Test func everyKindIsThere() {
        let kinds = Set(Self.objects.map { [$0["apiVersion"], $0["kind"]] })
        let stored = ServedResource.all.filter(\.isStored).map(\.type)
        #expect(kinds == Set(stored.map { [.string($0.apiVersion), .string($0.kind)] }))
    }

    /// The paths of what `sent` has and `answer` does not.
    private static func missing(
        _ sent: JSONValue, in answer: JSONValue?, _ path: String
    ) -> [String] {
        switch (sent, answer) {
        case (.object(let members), .some(.object)):
            members.sorted { $0.key < $1.key }.flatMap {
                missing($0.value, in: answer?[$0.key], "\(path).\($0.key)")
            }
        case (.array(let elements), .some(.array(let others))) where elements.count <= others.count:
            elements.indices.flatMap {
                missing(elements[$0], in: others[$0], "\(path)[\($0)]")
            }
        default: sent == answer ? [] : [path]
        }
    }
}

import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore
import Testing

@testable import Registry

/// Nothing of an object may get lost on its way through the server.
@Suite("Round trips")
struct RoundTripTests {
    /// Events of events.k8s.io are kept as those of the core group.
    static let stored = ServedResource.all.filter { $0.isStored && $0.type != .eventsV1 }
        .map(\.type)

    @Test(arguments: ResourceType.served)
    func theSchemaKnowsEveryField(_ type: ResourceType) {
        let object = FilledObject.of(type)
        #expect(SchemaValidator.check(object, kind: type.schemaName).isClean)
        var pruned = object
        SchemaValidator.prune(&pruned, kind: type.schemaName)
        #expect(pruned == object)
        var defaulted = object
        SchemaDefaults.apply(to: &defaulted, kind: type.schemaName)
        #expect(defaulted == object)
    }

    static let types: [any KubernetesObject.Type] = [
        Pod.self, PodTemplate.self, Namespace.self, Node.self, Event.self, ConfigMap.self,
        Secret.self, ServiceAccount.self, Service.self, Endpoints.self, LimitRange.self,
        ResourceQuota.self, PersistentVolume.self, PersistentVolumeClaim.self, Binding.self,
        Lease.self, RuntimeClass.self, PriorityClass.self, PodDisruptionBudget.self, Role.self,
        RoleBinding.self, ClusterRole.self, ClusterRoleBinding.self, TokenReview.self,
        SelfSubjectReview.self, SubjectAccessReview.self, SelfSubjectAccessReview.self,
        SelfSubjectRulesReview.self, LocalSubjectAccessReview.self,
    ]

    @Test(arguments: types.indices)
    func swiftTypesKeepEveryField(_ index: Int) {
        let type = Self.types[index]
        let object = FilledObject.of(type.resourceType)
        let difference = Self.difference(object, type.init(json: object).json, "")
        #expect(difference.isEmpty, "\(type.resourceType.kind)")
    }

    @Test func everyOtherTypeHasASwiftType() {
        let known = Set(Self.types.map { $0.resourceType })
        let others = ServedResource.all.filter { !$0.isMeasured }.map(\.type)
            .filter { !known.contains($0) }
        #expect(Set(others) == [.eventsV1, .endpointSlices])
    }

    @Test func eventsKeepEveryFieldInBothGroups() {
        let core = FilledObject.of(.events)
        #expect(EventConversion.toCore(EventConversion.fromCore(core)) == core)
        let grouped = FilledObject.of(.eventsV1)
        #expect(EventConversion.fromCore(EventConversion.toCore(grouped)) == grouped)
        let report = SchemaValidator.check(
            EventConversion.fromCore(core), kind: ResourceType.eventsV1.schemaName)
        #expect(report.isClean)
    }

    /// The paths of what differs.
    private static func difference(
        _ left: JSONValue?, _ right: JSONValue?, _ path: String
    ) -> [String] {
        if left == right { return [] }
        guard let mine = left?.objectValue, let theirs = right?.objectValue else {
            guard let mine = left?.arrayValue, let theirs = right?.arrayValue,
                mine.count == theirs.count
            else { return [path] }
            return mine.indices.flatMap { difference(mine[$0], theirs[$0], "\(path)[\($0)]") }
        }
        return Set(mine.keys).union(theirs.keys).sorted().flatMap {
            difference(mine[$0], theirs[$0], "\(path).\($0)")
        }
    }

    @Test(arguments: stored)
    func readingGivesWhatIsStored(_ type: ResourceType) async throws {
        let test = try await TestRegistry()
        let registry = test.registry
        var object = FilledObject.of(type)
        let key = ObjectKey(
            type: registry.key(type, nil, "").type, namespace: type.namespaced ? "lab" : "",
            name: "filled")
        let version = try await registry.store.create(key, object, requiring: nil).version
        object.set(.string(String(version)), at: "metadata", "resourceVersion")
        let namespace = type.namespaced ? "lab" : nil

        #expect(try await registry.get(type, namespace: namespace, name: "filled") == object)
        let list = try await registry.list(type, namespace: namespace, options: ListOptions())
        #expect(list.items.first { $0.name == "filled" } == object)
        let events = try await registry.watch(
            type, namespace: namespace, options: ListOptions(resourceVersion: String(version - 1)))
        for try await event in events {
            #expect(event.object == object)
            break
        }
    }
}

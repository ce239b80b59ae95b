import JSON
import KubernetesAPI
import Testing

/// The objects of `CreateRoundTripTests` leave out no field but those listed here.
@Suite("Coverage of the round trips")
struct RoundTripCoverageTests {
    private static let leftOut: Set<String> = [
        // Written through a subresource.
        "PodSpec.ephemeralContainers", "Namespace.spec",
        // Taken from other objects at admission, or put into another field.
        "PodSpec.overhead", "PodSpec.priority", "PodSpec.priorityClassName",
        "PodSpec.runtimeClassName", "Secret.stringData",
        // Of old, without a meaning today.
        "NodeSpec.configSource", "NodeSpec.externalID",
        // Refused on new Events: they are what an Event of the core group has.
        "EventsEvent.deprecatedSource", "EventsEvent.deprecatedFirstTimestamp",
        "EventsEvent.deprecatedLastTimestamp", "EventsEvent.deprecatedCount",
        // Valid only beside what this version of Kubernetes has switched off.
        "TypedObjectReference.namespace", "LeaseSpec.preferredHolder",
        "ClusterTrustBundleProjection.user", "DownwardAPIVolumeFile.user",
        "DownwardAPIVolumeSource.defaultUser", "EmptyDirVolumeSource.mode", "GRPCAction.mode",
        "HTTPGetAction.protocol", "KeyToPath.user", "NodeSpec.podPreemptionPolicy",
        "PodCertificateProjection.user", "PodSpec.evictionResponders", "PodSpec.schedulingGroup",
        "ProjectedVolumeSource.defaultUser", "SecretVolumeSource.defaultUser",
        "ServiceAccountTokenProjection.user", "VolumeMount.bindMountOptions",
        // Of the same types as in Pods.
        "PersistentVolumeSpec.awsElasticBlockStore", "PersistentVolumeSpec.azureDisk",
        "PersistentVolumeSpec.fc", "PersistentVolumeSpec.flocker",
        "PersistentVolumeSpec.gcePersistentDisk", "PersistentVolumeSpec.photonPersistentDisk",
        "PersistentVolumeSpec.portworxVolume", "PersistentVolumeSpec.quobyte",
        "PersistentVolumeSpec.vsphereVolume",
    ]

    private let schema = Schema.kubernetes

    @Test func noFieldIsLeftOutSilently() {
        var used: Set<String> = []
        var wanted: Set<String> = []
        var seen: Set<String> = []
        for object in CreateRoundTripTests.objects {
            let name = schema.object(
                apiVersion: object["apiVersion"]?.stringValue ?? "",
                kind: object["kind"]?.stringValue ?? "")?.name
            guard let name else { continue }
            collect(object, as: .object(name), into: &used)
            require(name, seen: &seen, into: &wanted)
        }
        #expect(wanted.subtracting(used).subtracting(Self.leftOut).sorted().isEmpty)
        #expect(Self.leftOut.intersection(used).isEmpty)
    }

    private func collect(
        _ value: JSONValue, as type: Schema.FieldType, into used: inout Set<String>
    ) {
        switch (type, value) {
        case (.list(let element), .array(let values)):
            for value in values { collect(value, as: element, into: &used) }
        case (.map(let element), .object(let members)):
            for value in members.values { collect(value, as: element, into: &used) }
        case (.object(let name), .object(let members)):
            for field in schema.objects[name]?.fields ?? [] {
                guard let member = members[field.name] else { continue }
                used.insert("\(name).\(field.name)")
                collect(member, as: field.type, into: &used)
            }
        default: return
        }
    }

    /// All fields of a type and of the types it consists of, apart from metadata and status.
    private func require(
        _ name: String, seen: inout Set<String>, into wanted: inout Set<String>
    ) {
        guard name != "ObjectMeta", seen.insert(name).inserted, let object = schema.objects[name]
        else { return }
        for field in object.fields {
            let path = "\(name).\(field.name)"
            if field.name == "status", object["metadata"] != nil { continue }
            wanted.insert(path)
            guard !Self.leftOut.contains(path), let next = field.type.objectName else { continue }
            require(next, seen: &seen, into: &wanted)
        }
    }
}

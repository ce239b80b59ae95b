import JSON
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct ClaimBindingTests {
    private static let key = LocalStorage.Claim(namespace: "default", name: "data")

    private func claim(_ change: (inout PersistentVolumeClaim) -> Void = { _ in })
        -> PersistentVolumeClaim
    {
        var claim = PersistentVolumeClaim()
        claim.metadata.name = "data"
        claim.metadata.namespace = "default"
        claim.metadata.uid = "c1"
        claim.metadata.finalizers = [LocalStorage.claimProtection]
        claim.spec.accessModes = ["ReadWriteOnce"]
        claim.spec.storageClassName = "manual"
        claim.spec.resources.requests = ["storage": Quantity(value: 10)]
        change(&claim)
        return claim
    }

    private func volume(
        _ name: String, size: Int64 = 10, _ change: (inout PersistentVolume) -> Void = { _ in }
    ) -> PersistentVolume {
        var volume = PersistentVolume()
        volume.metadata.name = name
        volume.spec.capacity = ["storage": Quantity(value: size)]
        volume.spec.accessModes = ["ReadWriteOnce", "ReadOnlyMany"]
        volume.spec.storageClassName = "manual"
        volume.spec.hostPath = .with { $0.path = "/data/\(name)" }
        volume.spec.persistentVolumeReclaimPolicy = "Retain"
        volume.status.phase = "Available"
        change(&volume)
        return volume
    }

    private func decide(
        _ claims: [PersistentVolumeClaim], _ volumes: [PersistentVolume] = [],
        used: Set<LocalStorage.Claim> = []
    ) -> [StorageAction] {
        ClaimBinding(claims: claims, volumes: volumes, used: used).decide()
    }

    @Test(
        "the smallest volume that fits by class, mode and size, whoever came first choosing first")
    func matching() {
        let volumes = [
            volume("large", size: 30), volume("small", size: 5), volume("fits", size: 12),
            volume("other", size: 11) { $0.spec.storageClassName = "fast" },
            volume("modes", size: 11) { $0.spec.accessModes = ["ReadOnlyMany"] },
            volume("taken", size: 11) { $0.status.phase = "Bound" },
        ]
        var second = claim()
        second.metadata.name = "later"
        second.metadata.uid = "c2"
        let later = LocalStorage.Claim(namespace: "default", name: "later")
        let found = decide([second, claim()], volumes).filter {
            if case .bind = $0 { true } else { false }
        }
        #expect(found == [.bind(Self.key, volume: "fits"), .bind(later, volume: "large")])
    }

    @Test("labels select, and a volume can be kept for a claim")
    func selection() {
        let selecting = claim { $0.spec.selector = .with { $0.matchLabels = ["disk": "ssd"] } }
        let volumes = [
            volume("plain"), volume("ssd", size: 90) { $0.metadata.labels = ["disk": "ssd"] },
        ]
        #expect(decide([selecting], volumes) == [.bind(Self.key, volume: "ssd")])
        let kept = volume("kept", size: 99) {
            $0.spec.claimRef = .with { ($0.namespace, $0.name) = ("default", "data") }
        }
        #expect(decide([claim()], [volume("a"), kept]) == [.bind(Self.key, volume: "kept")])
        let foreign = volume("foreign") {
            $0.spec.claimRef = .with { ($0.namespace, $0.name) = ("default", "other") }
        }
        #expect(decide([claim()], [foreign]) == [])
    }

    @Test("a folder is made when the first Pod needs it, for claims without a class too")
    func provisioning() {
        for name in [nil, "local-path", "standard"] as [String?] {
            let claim = claim { $0.spec.storageClassName = name }
            #expect(decide([claim]) == [])
            #expect(decide([claim], used: [Self.key]) == [.provision(Self.key)])
        }
        #expect(decide([claim { $0.spec.storageClassName = "" }], used: [Self.key]) == [])
        #expect(decide([claim()], used: [Self.key]) == [])
    }

    @Test(
        "a claim that a folder cannot be is told why, and is bound to a volume that can be it",
        arguments: [
            (["volumeMode": "Block"], "block volumes cannot be made here"),
            (["selector": ["matchLabels": ["a": "b"]]], "claim.Spec.Selector is not supported"),
            (
                ["dataSource": ["kind": "PersistentVolumeClaim", "name": "old"]],
                "volumes cannot be filled from a dataSource here"
            ),
            (
                ["dataSourceRef": ["kind": "PersistentVolumeClaim", "name": "old"]],
                "volumes cannot be filled from a dataSource here"
            ),
            (
                ["volumeAttributesClassName": "gold"],
                "volumeAttributesClassName \"gold\" has no meaning for a folder"
            ),
        ] as [(JSONValue, String)])
    func refused(fields: JSONValue, reason: String) {
        let claim = claim {
            var spec = $0.spec.json
            for (name, value) in fields.objectValue ?? [:] { spec[name] = value }
            spec["storageClassName"] = "local-path"
            $0.spec = PersistentVolumeClaimSpec(json: spec)
        }
        #expect(decide([claim]) == [])
        #expect(decide([claim], used: [Self.key]) == [.refuse(Self.key, reason: reason)])
        let own = volume("own") {
            $0.spec.storageClassName = "local-path"
            $0.metadata.labels = ["a": "b"]
            $0.spec.volumeMode = claim.spec.volumeMode
            $0.spec.volumeAttributesClassName = claim.spec.volumeAttributesClassName
        }
        #expect(decide([claim], [own], used: [Self.key]) == [.bind(Self.key, volume: "own")])
    }

    @Test("a volume of other attributes does not fit")
    func attributes() {
        let volume = volume("gold") { $0.spec.volumeAttributesClassName = "gold" }
        #expect(decide([claim()], [volume]) == [])
    }

    @Test("a claim is protected, and goes when no Pod uses it")
    func protection() {
        let fresh = claim { $0.metadata.finalizers = [] }
        #expect(decide([fresh]) == [.protectClaim(Self.key)])
        let ending = claim { $0.metadata.deletionTimestamp = Timestamp(secondsSince1970: 1) }
        #expect(decide([ending], used: [Self.key]) == [])
        #expect(decide([ending]) == [.unprotectClaim(Self.key)])
    }

    @Test("binding is finished where it was begun, and lost with its volume")
    func bound() {
        let claim = claim { $0.spec.volumeName = "v" }
        #expect(decide([claim], [volume("v")]) == [.bind(Self.key, volume: "v")])
        let done = self.claim {
            $0.spec.volumeName = "v"
            $0.status.phase = "Bound"
        }
        let own = volume("v") {
            $0.spec.claimRef = LocalStorage.reference(to: done)
            $0.status.phase = "Bound"
        }
        #expect(decide([done], [own]) == [])
        #expect(decide([done]) == [.lose(Self.key)])
    }

    @Test("what becomes of a volume whose claim is gone")
    func reclaiming() {
        func orphan(_ policy: PersistentVolumeReclaimPolicy, provisioned: Bool) -> PersistentVolume
        {
            volume("v") {
                $0.spec.claimRef = LocalStorage.reference(to: claim())
                $0.spec.persistentVolumeReclaimPolicy = policy
                $0.status.phase = "Bound"
                if provisioned {
                    $0.metadata.annotations = [
                        LocalStorage.provisionedBy: LocalStorage.provisioner
                    ]
                }
            }
        }
        #expect(
            decide([], [orphan("Retain", provisioned: true)])
                == [.setPhase(volume: "v", "Released")])
        #expect(decide([], [orphan("Delete", provisioned: true)]) == [.remove(volume: "v")])
        #expect(
            decide([], [orphan("Delete", provisioned: false)])
                == [.setPhase(volume: "v", "Failed")])
        // Another claim of the same name does not get what the first one left.
        let other = claim { $0.metadata.uid = "c9" }
        #expect(
            decide([other], [orphan("Retain", provisioned: true)])
                == [.setPhase(volume: "v", "Released")])
    }

    @Test(
        "only folders that were made for claims are ever removed",
        arguments: [
            ("/r/volumes/pvc-1_default_data", true), ("/r/volumes/pvc-1_default_data/x", false),
            ("/r/volumes", false), ("/r/volumes/mine", false), ("/etc", false),
            ("/r/volumes/pvc-1/../../pods", false),
        ])
    func folders(path: String, expected: Bool) {
        #expect(LocalStorage.isProvisioned(path, in: "/r/volumes") == expected)
    }
}

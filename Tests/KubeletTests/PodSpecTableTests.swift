import Foundation
import JSON
import KubernetesAPI
import Testing

@testable import Kubelet

/// `docs/pod-spec.md` has a row for every field, and says what the daemon does.
@Suite struct PodSpecTableTests {
    private enum Verdict: String {
        case honoured, partly, warned, dropped, refused
    }

    /// By `Object.field`.
    private static let rows: [String: Verdict] = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/pod-spec.md")
        let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        var rows: [String: Verdict] = [:]
        var object = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { object = String(line.dropFirst(3)) }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard line.hasPrefix("| `"), cells.count >= 2, let verdict = Verdict(rawValue: cells[1])
            else { continue }
            rows["\(object).\(cells[0].trimmingCharacters(in: ["`"]))"] = verdict
        }
        return rows
    }()

    private static func objectName(_ type: Schema.FieldType) -> String? {
        switch type {
        case .object(let name): name
        case .list(let element), .map(let element): objectName(element)
        default: nil
        }
    }

    /// What is refused or has no effect need not be told in its parts.
    @Test func everyFieldHasARow() {
        var missing: [String] = []
        var known: Set<String> = []
        var seen: Set<String> = ["ObjectMeta"]
        var next = ["PodSpec"]
        while let name = next.popLast() {
            guard seen.insert(name).inserted, let object = Schema.kubernetes.objects[name] else {
                continue
            }
            for field in object.fields {
                let key = "\(name).\(field.name)"
                known.insert(key)
                guard let verdict = Self.rows[key] else {
                    missing.append(key)
                    continue
                }
                if verdict == .honoured || verdict == .partly,
                    let part = Self.objectName(field.type)
                {
                    next.append(part)
                }
            }
        }
        #expect(missing == [], "docs/pod-spec.md lacks them")
        #expect(Set(Self.rows.keys).subtracting(known) == [], "there are no such fields")
        #expect(known.count > 200)
    }

    /// Where in a Pod an object is, and how to put a field there.
    private typealias Place = (
        object: String, path: String, pod: @Sendable (String, JSONValue) -> JSONValue
    )

    private static let places: [Place] = [
        ("PodSpec", "spec", { ["spec": [$0: $1]] }),
        (
            "PodSecurityContext", "spec.securityContext",
            { ["spec": ["securityContext": [$0: $1]]] }
        ),
        ("Container", "spec.containers[0]", { ["spec": ["containers": [[$0: $1]]]] }),
        (
            "SecurityContext", "spec.containers[0].securityContext",
            { ["spec": ["containers": [["securityContext": [$0: $1]]]]] }
        ),
        (
            "EphemeralContainer", "spec.ephemeralContainers[0]",
            { ["spec": ["ephemeralContainers": [[$0: $1]]]] }
        ),
        ("Volume", "spec.volumes[0]", { ["spec": ["volumes": [[$0: $1]]]] }),
        (
            "VolumeMount", "spec.containers[0].volumeMounts[0]",
            { ["spec": ["containers": [["volumeMounts": [[$0: $1]]]]]] }
        ),
        (
            "ContainerPort", "spec.containers[0].ports[0]",
            { ["spec": ["containers": [["ports": [[$0: $1]]]]]] }
        ),
        (
            "EnvVarSource", "spec.containers[0].env[0].valueFrom",
            { ["spec": ["containers": [["env": [["valueFrom": [$0: $1]]]]]]] }
        ),
        (
            "VolumeProjection", "spec.volumes[0].projected.sources[0]",
            { ["spec": ["volumes": [["projected": ["sources": [[$0: $1]]]]]]] }
        ),
        (
            "PersistentVolumeClaimSpec", "spec.volumes[0].ephemeral.volumeClaimTemplate.spec",
            {
                [
                    "spec": [
                        "volumes": [["ephemeral": ["volumeClaimTemplate": ["spec": [$0: $1]]]]]
                    ]
                ]
            }
        ),
    ]

    /// What the kubelet writes into volumes.
    private static let written: [Place] = [
        ("secret", "SecretVolumeSource"), ("configMap", "ConfigMapVolumeSource"),
        ("downwardAPI", "DownwardAPIVolumeSource"), ("projected", "ProjectedVolumeSource"),
        ("emptyDir", "EmptyDirVolumeSource"), ("hostPath", "HostPathVolumeSource"),
        ("image", "ImageVolumeSource"),
        ("persistentVolumeClaim", "PersistentVolumeClaimVolumeSource"),
    ].map { source, object -> Place in
        (
            object, "spec.volumes[0].\(source)",
            { ["spec": ["volumes": [[source: [$0: $1]]]]] }
        )
    }

    private static func sample(_ type: Schema.FieldType) -> JSONValue {
        switch type {
        case .bool: true
        case .int32, .int64, .intOrString: 1
        case .list(let element): [sample(element)]
        case .map, .object, .any: ["x": "x"]
        default: "x"
        }
    }

    @Test func theTableSaysWhatIsDone() {
        for place in Self.places + Self.written {
            for field in Schema.kubernetes.objects[place.object]?.fields ?? [] {
                let found = UnsupportedFields.check(
                    place.pod(field.name, Self.sample(field.type)))
                let finding = found.first { $0.path == "\(place.path).\(field.name)" }
                let verdict = Self.rows["\(place.object).\(field.name)"]
                let isDropped =
                    place.object == "PodSpec"
                    && DisabledFields.all.contains { $0.name == field.name }
                let expected: [Verdict?] =
                    switch finding?.isRefused {
                    case nil where isDropped: [.dropped]
                    case nil: [.honoured, .partly]
                    case true?: [.refused]
                    case false?: [.warned]
                    }
                #expect(
                    expected.contains(verdict),
                    "\(place.object).\(field.name): \(finding?.message ?? "carried out")")
            }
        }
    }
}

import Foundation
import JSON
import KubernetesAPI
import Testing

@testable import SwiftletCLI

@Suite struct PodDescriptionTests {
    private func resource(_ name: String) throws -> String {
        let url = try #require(
            Bundle.module.url(forResource: "Resources/\(name)", withExtension: nil))
        return try String(contentsOf: url, encoding: .utf8)
    }

    @Test func describesThePodOfTheTutorial() throws {
        setenv("TZ", "UTC", 1)
        tzset()
        let pod = try Pod(json: #require(YAMLReader.documents(resource("pod.yaml")).first))
        let events = try YAMLReader.documents(resource("events.yaml")).map(Event.init(json:))
        let now = try #require(Timestamp("2026-11-22T20:01:00Z"))
        let text = PodDescription(pod, events: events, now: now).text
        #expect(text == (try resource("pod.txt")))
    }

    /// What follows a line in a description, up to the next line that stands as far left.
    private func part(_ title: String, of pod: JSONValue) -> String {
        let text = PodDescription(
            Pod(json: pod), events: nil, now: Timestamp(secondsSince1970: 0)
        ).text
        let lines = text.split(separator: "\n")
        guard let start = lines.firstIndex(where: { $0.hasPrefix(title) }) else { return "" }
        let rest = lines[(start + 1)...].prefix { $0.hasPrefix(" ") }
        return ([lines[start]] + rest).map {
            $0.split(separator: " ").joined(separator: " ")
        }.joined(separator: "\n")
    }

    @Test("what only some Pods have")
    func rareParts() {
        let pod: JSONValue = [
            "spec": [
                "resources": ["limits": ["cpu": "1"], "requests": ["cpu": "500m"]],
                "containers": [
                    [
                        "name": "main", "resources": ["limits": ["cpu": "1500m", "memory": "1Mi"]],
                        "env": [
                            [
                                "name": "CPU",
                                "valueFrom": ["resourceFieldRef": ["resource": "limits.cpu"]],
                            ],
                            [
                                "name": "KIB",
                                "valueFrom": [
                                    "resourceFieldRef": [
                                        "resource": "limits.memory", "divisor": "1Ki",
                                    ]
                                ],
                            ],
                        ],
                    ]
                ],
                "ephemeralContainers": [["name": "debugger", "image": "busybox"]],
                "readinessGates": [
                    ["conditionType": "example.com/up"], ["conditionType": "example.com/on"],
                ],
                "topologySpreadConstraints": [
                    [
                        "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule", "maxSkew": 1,
                        "labelSelector": ["matchLabels": ["app": "web"]],
                    ]
                ],
                "volumes": [
                    ["name": "claim", "persistentVolumeClaim": ["claimName": "data"]],
                    ["name": "tools", "image": ["reference": "busybox", "pullPolicy": "Always"]],
                    [
                        "name": "all",
                        "projected": [
                            "sources": [
                                ["serviceAccountToken": ["expirationSeconds": 3607]],
                                ["configMap": ["name": "ca"]], ["downwardAPI": [:]],
                            ]
                        ],
                    ],
                ],
            ],
            "status": [
                "nominatedNodeName": "here",
                "conditions": [["type": "example.com/up", "status": "True"]],
                "ephemeralContainerStatuses": [
                    ["name": "debugger", "state": ["terminated": ["exitCode": 137]]]
                ],
            ],
        ]
        #expect(part("NominatedNodeName", of: pod) == "NominatedNodeName: here")
        #expect(
            part("Resources", of: pod) == "Resources:\nLimits:\ncpu: 1\nRequests:\ncpu: 500m")
        let debugger = part("Ephemeral Containers", of: pod)
        #expect(debugger.contains("debugger:"))
        #expect(debugger.contains("Exit Code: 137\nStarted: Mon, 01 Jan 0001 00:00:00 +0000"))
        #expect(
            part("Readiness Gates", of: pod)
                == "Readiness Gates:\nType Status\nexample.com/up True\nexample.com/on <none>")
        #expect(
            part("Topology Spread Constraints", of: pod)
                == "Topology Spread Constraints: zone:DoNotSchedule when max skew 1 is exceeded "
                + "for selector app=web")
        let main = part("Containers", of: pod)
        #expect(main.contains("CPU: 2 (limits.cpu)") && main.contains("KIB: 1024 (limits.memory)"))
        #expect(
            part("Volumes", of: pod) == """
                Volumes:
                claim:
                Type: PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)
                ClaimName: data
                ReadOnly: false
                tools:
                Type: Image (a container image or OCI artifact)
                Reference: busybox
                PullPolicy: Always
                all:
                Type: Projected (a volume that contains injected data from multiple sources)
                TokenExpirationSeconds: 3607
                ConfigMapName: ca
                DownwardAPI: true
                """)
    }

    @Test func describesNamespaces() {
        let namespace = Namespace(json: [
            "metadata": ["name": "lab", "labels": ["kubernetes.io/metadata.name": "lab"]],
            "status": ["phase": "Active"],
        ])
        #expect(
            NamespaceDescription(namespace).text == """
                Name:         lab
                Labels:       kubernetes.io/metadata.name=lab
                Annotations:  <none>
                Status:       Active

                No resource quota.

                No LimitRange resource.

                """)
    }

    @Test func longAnnotationsAreCut() {
        var text = DescriptionText()
        text.annotations([
            "a": String(repeating: "x", count: 200), "b": "short",
            "kubectl.kubernetes.io/last-applied-configuration": "{}",
        ])
        #expect(
            text.aligned == "Annotations:  a:\n                "
                + String(repeating: "x", count: 135) + "...\n              b: short\n")
    }
}

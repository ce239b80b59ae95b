import JSON
import Testing

@testable import Kubelet

@Suite struct UnsupportedFieldsTests {
    private func check(_ spec: JSONValue) -> [String] {
        UnsupportedFields.check(["spec": spec]).map {
            "\($0.isRefused ? "refused" : "warned") \($0.path)"
        }
    }

    @Test("the tutorial's Pod has none")
    func tutorial() {
        #expect(UnsupportedFields.check(Fixture.tutorialJSON) == [])
    }

    @Test(
        "fields and what becomes of them",
        arguments: [
            (
                [
                    "containers": [
                        [
                            "livenessProbe": ["exec": [:]], "lifecycle": ["preStop": [:]],
                            "restartPolicyRules": [["action": "RestartAllContainers"]],
                        ]
                    ], "ephemeralContainers": [["name": "debugger"]],
                ], []
            ),
            (
                ["hostNetwork": true, "hostPID": true, "hostIPC": true, "subdomain": "s"], []
            ),
            (
                ["volumes": [["name": "a", "secret": ["secretName": "s", "defaultMode": 420]]]], []
            ),
            (
                [
                    "volumes": [
                        [
                            "name": "a",
                            "projected": [
                                "sources": [
                                    ["serviceAccountToken": ["path": "t"]],
                                    ["podCertificate": ["keyType": "ED25519"]],
                                ]
                            ],
                        ]
                    ]
                ],
                ["refused spec.volumes[0].projected.sources[1].podCertificate"]
            ),
            (
                [
                    "volumes": [
                        [
                            "name": "a",
                            "configMap": ["items": [["key": "a", "path": "b", "user": 7]]],
                        ]
                    ]
                ],
                []
            ),
            (
                ["volumes": [["name": "a", "persistentVolumeClaim": ["claimName": "c"]]]],
                []
            ),
            (
                [
                    "volumes": [
                        ["name": "a", "emptyDir": ["medium": "Memory", "sizeLimit": "1Mi"]]
                    ]
                ], []
            ),
            (
                ["volumes": [["name": "a", "emptyDir": ["sizeLimit": "1Mi"]]]], []
            ),
            (["containers": [["volumeMounts": [["name": "a", "subPath": "x"]]]]], []),
            (
                ["initContainers": [["env": [["valueFrom": ["fileKeyRef": ["path": "s"]]]]]]],
                []
            ),
            (
                [
                    "serviceAccountName": "builder",
                    "containers": [
                        [
                            "envFrom": [["configMapRef": ["name": "s"]]],
                            "env": [["valueFrom": ["secretKeyRef": ["name": "s"]]]],
                        ]
                    ],
                ], []
            ),
            (["containers": [["env": [["valueFrom": ["fieldRef": ["fieldPath": "x"]]]]]]], []),
            (
                ["containers": [["ports": [["containerPort": 80, "hostPort": 8080]]]]], []
            ),
            (
                [
                    "hostUsers": false,
                    "securityContext": [
                        "seccompProfile": ["type": "Localhost"], "seLinuxOptions": ["level": "s0"],
                    ],
                ], ["warned spec.securityContext.seLinuxOptions"]
            ),
            (
                [
                    "volumes": [
                        [
                            "name": "a",
                            "ephemeral": [
                                "volumeClaimTemplate": [
                                    "spec": [
                                        "volumeMode": "Block",
                                        "dataSourceRef": ["kind": "X", "name": "x"],
                                    ]
                                ]
                            ],
                        ]
                    ]
                ],
                [
                    "refused spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef",
                    "refused spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeMode",
                ]
            ),
            (
                [
                    "hostUsers": false,
                    "containers": [
                        [
                            "volumeMounts": [
                                ["mountPropagation": "HostToContainer"],
                                ["mountPropagation": "Bidirectional"],
                            ]
                        ]
                    ],
                ], ["warned spec.containers[0].volumeMounts[1].mountPropagation"]
            ),
            (
                [
                    "containers": [
                        ["ports": [["hostPort": 80, "hostIP": "::1"], ["hostIP": "127.0.0.1"]]]
                    ]
                ], ["warned spec.containers[0].ports[0].hostIP"]
            ),
        ] as [(JSONValue, [String])])
    func fields(spec: JSONValue, expected: [String]) {
        #expect(check(spec) == expected)
    }
}

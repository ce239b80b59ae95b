import JSON
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct VolumeContentsTests {
    private let client = FakeClient()
    private let now: Int64 = 1_800_000_000 * .second

    private func pod(
        _ volumes: [JSONValue], _ change: (inout Pod) -> Void = { _ in }
    ) -> Pod {
        .bound(
            named: "web",
            [
                .named("main") { $0.resources.limits = ["cpu": Quantity(milliValue: 250)] }
            ]
        ) {
            $0.metadata.labels = ["tier": "front", "app": "shop"]
            $0.metadata.annotations = ["note": "two\nlines \"quoted\" é\u{7}"]
            $0.spec.serviceAccountName = "robot"
            $0.spec.volumes = volumes.map(Volume.init(json:))
            change(&$0)
        }
    }

    private func contents(
        of pod: Pod, tokens: [ServiceAccountToken.Request: ServiceAccountToken] = [:],
        now: Int64? = nil
    ) async -> VolumeContents {
        await VolumeFiller(
            client: client, pod: pod,
            resources: ResourceReference(allocatable: [
                "cpu": Quantity(milliValue: 4000), "memory": Quantity(value: 8 << 30),
            ]),
            tokenRefresh: KubeletConfiguration.day, now: now ?? self.now
        ).contents(tokens: tokens)
    }

    private func texts(_ contents: VolumeContents, _ volume: String) throws -> [String: String] {
        try #require(contents.files[volume]).get()
            .mapValues { String(decoding: $0.content, as: UTF8.self) }
    }

    private func fill() async {
        await client.put(
            ConfigMap.with {
                ($0.metadata.name, $0.metadata.namespace) = ("settings", "default")
                $0.data = ["color": "red", "size": "9"]
                $0.binaryData = ["blob": [0, 255]]
            })
        await client.put(
            Secret.with {
                ($0.metadata.name, $0.metadata.namespace) = ("login", "default")
                $0.data = ["password": Array("hunter2".utf8)]
                $0.immutable = true
            })
        await client.put(
            ServiceAccount.with {
                ($0.metadata.name, $0.metadata.namespace) = ("robot", "default")
            })
    }

    @Test("all keys, or those named, with their modes")
    func keys() async throws {
        await fill()
        let found = await contents(
            of: pod([
                ["name": "all", "configMap": ["name": "settings", "defaultMode": 292]],
                [
                    "name": "some",
                    "secret": [
                        "secretName": "login", "defaultMode": 256,
                        "items": [["key": "password", "path": "deep/pw", "mode": 384]],
                    ],
                ],
            ]))
        let all = try #require(found.files["all"]).get()
        #expect(Set(all.keys) == ["color", "size", "blob"])
        #expect(all["blob"] == VolumeFile([0, 255], mode: 0o444))
        #expect(
            try #require(found.files["some"]).get()
                == ["deep/pw": VolumeFile(Array("hunter2".utf8), mode: 0o600)])
        #expect(
            found.configurations.immutable == [
                ConfigurationReference(kind: .secret, namespace: "default", name: "login")
            ])
    }

    @Test("what is missing holds one volume up; optional leaves it out")
    func missing() async throws {
        await fill()
        let found = await contents(
            of: pod([
                ["name": "a", "configMap": ["name": "nope"]],
                ["name": "b", "secret": ["secretName": "nope", "optional": true]],
                [
                    "name": "c",
                    "configMap": [
                        "name": "settings", "items": [["key": "shape", "path": "shape"]],
                    ],
                ],
                [
                    "name": "d",
                    "secret": ["secretName": "login", "items": [["key": "user", "path": "u"]]],
                ],
                [
                    "name": "e",
                    "projected": [
                        "sources": [
                            ["configMap": ["name": "nope"]], ["secret": ["name": "no"]],
                        ]
                    ],
                ],
            ]))
        func message(_ volume: String) -> String {
            guard case .failure(let error)? = found.files[volume] else { return "" }
            return error.description
        }
        #expect(
            message("a")
                == "MountVolume.SetUp failed for volume \"a\" : configmap \"nope\" not found")
        #expect(try texts(found, "b") == [:])
        #expect(
            message("c")
                == "MountVolume.SetUp failed for volume \"c\" : configmap references non-existent config key: shape"
        )
        #expect(
            message("d")
                == "MountVolume.SetUp failed for volume \"d\" : references non-existent secret key: user"
        )
        #expect(
            message("e")
                == "MountVolume.SetUp failed for volume \"e\" : [configmap \"nope\" not found, secret \"no\" not found]"
        )
    }

    @Test("a Pod's own fields, quoted as Go does")
    func downward() async throws {
        let items: [JSONValue] = [
            ["path": "labels", "fieldRef": ["fieldPath": "metadata.labels"]],
            ["path": "annotations", "fieldRef": ["fieldPath": "metadata.annotations"]],
            ["path": "app", "fieldRef": ["fieldPath": "metadata.labels['app']"]],
            ["path": "name", "fieldRef": ["fieldPath": "metadata.name"]],
            [
                "path": "cpu", "mode": 256,
                "resourceFieldRef": [
                    "containerName": "main", "resource": "limits.cpu", "divisor": "1m",
                ],
            ],
            [
                "path": "memory",
                "resourceFieldRef": ["containerName": "main", "resource": "limits.memory"],
            ],
        ]
        let found = await contents(
            of: pod([["name": "self", "downwardAPI": ["items": .array(items)]]]))
        #expect(
            try texts(found, "self") == [
                "labels": "app=\"shop\"\ntier=\"front\"",
                "annotations": #"note="two\nlines \"quoted\" é\a""#,
                "app": "shop", "name": "web", "cpu": "250", "memory": String(8 << 30),
            ])
    }

    private let access: JSONValue = [
        "name": "access",
        "projected": [
            "defaultMode": 420,
            "sources": [
                ["serviceAccountToken": ["path": "token", "expirationSeconds": 3607]],
                [
                    "configMap": [
                        "name": "settings", "items": [["key": "color", "path": "ca.crt"]],
                    ]
                ],
                [
                    "downwardAPI": [
                        "items": [
                            ["path": "namespace", "fieldRef": ["fieldPath": "metadata.namespace"]]
                        ]
                    ]
                ],
            ],
        ],
    ]

    @Test("what a Pod needs to speak to the API server")
    func projected() async throws {
        await fill()
        let found = await contents(of: pod([access]))
        #expect(
            try texts(found, "access")
                == ["token": "token-1", "ca.crt": "red", "namespace": "default"])
        #expect(try #require(found.files["access"]).get()["token"]?.mode == 0o644)
        let request = try #require(await client.tokenRequests.first)
        #expect(
            request["spec"] == [
                "expirationSeconds": 3607, "audiences": [],
                "boundObjectRef": [
                    "apiVersion": "v1", "kind": "Pod", "name": "web", "uid": "uid-web",
                ],
            ])
        // Four fifths of 3607 s.
        #expect(found.refreshAt == now + 2_885_600_000_000)
    }

    @Test("files belong to whom their item says, else to whom their volume says, else to root")
    func owners() async throws {
        await fill()
        let items: JSONValue = [
            ["key": "color", "path": "own", "user": 7], ["key": "size", "path": "common"],
        ]
        let field: JSONValue = ["fieldPath": "metadata.name"]
        let found = await contents(
            of: pod([
                ["name": "map", "configMap": ["name": "settings", "items": items]],
                [
                    "name": "secret",
                    "secret": [
                        "secretName": "login", "defaultUser": 9,
                        "items": [["key": "password", "path": "common"]],
                    ],
                ],
                [
                    "name": "self",
                    "downwardAPI": [
                        "defaultUser": 9,
                        "items": [
                            ["path": "own", "user": 7, "fieldRef": field],
                            ["path": "common", "fieldRef": field],
                        ],
                    ],
                ],
                [
                    "name": "all",
                    "projected": [
                        "defaultUser": 9,
                        "sources": [
                            ["configMap": ["name": "settings", "items": items]],
                            ["secret": ["name": "login"]],
                            ["serviceAccountToken": ["path": "token"]],
                            ["serviceAccountToken": ["path": "token-own", "user": 7]],
                        ],
                    ],
                ],
            ]))
        func users(_ volume: String) throws -> [String: UInt32] {
            try #require(found.files[volume]).get().compactMapValues(\.user)
        }
        #expect(try users("map") == ["own": 7])
        #expect(try users("secret") == ["common": 9])
        #expect(try users("self") == ["own": 7, "common": 9])
        #expect(
            try users("all")
                == ["own": 7, "common": 9, "password": 9, "token": 9, "token-own": 7])
        #expect(try #require(found.files["all"]).get()["token"]?.mode == 0o600)
    }

    @Test("a token is used until it is due")
    func tokenReuse() async throws {
        await fill()
        let first = await contents(of: pod([access]))
        let second = await contents(
            of: pod([access]), tokens: first.tokens, now: now + 2885 * .second)
        #expect(try texts(second, "access")["token"] == "token-1")
        let third = await contents(
            of: pod([access]), tokens: first.tokens, now: now + 2886 * .second)
        #expect(try texts(third, "access")["token"] == "token-2")
    }

    @Test("a token of a known user or group is nobody else's")
    func tokenMode() async throws {
        await fill()
        let user = await contents(
            of: pod([access]) {
                $0.spec.securityContext = .with { $0.runAsUser = 1000 }
            })
        #expect(
            try #require(user.files["access"]).get()["token"]
                == VolumeFile(Array("token-1".utf8), mode: 0o600, user: 1000))
        let group = await contents(
            of: pod([access]) { $0.spec.securityContext = .with { $0.fsGroup = 2000 } })
        #expect(try #require(group.files["access"]).get()["token"]?.mode == 0o600)
        #expect(try #require(group.files["access"]).get()["ca.crt"]?.mode == 0o644)
    }

    @Test("what a claim's volume is: whose its files become, and who may have it")
    func claims() async throws {
        func add(
            _ name: String, _ change: @Sendable (inout PersistentVolumeSpec) -> Void
        ) async {
            await client.put(
                PersistentVolumeClaim.with {
                    ($0.metadata.name, $0.metadata.namespace) = (name, "default")
                    $0.spec.volumeName = name
                    $0.status.phase = "Bound"
                })
            await client.put(
                PersistentVolume.with {
                    $0.metadata.name = name
                    change(&$0.spec)
                })
        }
        await add("local") {
            $0.local = .with { $0.path = "/data" }
            $0.accessModes = ["ReadWriteOncePod"]
        }
        await add("host") { $0.hostPath = .with { $0.path = "/data" } }
        await add("device") {
            $0.local = .with { $0.path = "/dev/sdb" }
            $0.volumeMode = "Block"
        }
        func claim(_ name: String, readOnly: Bool = false) -> JSONValue {
            [
                "name": .string(readOnly ? "read" : name),
                "persistentVolumeClaim": [
                    "claimName": .string(name), "readOnly": .bool(readOnly),
                ],
            ]
        }
        let found = await contents(
            of: pod([
                claim("local"), claim("local", readOnly: true), claim("host"), claim("device"),
            ]))
        #expect(found.owned == ["local"])
        #expect(Set(found.exclusiveClaims.keys) == ["local", "read"])
        #expect(try found.places["host"]?.get() == "/data")
        let error = #expect(throws: VolumeError.self) { try found.places["device"]?.get() }
        #expect(
            error?.description
                == "volume device has volumeMode Block, but is specified in volumeMounts")
    }

    @Test("a claim that has the name of the Pod's own and is another's is not taken for it")
    func foreignClaim() async throws {
        func found(owner: String) async -> Result<String, VolumeError>? {
            await client.put(
                PersistentVolumeClaim.with {
                    ($0.metadata.name, $0.metadata.namespace) = ("web-own", "default")
                    $0.metadata.ownerReferences = [
                        .with { ($0.uid, $0.controller) = (owner, true) }
                    ]
                    $0.spec.volumeName = "v"
                    $0.status.phase = "Bound"
                })
            await client.put(
                PersistentVolume.with {
                    $0.metadata.name = "v"
                    $0.spec.local = .with { $0.path = "/data" }
                })
            return await contents(
                of: pod([["name": "own", "ephemeral": ["volumeClaimTemplate": ["spec": [:]]]]])
            ).places["own"]
        }
        #expect(try await found(owner: "uid-web")?.get() == "/data")
        let foreign = await found(owner: "uid-other")
        let error = #expect(throws: VolumeError.self) { try foreign?.get() }
        #expect(
            error?.description
                == "MountVolume.SetUp failed for volume \"own\" : PVC default/web-own was not created for pod default/web (pod is not owner)"
        )
    }

    @Test("an account that is missing")
    func noAccount() async {
        let found = await contents(of: pod([access]))
        guard case .failure(let error)? = found.files["access"] else {
            Issue.record("it was filled")
            return
        }
        #expect(
            error.description
                == "MountVolume.SetUp failed for volume \"access\" : [failed to fetch token: serviceaccounts \"robot\" not found, configmap \"settings\" not found]"
        )
    }

    @Test(
        "tokens are replaced after four fifths of their life, or a day, or what is set",
        arguments: [
            (600, 480, KubeletConfiguration.day), (3607, 2885.6, KubeletConfiguration.day),
            (86_400, 69_120, KubeletConfiguration.day),
            (31_536_000, 86_400, KubeletConfiguration.day), (600, 2, .seconds(2)),
            (600, 480, .seconds(500)),
        ])
    func refreshTime(lifetime: Int64, after: Double, longestUse: Duration) {
        let time = ServiceAccountToken.refreshTime(
            expiration: now + lifetime * .second, lifetime: lifetime, longestUse: longestUse)
        #expect(time == now + Int64(after * 1e9))
    }
}

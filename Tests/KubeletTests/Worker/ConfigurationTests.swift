import ContainerRuntime
import KubernetesAPI
import LinuxSystem
import Testing

@testable import Kubelet

/// ConfigMaps and Secrets that come late and change.
@Suite struct ConfigurationTests {
    private func map(_ data: [String: String]) -> ConfigMap {
        .with {
            ($0.metadata.name, $0.metadata.namespace) = ("settings", "default")
            $0.data = data
        }
    }

    private func podWithVolume() -> Pod {
        .bound(
            named: "web",
            [
                .named("main") {
                    $0.volumeMounts = [
                        .with { ($0.name, $0.mountPath) = ("config", "/config") }
                    ]
                }
            ]
        ) {
            $0.spec.volumes = [
                .with {
                    $0.name = "config"
                    $0.configMap = .with { $0.name = "settings" }
                }
            ]
        }
    }

    private func podWithVariable() -> Pod {
        .bound(
            named: "web",
            [
                .named("main") {
                    $0.env = [
                        .with {
                            $0.name = "COLOR"
                            $0.valueFrom = .with {
                                $0.configMapKeyRef = .with {
                                    ($0.name, $0.key) = ("settings", "color")
                                }
                            }
                        }
                    ]
                }
            ])
    }

    private func content(_ fixture: Fixture, _ key: String) -> String? {
        let path = "\(fixture.root)/pods/uid-web/volumes/kubernetes.io~configmap/config/\(key)"
        return (try? File.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("a missing ConfigMap holds the Pod until it comes, and a change is written at once")
    func volume() async throws {
        let fixture = try Fixture()
        try await fixture.run { kubelet in
            await fixture.client.put(podWithVolume())
            try await fixture.eventually("it is told") {
                fixture.events.lines.contains(
                    "FailedMount: MountVolume.SetUp failed for volume \"config\" : configmap \"settings\" not found"
                )
            }
            try await fixture.eventually("it is waited for") {
                await fixture.client.watchedNames == ["configmaps/default/settings"]
            }
            #expect(
                await fixture.status("web").containerStatuses.first?.state.waiting?.reason
                    == "ContainerCreating")
            // No time passes: what follows comes of the change alone.
            await fixture.client.put(map(["color": "red"]))
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
            #expect(content(fixture, "color") == "red")
            let mount = try #require(
                await fixture.runtime.containers(sandboxID: nil).first?.configuration.mounts
                    .first { $0.containerPath == "/config" })
            #expect(mount.readOnly)

            await fixture.client.put(map(["size": "9"]))
            try await fixture.eventually("the new content") { content(fixture, "size") == "9" }
            try await fixture.eventually("without the old") { content(fixture, "color") == nil }

            await fixture.client.requestDeletion("web", grace: 0)
            try await fixture.eventually("nothing is watched") {
                kubelet.services.references.count == 0
            }
        }
        #expect(fixture.events.lines.count { $0.hasPrefix("FailedMount") } == 1)
    }

    @Test("what a running Pod uses stays when its ConfigMap goes")
    func deletion() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            await fixture.client.put(map(["color": "red"]))
            await fixture.client.put(podWithVolume())
            try await fixture.eventually("it is watched") {
                await fixture.client.watchedNames.count == 1
            }
            await fixture.client.remove(.configMaps, "settings")
            try await fixture.eventually("it is told") {
                fixture.events.lines.contains { $0.hasSuffix("configmap \"settings\" not found") }
            }
            #expect(content(fixture, "color") == "red")
            await fixture.client.put(map(["color": "blue"]))
            try await fixture.eventually("the new content") { content(fixture, "color") == "blue" }
        }
    }

    @Test("an immutable one is not watched")
    func immutable() async throws {
        let fixture = try Fixture()
        try await fixture.run { kubelet in
            var map = map(["color": "red"])
            map.immutable = true
            await fixture.client.put(map)
            await fixture.client.put(podWithVolume())
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
            #expect(kubelet.services.references.count == 0)
        }
    }

    @Test("a variable without its value holds the container until it has one")
    func variable() async throws {
        let fixture = try Fixture()
        try await fixture.run { kubelet in
            await fixture.client.put(podWithVariable())
            try await fixture.eventually("the reason is shown") {
                let waiting = await fixture.status("web").containerStatuses.first?.state.waiting
                return waiting?.reason == "CreateContainerConfigError"
                    && waiting?.message == "configmap \"settings\" not found"
            }
            try await fixture.eventually("it is waited for") {
                await fixture.client.watchedNames.count == 1
            }
            await fixture.client.put(map(["size": "9"]))
            try await fixture.eventually("the next reason is shown") {
                await fixture.status("web").containerStatuses.first?.state.waiting?.message
                    == "couldn't find key color in ConfigMap default/settings"
            }
            await fixture.client.put(map(["color": "red"]))
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
            let container = try #require(await fixture.runtime.containers(sandboxID: nil).first)
            #expect(container.configuration.environment.contains("COLOR=red"))
            try await fixture.eventually("nothing is watched any more") {
                kubelet.services.references.count == 0
            }
        }
        #expect(
            fixture.events.lines.filter { $0.hasPrefix("Failed") } == [
                "Failed: Error: configmap \"settings\" not found",
                "Failed: Error: couldn't find key color in ConfigMap default/settings",
            ])
        // The reason stays while another attempt is made.
        var shown: [String] = []
        for status in await fixture.client.statuses["web"] ?? [] {
            let state = status.containerStatuses.first?.state
            let text = state?.waiting?.reason ?? "Running"
            if shown.last != text { shown.append(text) }
        }
        #expect(shown == ["ContainerCreating", "CreateContainerConfigError", "Running"])
    }

    @Test("new labels are written into the Pod's files")
    func labels() async throws {
        let fixture = try Fixture()
        var pod = podWithVolume()
        pod.spec.volumes = [
            .with {
                $0.name = "config"
                $0.projected = .with {
                    $0.sources = [
                        .with {
                            $0.downwardAPI = .with {
                                $0.items = [
                                    .with {
                                        $0.path = "labels"
                                        $0.fieldRef = .with { $0.fieldPath = "metadata.labels" }
                                    }
                                ]
                            }
                        }
                    ]
                }
            }
        ]
        let filler = VolumeFiller(
            client: fixture.client, pod: pod,
            resources: ResourceReference(allocatable: [:]),
            tokenRefresh: KubeletConfiguration.day, now: 0)
        #expect(
            try await filler.contents(tokens: [:]).files["config"]?.get()["labels"]?.content == [])
        var observed = ObservedPod()
        observed.stage = .syncing
        observed.volumes = .ready
        observed.volumesChanged()
        #expect(
            PodSync.decide(pod, observed, now: 0, settings: SyncSettings())
                .contains(.updateVolumes))
        observed.volumeUpdate = ObservedPod.VolumeUpdate(dueAt: 5)
        #expect(
            PodSync.decide(pod, observed, now: 4, settings: SyncSettings())
                .contains(.wake(at: 5)))
        #expect(
            PodSync.decide(pod, observed, now: 5, settings: SyncSettings())
                .contains(.updateVolumes))
        observed.volumeUpdate.isUnderWay = true
        #expect(
            !PodSync.decide(pod, observed, now: 5, settings: SyncSettings())
                .contains(.updateVolumes))
    }

    @Test("a Pod is not taken down while its volumes are written")
    func noLeftOvers() {
        let pod = podWithVolume()
        var observed = ObservedPod()
        observed.stage = .terminating(
            Termination(cause: .deleted, gracePeriod: 0, startedAt: 0))
        func actions() -> [PodAction] {
            PodSync.decide(pod, observed, now: 0, settings: SyncSettings())
        }
        observed.volumes = .preparing
        #expect(actions() == [.wake(at: 2 * .second)])
        observed.volumes = .ready
        observed.volumeUpdate.isUnderWay = true
        #expect(actions() == [.wake(at: 2 * .second)])
        observed.volumeUpdate.isUnderWay = false
        #expect(actions() == [.settle])
    }
}

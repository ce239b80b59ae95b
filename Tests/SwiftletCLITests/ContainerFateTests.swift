import JSON
import KubernetesAPI
import Testing

@testable import SwiftletCLI

@Suite struct ContainerFateTests {
    private func pod(_ restartPolicy: String, state: JSONValue, phase: String = "Running") -> Pod {
        Pod(json: [
            "metadata": ["name": "web"],
            "spec": ["restartPolicy": .string(restartPolicy), "containers": [["name": "main"]]],
            "status": [
                "phase": .string(phase),
                "containerStatuses": [["name": "main", "state": state]],
            ],
        ])
    }

    @Test(
        arguments: [
            ("Never", ["running": [:]], "Running", .running),
            ("Always", ["terminated": ["exitCode": 0]], "Running", .willStart),
            ("OnFailure", ["terminated": ["exitCode": 1]], "Running", .willStart),
            ("OnFailure", ["terminated": ["exitCode": 0]], "Running", .over),
            ("Never", ["terminated": ["exitCode": 1]], "Running", .over),
            ("Always", ["waiting": ["reason": "CrashLoopBackOff"]], "Running", .willStart),
            ("Always", ["terminated": ["exitCode": 1]], "Failed", .over),
        ] as [(String, JSONValue, String, ContainerFate)])
    func followsTheRestartPolicy(
        policy: String, state: JSONValue, phase: String, expected: ContainerFate
    ) {
        let pod = pod(policy, state: state, phase: phase)
        #expect(ContainerFate(pod, container: "main") == expected)
    }

    @Test func aDeletedPodStartsNothing() {
        var pod = pod("Always", state: ["terminated": ["exitCode": 137]])
        pod.metadata.deletionTimestamp = Timestamp(secondsSince1970: 1)
        #expect(ContainerFate(pod, container: "main") == .over)
    }

    @Test func choosesTheDefaultContainer() {
        var pod = Pod(json: [
            "spec": [
                "initContainers": [["name": "setup"]],
                "containers": [["name": "writer"], ["name": "reader"]],
            ]
        ])
        let chosen = DefaultContainer(pod)
        #expect(chosen.name == "writer")
        #expect(
            chosen.remark == "Defaulted container \"writer\" out of: writer, reader, setup (init)")
        pod.metadata.annotations["kubectl.kubernetes.io/default-container"] = "reader"
        #expect(DefaultContainer(pod).name == "reader")
        #expect(DefaultContainer(pod).remark == nil)
    }
}

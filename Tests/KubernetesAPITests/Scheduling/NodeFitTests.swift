import JSON
import KubernetesAPI
import Testing

@Suite struct NodeFitTests {
    private static func node(_ change: (inout NodeFacts) -> Void = { _ in }) -> NodeFacts {
        var node = NodeFacts(
            name: "here", labels: ["kubernetes.io/hostname": "here", "disk": "ssd", "cores": "8"],
            allocatable: [
                "cpu": Quantity(value: 2), "memory": Quantity("1Gi"), "pods": Quantity(value: 3),
            ])
        change(&node)
        return node
    }

    private static func pod(
        _ name: String, _ spec: String = "{}", labels: [String: String] = [:]
    ) -> PodFootprint {
        var pod = Pod(json: ["spec": try! YAMLReader.documents(spec)[0]])
        pod.metadata.name = name
        pod.metadata.namespace = "lab"
        pod.metadata.uid = name
        pod.metadata.labels = labels
        return PodFootprint(pod)
    }

    private static func failures(
        _ pod: PodFootprint, beside others: [PodFootprint] = [], on node: NodeFacts = node()
    ) -> [String] {
        var occupancy = NodeOccupancy()
        for other in others { occupancy.add(other) }
        return NodeFit(node: node, occupancy: occupancy).failures(of: pod).map(\.text)
    }

    private static func wanting(_ resources: String) -> String {
        "{containers: [{resources: {requests: {\(resources)}}}]}"
    }

    @Test(arguments: [
        ("cpu: 2, memory: 1Gi", []),
        ("cpu: 2001m", ["Insufficient cpu"]),
        ("cpu: 3, memory: 2Gi", ["Insufficient cpu", "Insufficient memory"]),
        ("example.com/gpu: 1", ["Insufficient example.com/gpu"]),
        ("hugepages-2Mi: 2Mi", ["Insufficient hugepages-2Mi"]),
        ("ephemeral-storage: 1", ["Insufficient ephemeral-storage"]),
    ])
    func whatIsAskedForHasToBeThere(_ requests: String, _ expected: [String]) {
        #expect(Self.failures(Self.pod("a", Self.wanting(requests))) == expected)
    }

    @Test func aClaimForOnePodIsHadByOne() {
        func using(_ claim: String, _ name: String) -> PodFootprint {
            Self.pod(name, "{volumes: [{persistentVolumeClaim: {claimName: \(claim)}}]}")
        }
        func failures(_ pod: PodFootprint, beside other: PodFootprint) -> [String] {
            var occupancy = NodeOccupancy()
            occupancy.add(other)
            return NodeFit(
                node: Self.node(), occupancy: occupancy, exclusiveClaims: ["lab/data"]
            ).failures(of: pod).map(\.text)
        }
        let message =
            "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"
        #expect(failures(using("data", "b"), beside: using("data", "a")) == [message])
        #expect(failures(using("data", "a"), beside: using("data", "a")) == [])
        #expect(failures(using("other", "b"), beside: using("data", "a")) == [])
        #expect(failures(using("shared", "b"), beside: using("shared", "a")) == [])
        var elsewhere = using("data", "a")
        elsewhere.namespace = "another"
        #expect(failures(using("data", "b"), beside: elsewhere) == [])
        #expect(FitFailure.claimInUse.isResolvable)
    }

    @Test func othersTakeTheirShare() {
        let others = [Self.pod("x", Self.wanting("cpu: 1500m")), Self.pod("y")]
        #expect(
            Self.failures(Self.pod("a", Self.wanting("cpu: 600m")), beside: others)
                == ["Insufficient cpu"])
        #expect(Self.failures(Self.pod("a", Self.wanting("cpu: 500m")), beside: others) == [])
        #expect(Self.failures(Self.pod("a"), beside: others + [Self.pod("z")]) == ["Too many pods"])
        #expect(
            Self.failures(Self.pod("x", Self.wanting("cpu: 2")), beside: others) == [],
            "a Pod does not stand in its own way")
    }

    @Test(arguments: [
        ("{nodeSelector: {disk: ssd}}", true), ("{nodeSelector: {disk: hdd}}", false),
        ("[{matchExpressions: [{key: disk, operator: In, values: [ssd, nvme]}]}]", true),
        ("[{matchExpressions: [{key: disk, operator: NotIn, values: [ssd]}]}]", false),
        ("[{matchExpressions: [{key: cores, operator: Gt, values: ['4']}]}]", true),
        ("[{matchExpressions: [{key: cores, operator: Lt, values: ['8']}]}]", false),
        (
            "[{matchExpressions: [{key: nope, operator: Exists}]}, {matchFields: [{key: metadata.name, operator: In, values: [here]}]}]",
            true
        ),
        ("[{}]", false),
    ])
    func theNodeHasToBeAsWanted(_ text: String, _ fits: Bool) {
        let spec =
            text.hasPrefix("{")
            ? text
            : "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: \(text)}}}}"
        #expect(
            Self.failures(Self.pod("a", spec))
                == (fits ? [] : ["node(s) didn't match Pod's node affinity/selector"]))
    }

    @Test func taintsKeepPodsAwayThatDoNotTolerateThem() {
        let tainted = Self.node {
            $0.taints = [
                .with {
                    $0.key = "for"
                    $0.value = "db"
                    $0.effect = "NoSchedule"
                }
            ]
        }
        let refused = ["node(s) had untolerated taint(s)"]
        #expect(Self.failures(Self.pod("a"), on: tainted) == refused)
        for (toleration, expected) in [
            ("{key: for, value: db}", []), ("{key: for, operator: Exists}", []),
            ("{operator: Exists}", []), ("{key: for, value: web}", refused),
            ("{key: for, value: db, effect: NoExecute}", refused),
        ] {
            let pod = Self.pod("a", "{tolerations: [\(toleration)]}")
            #expect(Self.failures(pod, on: tainted) == expected, "\(toleration)")
        }
        let cordoned = Self.node { $0.isUnschedulable = true }
        #expect(Self.failures(Self.pod("a"), on: cordoned) == ["node(s) were unschedulable"])
    }

    @Test func aPortOfTheMachineIsGivenOnce() {
        func pod(_ name: String, _ port: String) -> PodFootprint {
            Self.pod(name, "{containers: [{ports: [{containerPort: 80, \(port)}]}]}")
        }
        let refused = ["node(s) didn't have free ports for the requested pod ports"]
        let other = pod("x", "hostPort: 8080, hostIP: 127.0.0.1")
        #expect(Self.failures(pod("a", "hostPort: 8080"), beside: [other]) == refused)
        #expect(Self.failures(pod("a", "hostPort: 8081"), beside: [other]) == [])
        #expect(Self.failures(pod("a", "hostPort: 8080, protocol: UDP"), beside: [other]) == [])
        #expect(
            Self.failures(pod("a", "hostPort: 8080, hostIP: 127.0.0.2"), beside: [other]) == [])
    }

    @Test func neighboursAreWantedOrNot() {
        func term(_ kind: String, _ app: String, _ key: String = "kubernetes.io/hostname") -> String
        {
            "{affinity: {\(kind): {requiredDuringSchedulingIgnoredDuringExecution: "
                + "[{topologyKey: \(key), labelSelector: {matchLabels: {app: \(app)}}}]}}}"
        }
        let web = Self.pod("web", labels: ["app": "web"])
        #expect(Self.failures(Self.pod("a", term("podAffinity", "web")), beside: [web]) == [])
        #expect(
            Self.failures(Self.pod("a", term("podAffinity", "db")), beside: [web])
                == ["node(s) didn't match pod affinity rules"])
        #expect(
            Self.failures(Self.pod("a", term("podAffinity", "db"), labels: ["app": "db"])) == [],
            "the first of a group")
        #expect(
            Self.failures(Self.pod("a", term("podAffinity", "web", "zone")), beside: [web])
                == ["node(s) didn't match pod affinity rules"], "the node has no such label")
        #expect(
            Self.failures(Self.pod("a", term("podAntiAffinity", "web")), beside: [web])
                == ["node(s) didn't match pod anti-affinity rules"])
        let lonely = Self.pod("lonely", term("podAntiAffinity", "db"))
        #expect(
            Self.failures(Self.pod("a", labels: ["app": "db"]), beside: [lonely])
                == ["node(s) didn't satisfy existing pods anti-affinity rules"])
    }

    @Test func spreadNeedsTheLabelAndEnoughDomains() {
        func spec(_ key: String, _ more: String = "") -> String {
            "{topologySpreadConstraints: [{maxSkew: 1, topologyKey: \(key), "
                + "whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}\(more)}]}"
        }
        let labels = ["app": "web"]
        let web = Self.pod("web", labels: labels)
        #expect(
            Self.failures(
                Self.pod("a", spec("kubernetes.io/hostname"), labels: labels), beside: [web])
                == [])
        #expect(
            Self.failures(Self.pod("a", spec("zone"), labels: labels)) == [
                "node(s) didn't match pod topology spread constraints (missing required label)"
            ])
        #expect(
            Self.failures(
                Self.pod("a", spec("kubernetes.io/hostname", ", minDomains: 2"), labels: labels),
                beside: [web]) == ["node(s) didn't match pod topology spread constraints"])
    }

    @Test func podLevelAmountsAndOverheadCount() {
        let spec = PodSpec(
            json: try! YAMLReader.documents(
                """
                resources: {requests: {cpu: 1500m}}
                overhead: {memory: 8Mi}
                initContainers:
                - {restartPolicy: Always, resources: {requests: {memory: 1Mi}}}
                - {resources: {requests: {memory: 20Mi, cpu: 5}}}
                containers:
                - {resources: {requests: {cpu: 100m, memory: 4Mi}}}
                """)[0])
        #expect(spec.totalRequests == ["cpu": Quantity("1500m"), "memory": Quantity("29Mi")])
    }

    @Test func theMessageIsTheSchedulers() {
        let failures: [FitFailure] = [
            .insufficient(resource: "memory", requested: 5, used: 3, capacity: 6),
            .insufficient(resource: "cpu", requested: 5, used: 3, capacity: 6),
        ]
        #expect(
            SchedulingMessage.unschedulable(failures)
                == "0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory. no new "
                + "claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption "
                + "victims found for incoming pod.")
        #expect(
            SchedulingMessage.unschedulable([.untoleratedTaint]).hasSuffix(
                "1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/1 "
                    + "nodes are available: 1 Preemption is not helpful for scheduling."))
    }
}

import JSON
import KubernetesAPI
import Testing

@Suite struct GeneratedTypesTests {
    @Test(arguments: try Repository.files("examples", suffix: ".yaml"))
    func examplesSurviveTheTypes(_ name: String) throws {
        for document in try YAMLReader.documents(Repository.text("examples/\(name)")) {
            #expect(SchemaValidator.check(document, kind: "Pod").isClean)
            #expect(Pod(json: document).json == document)
        }
    }

    @Test func zeroValuesFollowGo() {
        let pod = Pod()
        #expect(pod.json == ["apiVersion": "v1", "kind": "Pod", "spec": ["containers": []]])
        var container = Container()
        #expect(container.json == ["name": ""])
        container.securityContext = SecurityContext()
        container.securityContext?.runAsUser = 0
        container.env = [.with { $0.name = "A" }]
        #expect(
            container.json == [
                "name": "", "securityContext": ["runAsUser": 0], "env": [["name": "A"]],
            ])
        #expect(PodList().json["items"] == [])
    }

    @Test func readsLeniently() {
        let spec = PodSpec(json: [
            "terminationGracePeriodSeconds": "soon", "hostNetwork": 1, "containers": "none",
            "securityContext": ["runAsUser": "root"], "restartPolicy": "Sometimes",
            "priority": .null,
        ])
        #expect(spec.terminationGracePeriodSeconds == nil)
        #expect(spec.hostNetwork == false)
        #expect(spec.containers.isEmpty)
        #expect(spec.securityContext == PodSecurityContext())
        #expect(spec.restartPolicy == "Sometimes")
        #expect(Pod(json: 3) == Pod())
    }

    @Test func embeddedStructsAreFlat() {
        let probe = Probe(json: ["httpGet": ["port": "web", "path": "/"], "periodSeconds": 3])
        #expect(probe.httpGet?.port == "web")
        #expect(probe.periodSeconds == 3)
        let volume = Volume(json: ["name": "v", "emptyDir": ["sizeLimit": "1Gi"]])
        #expect(volume.emptyDir?.sizeLimit == "1024Mi")
    }

    @Test func timesKeepTheirPrecision() throws {
        let event = Event.with {
            $0.eventTime = Timestamp("2024-05-01T10:00:00.123456Z")
            $0.firstTimestamp = Timestamp("2024-05-01T10:00:00.9Z")
        }
        #expect(event.json["eventTime"] == "2024-05-01T10:00:00.123456Z")
        #expect(event.json["firstTimestamp"] == "2024-05-01T10:00:00Z")
    }

    @Test func bytesAreBase64() {
        for (bytes, text) in [
            ([], ""), ([102], "Zg=="), ([102, 111], "Zm8="), ([102, 111, 111], "Zm9v"),
            ([0, 255, 62, 63], "AP8+Pw=="),
        ] as [([UInt8], String)] {
            let secret = Secret.with { $0.data = ["k": bytes] }
            #expect(secret.json.value(at: "data", "k") == .string(text))
            #expect(Secret(json: secret.json) == secret)
        }
        #expect(Secret(json: ["data": ["k": "!!!!", "l": "Zg="]]).data.isEmpty)
    }

    @Test func kindsKnowTheirResource() {
        #expect(Pod.resourceType == .pods)
        #expect(Node.resourceType.namespaced == false)
        #expect(ConfigMap().apiVersion == "v1")
        #expect(Table().apiVersion == "meta.k8s.io/v1")
    }
}

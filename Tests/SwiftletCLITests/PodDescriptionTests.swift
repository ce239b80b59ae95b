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

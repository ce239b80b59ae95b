import JSON

extension TablePrinter {
    static let pods = TablePrinter(
        columns: [
            name,
            ResourceTable.Column("Ready", "Containers that are ready, of all that should be."),
            ResourceTable.Column("Status", "State of the Pod in one word."),
            ResourceTable.Column(
                "Restarts", "How often its containers were restarted, and when last."),
            age,
            ResourceTable.Column("IP", wide: true, "Address of the Pod."),
            ResourceTable.Column("Node", wide: true, "Node that the Pod runs on."),
            ResourceTable.Column(
                "Nominated Node", wide: true, "Node that is being cleared for the Pod."),
            ResourceTable.Column(
                "Readiness Gates", wide: true, "Readiness gates that are met, of all."),
        ],
        fields: .members([
            "metadata": .only("name", "creationTimestamp", "deletionTimestamp"),
            "spec": .members([
                "containers": .only("name"), "initContainers": .only("name", "restartPolicy"),
                "nodeName": .all, "readinessGates": .all,
            ]), "status": .all,
        ]), row: { object, now in podRow(Pod(json: object), now) })

    private static func podRow(_ pod: Pod, _ now: Timestamp) -> ResourceTable.Row {
        let summary = PodSummary(pod)
        let cells = [
            pod.metadata.name, summary.ready, summary.status, summary.restartsText(now: now),
            HumanDuration.since(pod.metadata.creationTimestamp, now: now),
            orNone(pod.status.podIPs.first?.ip ?? pod.status.podIP), orNone(pod.spec.nodeName),
            orNone(pod.status.nominatedNodeName), readinessGates(pod),
        ]
        return ResourceTable.Row(
            cells: cells.map(JSONValue.string), conditions: completion(pod.status.phase))
    }

    private static func readinessGates(_ pod: Pod) -> String {
        let gates = pod.spec.readinessGates
        if gates.isEmpty { return "<none>" }
        return "\(gates.count { pod.status.isTrue($0.conditionType) })/\(gates.count)"
    }

    static let podTemplates = TablePrinter(
        PodTemplate.self,
        columns: [
            name, ResourceTable.Column("Containers", "Names of the containers."),
            ResourceTable.Column("Images", "Images of the containers."),
            ResourceTable.Column("Pod Labels", "Labels of the Pods."),
        ]
    ) { object, _ in
        let containers = object.template.spec.containers
        return [
            text(object.metadata.name), text(containers.map(\.name).joined(separator: ",")),
            text(containers.map(\.image).joined(separator: ",")),
            text(labels(object.template.metadata.labels)),
        ]
    }

    private static func completion(_ phase: PodPhase) -> [TableRowCondition] {
        guard phase == .succeeded || phase == .failed else { return [] }
        return [
            TableRowCondition.with {
                $0.type = .completed
                $0.status = .true
                $0.reason = phase.rawValue
                $0.message =
                    phase == .succeeded
                    ? "The pod has completed successfully." : "The pod failed."
            }
        ]
    }
}

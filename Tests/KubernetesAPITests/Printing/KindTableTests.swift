import JSON
import KubernetesAPI
import Testing

/// What `kubectl get` and `kubectl get -o wide` show of each kind.
@Suite struct KindTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var type: ResourceType
        /// Without metadata; the object is called `x` and an hour old.
        var manifest: String
        /// Columns, those of `-o wide` in parentheses.
        var columns: String
        var cells: [JSONValue]

        var testDescription: String { type.qualifiedName }
    }

    static let rows: [Row] = [
        Row(
            type: .configMaps, manifest: "{data: {a: b}, binaryData: {c: AA==}}",
            columns: "Name Data Age", cells: ["x", 2, "60m"]),
        Row(
            type: .secrets, manifest: "{type: Opaque, data: {a: AA==, b: AA==, c: AA==}}",
            columns: "Name Type Data Age", cells: ["x", "Opaque", 3, "60m"]),
        Row(
            type: .serviceAccounts, manifest: "{secrets: [{name: s}]}",
            columns: "Name Secrets Age", cells: ["x", 1, "60m"]),
        Row(
            type: .podTemplates,
            manifest: """
                template:
                  metadata: {labels: {b: "2", a: "1"}}
                  spec: {containers: [{name: one, image: i}, {name: two, image: j:1}]}
                """,
            columns: "Name Containers Images Pod Labels",
            cells: ["x", "one,two", "i,j:1", "a=1,b=2"]),
        Row(
            type: .services,
            manifest: """
                spec:
                  type: ClusterIP
                  clusterIP: 10.0.0.1
                  ports: [{port: 80, protocol: TCP}, {port: 53, nodePort: 30053, protocol: UDP}]
                  selector: {app: web}
                """,
            columns: "Name Type Cluster-IP External-IP Port(s) Age (Selector)",
            cells: [
                "x", "ClusterIP", "10.0.0.1", "<none>", "80/TCP,53:30053/UDP", "60m", "app=web",
            ]
        ),
        Row(
            type: .services, manifest: "{spec: {type: LoadBalancer}}",
            columns: "Name Type Cluster-IP External-IP Port(s) Age (Selector)",
            cells: ["x", "LoadBalancer", "<none>", "<pending>", "<none>", "60m", "<none>"]),
        Row(
            type: .services, manifest: "{spec: {type: ExternalName, externalName: example.com}}",
            columns: "Name Type Cluster-IP External-IP Port(s) Age (Selector)",
            cells: ["x", "ExternalName", "<none>", "example.com", "<none>", "60m", "<none>"]),
        Row(
            type: .endpoints,
            manifest: """
                subsets:
                - addresses: [{ip: 10.0.0.1}, {ip: "fd00::1"}]
                  ports: [{port: 80}, {port: 443}]
                """,
            columns: "Name Endpoints Age",
            cells: ["x", "10.0.0.1:80,[fd00::1]:80,10.0.0.1:443 + 1 more...", "60m"]),
        Row(
            type: .endpoints, manifest: "{subsets: []}", columns: "Name Endpoints Age",
            cells: ["x", "<none>", "60m"]),
        Row(
            type: .endpointSlices,
            manifest:
                "{addressType: IPv4, ports: [{port: 80}], endpoints: [{addresses: [10.0.0.1]}]}",
            columns: "Name AddressType Ports Endpoints Age",
            cells: ["x", "IPv4", "80", "10.0.0.1", "60m"]),
        Row(
            type: .persistentVolumes,
            manifest: """
                spec:
                  capacity: {storage: 5Gi}
                  accessModes: [ReadWriteMany, ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Retain
                  storageClassName: fast
                  claimRef: {namespace: lab, name: data}
                status: {phase: Bound}
                """,
            columns: "Name Capacity Access Modes Reclaim Policy Status Claim StorageClass "
                + "VolumeAttributesClass Reason Age (VolumeMode)",
            cells: [
                "x", "5Gi", "RWO,RWX", "Retain", "Bound", "lab/data", "fast", "<unset>", "", "60m",
                "<unset>",
            ]),
        Row(
            type: .persistentVolumeClaims,
            manifest: """
                spec: {volumeName: v, storageClassName: fast, volumeMode: Filesystem}
                status: {phase: Bound, capacity: {storage: 5Gi}, accessModes: [ReadOnlyMany]}
                """,
            columns: "Name Status Volume Capacity Access Modes StorageClass "
                + "VolumeAttributesClass Age (VolumeMode)",
            cells: ["x", "Bound", "v", "5Gi", "ROX", "fast", "<unset>", "60m", "Filesystem"]),
        Row(
            type: .resourceQuotas,
            manifest: """
                status:
                  hard: {pods: "4", limits.cpu: "2", cpu: "1"}
                  used: {pods: "1", cpu: 500m}
                """,
            columns: "Name Request Limit Age",
            cells: ["x", "cpu: 500m/1, pods: 1/4", "limits.cpu: 0/2", "60m"]),
        Row(
            type: .podDisruptionBudgets,
            manifest: "{spec: {minAvailable: 50%}, status: {disruptionsAllowed: 1}}",
            columns: "Name Min Available Max Unavailable Allowed Disruptions Age",
            cells: ["x", "50%", "N/A", 1, "60m"]),
        Row(
            type: .priorityClasses,
            manifest: "{value: 100, globalDefault: true, preemptionPolicy: Never}",
            columns: "Name Value Global-Default Age PreemptionPolicy",
            cells: ["x", 100, true, "60m", "Never"]),
        Row(
            type: .runtimeClasses, manifest: "{handler: runc}", columns: "Name Handler Age",
            cells: ["x", "runc", "60m"]),
        Row(
            type: .leases, manifest: "{spec: {holderIdentity: me}}", columns: "Name Holder Age",
            cells: ["x", "me", "60m"]),
        Row(
            type: .roleBindings,
            manifest: """
                roleRef: {kind: Role, name: reader}
                subjects:
                - {kind: User, name: anna}
                - {kind: User, name: otto}
                - {kind: Group, name: lab}
                - {kind: ServiceAccount, namespace: ns, name: sa}
                """,
            columns: "Name Role Age (Users) (Groups) (ServiceAccounts)",
            cells: ["x", "Role/reader", "60m", "anna, otto", "lab", "ns/sa"]),
        Row(
            type: .clusterRoleBindings, manifest: "{roleRef: {kind: ClusterRole, name: admin}}",
            columns: "Name Role Age (Users) (Groups) (ServiceAccounts)",
            cells: ["x", "ClusterRole/admin", "60m", "", "", ""]),
        Row(
            type: .eventsV1,
            manifest: """
                regarding: {kind: Pod, name: p}
                note: It runs
                reason: Started
                type: Normal
                reportingController: kubelet
                eventTime: "2024-05-01T09:59:30.000000Z"
                """,
            columns: "Last Seen Type Reason Object (Subobject) (Source) Message (First Seen) "
                + "(Count) (Name)",
            cells: [
                "30s", "Normal", "Started", "pod/p", "", "kubelet", "It runs", "30s", 1, "x",
            ]),
        Row(
            type: .roles, manifest: "{rules: []}", columns: "Name Created At",
            cells: ["x", "2024-05-01T09:00:00Z"]),
        Row(
            type: .limitRanges, manifest: "{spec: {limits: []}}", columns: "Name Created At",
            cells: ["x", "2024-05-01T09:00:00Z"]),
    ]

    @Test(arguments: rows)
    func showsTheKind(_ row: Row) throws {
        var object = try #require(try YAMLReader.documents(row.manifest).first)
        object["metadata"] = ["name": "x", "creationTimestamp": "2024-05-01T09:00:00Z"]
        let table = ResourceTable(
            row.type, objects: [object], now: try #require(Timestamp("2024-05-01T10:00:00Z")))
        let names = table.columns.map { $0.priority == 0 ? $0.name : "(\($0.name))" }
        #expect(names.joined(separator: " ") == row.columns)
        #expect(table.rows.first?.cells == row.cells)
    }
}

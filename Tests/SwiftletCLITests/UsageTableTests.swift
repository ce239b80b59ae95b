import JSON
import KubernetesAPI
import Testing

@testable import SwiftletCLI

/// `swiftlet top`, laid out as `kubectl top` does.
@Suite struct UsageTableTests {
    private func pod(
        _ name: String, namespace: String = "lab", _ containers: [(String, String, String)]
    ) -> JSONValue {
        [
            "metadata": ["name": .string(name), "namespace": .string(namespace)],
            "containers": .array(
                containers.map {
                    ["name": .string($0), "usage": ["cpu": .string($1), "memory": .string($2)]]
                }),
        ]
    }

    private var pods: [JSONValue] {
        [
            pod("web", [("proxy", "1200u", "2Mi"), ("app", "249999999n", "9437184")]),
            pod("db", namespace: "store", [("main", "3m", "64Mi")]),
        ]
    }

    @Test("a line for each Pod, by name")
    func perPod() {
        #expect(
            UsageTable().pods(pods, eachContainer: false, withSum: false) == """
                NAME   CPU(cores)   MEMORY(bytes)   
                db     3m           64Mi            
                web    252m         11Mi            

                """)
    }

    @Test("a line for each container, the greatest first, with namespaces and a sum")
    func perContainer() {
        let table = UsageTable(order: .memory, withNamespace: true)
        #expect(
            table.pods(pods, eachContainer: true, withSum: true) == """
                NAMESPACE   POD   NAME    CPU(cores)   MEMORY(bytes)   
                store       db    main    3m           64Mi            
                lab         web   app     250m         9Mi             
                lab         web   proxy   2m           2Mi             
                                          ________     ________        
                                          255m         75Mi            

                """)
        let byCPU = UsageTable(order: .cpu, withHeaders: false)
        #expect(
            byCPU.pods(pods, eachContainer: false, withSum: false) == """
                web   252m   11Mi   
                db    3m     64Mi   

                """)
    }

    @Test("nodes, and what share of their room is used")
    func nodes() {
        let node: JSONValue = [
            "metadata": ["name": "here"], "usage": ["cpu": "1500m", "memory": "1Gi"],
        ]
        #expect(
            UsageTable().nodes([node], room: ["here": ["cpu": "2", "memory": "4Gi"]]) == """
                NAME   CPU(cores)   CPU(%)   MEMORY(bytes)   MEMORY(%)   
                here   1500m        75%      1024Mi          25%         

                """)
        #expect(
            UsageTable(withHeaders: false).nodes([node], room: [:]) == """
                here   1500m   <unknown>   1024Mi   <unknown>   

                """)
    }
}

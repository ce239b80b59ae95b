import JSON

/// The Pods that the benchmark makes: of the tutorial's size, and never started.
enum BenchPod {
    /// Holds the first thousand.
    static let small = "bench-small"
    /// Holds the rest.
    static let large = "bench-large"
    static let smallCount = 1_000

    static func place(_ index: Int) -> (namespace: String, name: String) {
        (index < smallCount ? small : large, "pod-\(index)")
    }

    static func collection(_ namespace: String?) -> String {
        namespace.map { "/api/v1/namespaces/\($0)/pods" } ?? "/api/v1/pods"
    }

    static func object(_ index: Int) -> JSONValue {
        let (namespace, name) = place(index)
        return [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": .string(name), "namespace": .string(namespace),
                "labels": ["app": "bench", "index": .string("\(index)")],
            ],
            "spec": [
                "schedulingGates": [["name": "example.org/bench"]],
                "volumes": [["name": "logs", "emptyDir": [:]]],
                "initContainers": [container("init", "echo initialised > /var/log/app.log")],
                "containers": [
                    container(
                        "logwriter", "while true; do date >> /var/log/app.log; sleep 1; done"),
                    container("logreader", "tail -f /var/log/app.log"),
                ],
            ],
        ]
    }

    private static func container(_ name: String, _ script: String) -> JSONValue {
        [
            "name": .string(name), "image": "busybox",
            "command": ["sh", "-c", .string(script)],
            "resources": ["limits": ["cpu": "20m", "memory": "16Mi"]],
            "volumeMounts": [["name": "logs", "mountPath": "/var/log"]],
        ]
    }
}

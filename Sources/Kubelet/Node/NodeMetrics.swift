import KubernetesClient
import LinuxSystem

/// What the kubelet tells Prometheus.
enum NodeMetrics {
    /// `/metrics/resource`: the names are those of Kubernetes' resource metrics.
    static func resources(_ summary: StatisticsSummary) -> String {
        var text = PrometheusText()
        containers(summary.pods, &text)
        let machine = summary.machine.sample.usage
        text.metric(
            "node_cpu_usage_seconds_total", .counter,
            "Cumulative cpu time consumed by the node in core-seconds")
        if let cpu = machine.cpuTime {
            text.series("node_cpu_usage_seconds_total", Double(cpu) / 1e9)
        }
        text.metric(
            "node_memory_working_set_bytes", .gauge, "Current working set of the node in bytes")
        if let memory = machine.memoryWorkingSet {
            text.series("node_memory_working_set_bytes", Double(memory))
        }
        pods(summary.pods, &text)
        text.metric(
            "resource_scrape_error", .gauge,
            "1 if there was an error while getting container metrics, 0 otherwise")
        text.series("resource_scrape_error", 0)
        return text.text
    }

    /// `/metrics`
    static func kubelet(_ summary: StatisticsSummary) -> String {
        var text = PrometheusText()
        text.metric("kubelet_node_name", .gauge, "The node's name. The count is always 1.")
        text.series("kubelet_node_name", [("node", summary.nodeName)], 1)
        text.metric("kubelet_running_pods", .gauge, "Number of pods that have a running container")
        text.series(
            "kubelet_running_pods", Double(summary.pods.filter { !$0.containers.isEmpty }.count))
        text.metric(
            "kubelet_running_containers", .gauge, "Number of containers currently running")
        text.series(
            "kubelet_running_containers", [("container_state", "running")],
            Double(summary.pods.reduce(0) { $0 + $1.containers.count }))
        return text.text
    }

    private static func containers(_ pods: [PodStatistics], _ text: inout PrometheusText) {
        func each(_ name: String, _ value: (ContainerStatistics) -> Double?) {
            for pod in pods {
                for container in pod.containers {
                    guard let value = value(container) else { continue }
                    text.series(
                        name,
                        [
                            ("container", container.name), ("namespace", pod.namespace),
                            ("pod", pod.name),
                        ], value)
                }
            }
        }
        text.metric(
            "container_cpu_usage_seconds_total", .counter,
            "Cumulative cpu time consumed by the container in core-seconds")
        each("container_cpu_usage_seconds_total") {
            $0.sample.usage.cpuTime.map { Double($0) / 1e9 }
        }
        text.metric(
            "container_memory_working_set_bytes", .gauge,
            "Current working set of the container in bytes")
        each("container_memory_working_set_bytes") {
            $0.sample.usage.memoryWorkingSet.map { Double($0) }
        }
        text.metric(
            "container_start_time_seconds", .gauge,
            "Start time of the container since unix epoch in seconds")
        each("container_start_time_seconds") { Double($0.startedAt) / 1e9 }
    }

    private static func pods(_ pods: [PodStatistics], _ text: inout PrometheusText) {
        text.metric(
            "pod_cpu_usage_seconds_total", .counter,
            "Cumulative cpu time consumed by the pod in core-seconds")
        for pod in pods {
            guard let cpu = pod.usage.cpuTime else { continue }
            text.series(
                "pod_cpu_usage_seconds_total", [("namespace", pod.namespace), ("pod", pod.name)],
                Double(cpu) / 1e9)
        }
        text.metric(
            "pod_memory_working_set_bytes", .gauge, "Current working set of the pod in bytes")
        for pod in pods {
            guard let memory = pod.usage.memoryWorkingSet else { continue }
            text.series(
                "pod_memory_working_set_bytes", [("namespace", pod.namespace), ("pod", pod.name)],
                Double(memory))
        }
    }
}

extension PrometheusText {
    fileprivate mutating func series(_ name: String, _ value: Double) { series(name, [], value) }
}

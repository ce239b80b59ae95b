/// What runs on behalf of a worker and can be given up alone, which the children of a task group
/// cannot. The worker cancels all of it when it ends.
struct WorkerTasks {
    enum Purpose: Hashable {
        case probe(ProbeTarget)
        /// By the container's name.
        case postStart(String)
        case preStop(String)
    }

    private var tasks: [Purpose: Task<Void, Never>] = [:]

    mutating func start(_ purpose: Purpose, _ work: @escaping @Sendable () async -> Void) {
        tasks.updateValue(Task(operation: work), forKey: purpose)?.cancel()
    }

    mutating func cancel(_ purpose: Purpose) {
        tasks.removeValue(forKey: purpose)?.cancel()
    }

    mutating func cancelAll() {
        for task in tasks.values { task.cancel() }
        tasks = [:]
    }
}

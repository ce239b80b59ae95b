import Foundation
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

/// What tests ask for most often is asked without a program of its own for each question, which
/// would keep the machine busier than what is tested.
extension TestDaemon {
    private var server: ServerAddress {
        ServerAddress(endpoint: .unixSocket(path: root + "/run/swiftlet.sock"))
    }

    /// nil where there is no such Pod.
    func pod(_ name: String, namespace: String = "default") async throws -> JSONValue? {
        try await KubeconfigClient.connected(to: server) { client in
            do {
                return try await client.get(.pods, namespace: namespace, name: name)
            } catch let error as APIError where error.code == 404 {
                return nil
            }
        }
    }

    /// Waits until a Pod's JSON satisfies a condition.
    func pod(
        _ name: String, namespace: String = "default", _ what: String, within seconds: Double = 90,
        _ condition: (JSONValue) -> Bool
    ) async throws -> JSONValue {
        let (pods, feed) = AsyncStream.makeStream(of: JSONValue.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { await self.follow(name, namespace, feed) }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                feed.finish()
            }
            var last: JSONValue?
            for await pod in pods {
                if condition(pod) { return pod }
                last = pod
            }
            throw CommandFailure(
                description:
                    "did not happen within \(seconds) s: pod \(name): \(what); last: \(last?["status"]?.serialized() ?? "none"); daemon: \(command.errorSoFar.suffix(2000))"
            )
        }
    }

    /// Tells of each state that a Pod is seen in, also when the daemon has ended meanwhile.
    private func follow(
        _ name: String, _ namespace: String, _ feed: AsyncStream<JSONValue>.Continuation
    ) async {
        while !Task.isCancelled {
            try? await KubeconfigClient.connected(to: server) { client in
                let options = ListOptions(fieldSelector: "metadata.name=\(name)")
                for try await event in try await client.watch(
                    .pods, namespace: namespace, options: options) where event.kind != .deleted
                {
                    feed.yield(event.object)
                }
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// What a container has written, once it has written something: it may run and be about to.
    func log(
        _ pod: String, _ container: String = "main", namespace: String = "default"
    ) async throws -> String {
        try await eventually("\(container) of \(pod) has written") {
            let log = try await kubectl("logs", pod, "-c", container, "-n", namespace).output
            return log.isEmpty ? nil : log
        }
    }

    func running(_ name: String, namespace: String = "default", within seconds: Double = 90)
        async throws -> JSONValue
    {
        try await pod(name, namespace: namespace, "running and ready", within: seconds) {
            $0.isReady
        }
    }
}

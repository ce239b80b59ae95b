import KubernetesAPI
import KubernetesClient
import Logging

/// A change of the Pods that are bound to this machine.
enum PodUpdate: Sendable {
    /// All Pods there are; what is not among them is gone.
    case present([Pod])
    case changed(Pod)
    case removed(uid: String)
}

/// Lists and watches the Pods of this machine for ever: a broken watch is begun anew where it
/// ended, and from a list where that is too long ago.
struct PodWatch: Sendable {
    let services: KubeletServices

    func run(_ report: @Sendable (PodUpdate) -> Void) async {
        var delay: Int64 = .second / 10
        while !Task.isCancelled {
            do {
                try await listAndWatch(report) { delay = .second / 10 }
            } catch let error as APIError where error.code == 410 {
                continue
            } catch {
                guard !Task.isCancelled else { return }
                services.logger.warning(
                    "the Pods of this machine cannot be watched, trying again",
                    metadata: ["error": "\(error)"])
                try? await services.clock.sleep(until: services.clock.now() + delay)
                delay = min(delay * 2, 10 * .second)
            }
        }
    }

    private func listAndWatch(
        _ report: @Sendable (PodUpdate) -> Void, connected: () -> Void
    ) async throws {
        var options = ListOptions()
        options.fieldSelector = "spec.nodeName=\(services.configuration.nodeName)"
        let list = try await services.client.list(.pods, namespace: nil, options: options)
        report(.present(list.items.map { Pod(json: $0) }))
        options.resourceVersion = list.resourceVersion
        options.allowWatchBookmarks = true
        while !Task.isCancelled {
            let changes = try await services.client.watch(.pods, namespace: nil, options: options)
            connected()
            for try await change in changes {
                let pod = Pod(json: change.object)
                options.resourceVersion = pod.metadata.resourceVersion
                switch change.kind {
                case .added, .modified: report(.changed(pod))
                case .deleted: report(.removed(uid: pod.metadata.uid))
                case .bookmark: continue
                }
            }
        }
    }
}

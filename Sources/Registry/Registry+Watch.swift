import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    public func watch(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> AsyncThrowingStream<WatchEvent, any Error> {
        if type == .eventsV1 {
            return try await eventsView.watch(namespace: namespace, options: options)
        }
        _ = try strategy(of: type)
        let selection = try Selection(options, type: type)
        let namespace = selection.namespace ?? namespace
        let start = try await start(options, type, namespace, selection)
        do throws(ObjectStoreError) {
            let changes = try await store.watch(
                type: type.qualifiedName, namespace: namespace, after: start.version,
                for: options.timeoutSeconds.map { .seconds($0) })
            let feed = WatchFeed(
                type: type, selection: selection, initial: start.initial,
                initialVersion: start.version, marksInitialEvents: start.marksInitialEvents,
                sendsBookmarks: options.allowWatchBookmarks, changes: changes)
            return AsyncThrowingStream { try await feed.next() }
        } catch {
            throw APIError(error, type: type)
        }
    }

    private struct Start {
        var version: Int64
        var initial: [StoredBytes] = []
        var marksInitialEvents = false
    }

    /// Where a watch begins. Without a version, or with "0", it tells what there is first, unless
    /// `sendInitialEvents` says otherwise; that is what the parameter's default is made of
    /// (SetListOptionsDefaults in apimachinery/pkg/apis/meta/internalversion).
    private func start(
        _ options: ListOptions, _ type: ResourceType, _ namespace: String?, _ selection: Selection
    ) async throws -> Start {
        let asked = try ListOptionsReview.version(options.resourceVersion) ?? 0
        var options = options
        if options.sendInitialEvents == nil, options.resourceVersionMatch == nil, asked == 0 {
            options.sendInitialEvents = true
            options.resourceVersionMatch = "NotOlderThan"
        }
        try ListOptionsReview.checkWatch(options)
        guard options.sendInitialEvents == true else {
            return Start(version: asked > 0 ? asked : store.version)
        }
        do throws(ObjectStoreError) {
            let list = try await store.listBytes(
                type: type.qualifiedName, namespace: namespace,
                containing: selection.requiredTexts)
            if asked > list.version {
                throw ObjectStoreError.futureVersion(requested: asked, current: list.version)
            }
            var initial = list.objects
            if !selection.isEverything {
                initial = []
                for bytes in list.objects where selection.mayMatch(bytes) {
                    if selection.matches(try bytes.parsed().object) { initial.append(bytes) }
                }
            }
            return Start(version: list.version, initial: initial, marksInitialEvents: true)
        } catch .futureVersion(let asked, let current) {
            throw APIError.tooLargeVersion(asked, current: current)
        } catch {
            throw APIError(error, type: type)
        }
    }
}

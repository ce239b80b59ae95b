import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct DeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete objects and wait until they are gone.",
        discussion: """
            Examples:
              swiftlet delete pod sidecar-demo --namespace lab
              swiftlet delete -f sidecar-pod.yaml
              swiftlet delete namespace lab --wait=false
              swiftlet delete pods -l app=web --grace-period 1
            """)

    @Argument(help: "TYPE NAME…, TYPE/NAME…, or TYPE with -l or --all.")
    var resources: [String] = []
    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var selector: SelectorOptions
    @Flag(help: "All objects of the type.")
    var all = false
    @Flag(name: [.customShort("A"), .long], help: "With -l or --all: in all namespaces.")
    var allNamespaces = false
    @Option(
        help: ArgumentHelp(
            "Seconds that containers are given to end; -1 takes the Pod's own.",
            valueName: "seconds"))
    var gracePeriod: Int64 = -1
    @Flag(help: "The same as --grace-period=1.")
    var now = false
    @Flag(help: "Remove at once, without waiting for containers to end.")
    var force = false
    @Flag(inversion: .prefixedNo, help: "Wait until the objects are gone.")
    var wait = true
    @Option(help: ArgumentHelp("How long to wait; 0 is without end.", valueName: "duration"))
    var timeout = DurationArgument(.zero)
    @Flag(help: "Succeed where a named object is not there.")
    var ignoreNotFound = false
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("name: print the names alone.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if resources.isEmpty == manifests.files.isEmpty {
            throw ValidationError("you must provide one or more resources, or -f FILE")
        }
        if now, gracePeriod >= 0 {
            throw ValidationError("--now and --grace-period cannot be specified together")
        }
        if force, gracePeriod > 0 {
            throw ValidationError(
                "--force and --grace-period greater than 0 cannot be specified together")
        }
        if let output, output != .name {
            throw ValidationError("the only output format of delete is name")
        }
    }

    func run(_ client: KubeconfigClient) async throws {
        let (targets, missing) = try await targets(client)
        var hasFailed = missing
        if targets.isEmpty, !hasFailed, manifests.files.isEmpty {
            StandardStreams.print("No resources found\n")
        }
        if force {
            printWarning(
                "Immediate deletion does not wait for confirmation that the running resource has "
                    + "been terminated. The resource may continue to run indefinitely.")
        }
        var deleted: [DeletionTarget] = []
        for target in targets {
            do {
                deleted.append(try await delete(target, client))
            } catch let error as APIError {
                if error.reason == "NotFound", ignoreNotFound { continue }
                StandardStreams.printError(ErrorMessage.text(for: error))
                hasFailed = true
            }
        }
        if wait { try await awaitEnd(of: deleted, client) }
        if hasFailed { throw ExitCode.failure }
    }

    /// What to delete, and whether something that was named is not there.
    private func targets(_ client: KubeconfigClient) async throws -> ([DeletionTarget], Bool) {
        let discovery = ResourceDiscovery(client)
        if !manifests.files.isEmpty {
            var targets: [DeletionTarget] = []
            for manifest in try manifests.manifests() {
                let target = try await ManifestTarget(
                    manifest, discovery: discovery, asked: namespace.namespace,
                    fallback: client.server.namespace)
                targets.append(
                    DeletionTarget(
                        type: target.type, namespace: target.namespace, name: manifest.name))
            }
            return (targets, false)
        }
        var targets: [DeletionTarget] = []
        for group in try ResourceArguments(resources).groups {
            let type = try await discovery.required(group.type)
            let own = namespace.namespace ?? client.server.namespace
            let scope = type.namespaced ? own : nil
            if !group.names.isEmpty {
                targets += group.names.map {
                    DeletionTarget(type: type, namespace: scope, name: $0)
                }
                continue
            }
            guard all || !selector.isEmpty else {
                throw CommandError(
                    "resource(s) were provided, but no name was specified; use --all or -l")
            }
            let list = try await client.list(
                type, namespace: allNamespaces ? nil : scope, options: selector.listOptions())
            targets += list.items.map { DeletionTarget(type: type, object: $0) }
        }
        return (targets, false)
    }

    private func delete(_ target: DeletionTarget, _ client: KubeconfigClient) async throws
        -> DeletionTarget
    {
        var target = target
        let last = try await client.delete(
            target.type, namespace: target.namespace, name: target.name,
            options: DeleteOptions(gracePeriodSeconds: grace, propagationPolicy: "Background"))
        // An object that is gone is answered with a Status whose details name its uid.
        let uid = last.value(at: "metadata", "uid") ?? last.value(at: "details", "uid")
        target.uid = uid?.stringValue ?? ""
        let verb = force ? "force deleted" : "deleted"
        StandardStreams.print((output == .name ? target.path : target.message(verb)) + "\n")
        return target
    }

    /// Grace 0 without --force would leave containers behind unseen; kubectl makes it 1 too.
    private var grace: Int64? {
        if force { return 0 }
        if now { return 1 }
        if gracePeriod < 0 { return nil }
        return max(1, gracePeriod)
    }

    private func awaitEnd(of targets: [DeletionTarget], _ client: KubeconfigClient) async throws {
        for target in targets {
            try await withTimeout(timeout.duration, what: "the end of \(target.path)") {
                try await target.gone(client)
            }
        }
    }
}

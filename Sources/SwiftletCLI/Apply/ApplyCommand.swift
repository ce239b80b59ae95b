import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct ApplyCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Create objects from manifests, or change them to match.",
        discussion: """
            Manifests are YAML or JSON, with any number of documents. What an earlier apply set and \
            the manifest no longer has is removed; what others have set stays.

            Examples:
              swiftlet apply -f sidecar-pod.yaml
              swiftlet apply -f manifests/ --namespace lab
              cat pod.yaml | swiftlet apply -f -
              swiftlet apply -f pod.yaml --dry-run=server -o yaml
              swiftlet apply --server-side -f pod.yaml
            """)

    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var writing: WriteFlags
    @Flag(
        help: ArgumentHelp(
            "Let the server merge, which keeps account of who set which field and refuses to change "
                + "what others have set."))
    var serverSide = false
    @Flag(help: "With --server-side: take the fields that others have set.")
    var forceConflicts = false
    @Option(
        help: ArgumentHelp(
            "Whose fields these are: \"swiftlet\" with --server-side, else "
                + "\"swiftlet-client-side-apply\".", valueName: "name"))
    var fieldManager: String?
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("Print the objects: json, yaml or name.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if manifests.files.isEmpty { throw ValidationError("must specify -f FILE") }
        if forceConflicts, !serverSide {
            throw ValidationError("--force-conflicts only works with --server-side")
        }
        if serverSide, writing.dryRun == .client {
            throw ValidationError("--dry-run=client does not work with --server-side")
        }
    }

    func run(_ client: KubeconfigClient) async throws {
        let discovery = ResourceDiscovery(client)
        var results: [JSONValue] = []
        var hasFailed = false
        for manifest in try manifests.manifests() {
            do {
                let target = try await ManifestTarget(
                    manifest, discovery: discovery, asked: namespace.namespace,
                    fallback: client.server.namespace)
                guard !manifest.name.isEmpty else {
                    throw ManifestError.nameless(source: manifest.source, kind: manifest.kind)
                }
                let (verb, object) = try await apply(target, client)
                results.append(object)
                if output == nil {
                    StandardStreams.print("\(target.displayName) \(verb)\(writing.dryRun.suffix)\n")
                }
            } catch let error as ConnectionError {
                throw error
            } catch {
                StandardStreams.printError(ErrorMessage.text(for: error))
                hasFailed = true
            }
        }
        if let output, let first = results.first {
            let printer = ObjectPrinter(format: output)
            StandardStreams.print(
                results.count == 1 ? printer.print(first) : printer.print(list: results))
        }
        if hasFailed { throw ExitCode.failure }
    }

    private func apply(_ target: ManifestTarget, _ client: KubeconfigClient) async throws
        -> (verb: String, object: JSONValue)
    {
        if serverSide { return try await applyOnServer(target, client) }
        let live = try await liveObject(target, client)
        if let live, LastApplied.original(of: live) == nil {
            printWarning(
                "\(target.displayName) was not made by apply; what its manifest no longer has "
                    + "is removed only from the next apply on")
        }
        let decision = try ApplyDecision.decide(
            manifest: target.manifest.object, live: live, type: target.type)
        return try await carryOut(decision, target, live: live, client)
    }

    private func applyOnServer(_ target: ManifestTarget, _ client: KubeconfigClient) async throws
        -> (verb: String, object: JSONValue)
    {
        let manifest = target.manifest
        var options = writing.writeOptions(manager: fieldManager ?? "swiftlet")
        options.force = forceConflicts
        do {
            let applied = try await client.patch(
                target.type, namespace: target.namespace, name: manifest.name, subresource: nil,
                patch: Patch(.apply, manifest.object), options: options)
            return ("serverside-applied", applied)
        } catch var error as APIError where error.isApplyConflict {
            error.message +=
                "\nLeave these fields out of \"\(manifest.source)\" to let their managers have them, "
                + "give them the values they have to share them, or take them with "
                + "--force-conflicts."
            throw error
        }
    }

    private func liveObject(_ target: ManifestTarget, _ client: KubeconfigClient) async throws
        -> JSONValue?
    {
        do {
            return try await client.get(
                target.type, namespace: target.namespace, name: target.manifest.name)
        } catch let error as APIError where error.reason == "NotFound" {
            return nil
        }
    }

    private func carryOut(
        _ decision: ApplyDecision, _ target: ManifestTarget, live: JSONValue?,
        _ client: KubeconfigClient
    ) async throws -> (verb: String, object: JSONValue) {
        let options = writing.writeOptions(
            manager: fieldManager ?? "swiftlet-client-side-apply")
        let isDryRun = writing.dryRun == .client
        let manifest = target.manifest
        switch decision {
        case .unchanged:
            return ("unchanged", live ?? manifest.object)
        case .create(let object):
            if isDryRun { return ("created", object) }
            return try await manifest.inContext("creating") {
                let created = try await client.create(
                    target.type, namespace: target.namespace, object: object, options: options)
                return ("created", created)
            }
        case .patch(let patch):
            if isDryRun { return ("configured", LastApplied.annotated(manifest.object)) }
            return try await manifest.inContext("applying patch to") {
                let patched = try await client.patch(
                    target.type, namespace: target.namespace, name: manifest.name,
                    subresource: nil, patch: patch, options: options)
                let isSame =
                    live?.value(at: "metadata", "resourceVersion")
                    == patched.value(at: "metadata", "resourceVersion")
                return (isSame ? "unchanged" : "configured", patched)
            }
        }
    }
}

extension APIError {
    /// Whether others own fields that an apply would change.
    fileprivate var isApplyConflict: Bool {
        let causes = details?["causes"]?.arrayValue ?? []
        return code == 409 && causes.contains { $0["reason"] == "FieldManagerConflict" }
    }
}

extension Manifest {
    /// Runs a request for this manifest; a refusal then says which file it is about.
    func inContext<Result>(_ verb: String, _ request: () async throws -> Result) async throws
        -> Result
    {
        do {
            return try await request()
        } catch var error as APIError {
            error.message = "error when \(verb) \"\(source)\": \(error.message)"
            throw error
        }
    }
}

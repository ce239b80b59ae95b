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
            """)

    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var writing: WriteFlags
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("Print the objects: json, yaml or name.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if manifests.files.isEmpty { throw ValidationError("must specify -f FILE") }
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
        let options = writing.writeOptions(manager: "swiftlet-client-side-apply")
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

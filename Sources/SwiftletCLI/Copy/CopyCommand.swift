import ArgumentParser
import FileArchive
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct CopyCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "cp", abstract: "Copy files and folders out of containers and into them.",
        discussion: """
            Needs no tar in the container where the server is a Swiftlet daemon; on other clusters \
            it uses the container's tar. Links stay links, and nothing is written outside of the \
            target.

            Examples:
              swiftlet cp notes.txt sidecar-demo:/tmp
              swiftlet cp lab/sidecar-demo:/var/log/app ./logs -c logwriter
            """)

    @Argument(help: "PATH or [NAMESPACE/]POD:PATH.")
    var source: String
    @Argument(help: "PATH or [NAMESPACE/]POD:PATH; a folder gets the source into it.")
    var destination: String
    @Option(
        name: [.customShort("c", allowingJoined: true), .long],
        help: ArgumentHelp("The container; without it the Pod's default one.", valueName: "name"))
    var container: String?
    @Flag(help: "Give copies the usual permissions instead of the source's.")
    var noPreserve = false
    @Option(help: ArgumentHelp("Has no meaning here; kubectl has it.", visibility: .hidden))
    var retries = 0
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        switch (try CopyPlace(source), try CopyPlace(destination)) {
        case (.here(let path), .pod(let namespace, let name, let target)):
            let place = place(namespace, name, target, client)
            try await copy(path, into: place, client)
        case (.pod(let namespace, let name, let path), .here(let target)):
            let place = place(namespace, name, path, client)
            try await copy(place, to: target, client)
        case (.here, .here):
            throw CommandError("one of source or destination must be in a Pod: POD:PATH")
        case (.pod, .pod):
            throw CommandError("one of source or destination must be a local file specification")
        }
    }

    private func place(
        _ namespace: String?, _ name: String, _ path: String, _ client: KubeconfigClient
    ) -> PodFilePath {
        // As seen from the container's root.
        PodFilePath(
            namespace: namespace ?? self.namespace.namespace ?? client.server.namespace,
            pod: name, container: container, path: path.hasPrefix("/") ? path : "/" + path)
    }

    private func copy(
        _ path: String, into place: PodFilePath, _ client: KubeconfigClient
    ) async throws {
        var remarks: [String]
        do {
            remarks = try await LocalFiles.pack(path) { next in
                try await client.writeFiles(
                    place, keepsPermissions: !noPreserve, archive: next)
            }
        } catch let error as APIError where error.isUnknownPath {
            remarks = try await TarInContainer(client: client, place: place)
                .write(path, keepsPermissions: !noPreserve)
        }
        tell(remarks)
    }

    private func copy(
        _ place: PodFilePath, to path: String, _ client: KubeconfigClient
    ) async throws {
        let remarks: [String]
        do {
            let pieces = try await client.readFiles(place)
            var iterator = pieces.makeAsyncIterator()
            remarks = try await LocalFiles.unpack(to: path, keepsPermissions: !noPreserve) {
                try await iterator.next()
            }
        } catch let error as APIError where error.isUnknownPath {
            remarks = try await TarInContainer(client: client, place: place)
                .read(to: path, keepsPermissions: !noPreserve)
        }
        tell(remarks)
    }

    private func tell(_ remarks: [String]) {
        for remark in remarks { StandardStreams.printError("warning: \(remark)\n") }
    }
}

extension APIError {
    /// The server is no Swiftlet daemon: a path of ours is nothing to it, or to its rules.
    fileprivate var isUnknownPath: Bool {
        code == 404 && details?["kind"] == nil || code == 403 && message.contains("path")
    }
}

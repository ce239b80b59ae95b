import ContainerRuntime
import ImageStore
import KubernetesAPI
import Logging
import OCI

/// Creates and starts one container.
struct ContainerLauncher: Sendable {
    enum Outcome: Sendable {
        /// It was started, and may have ended since.
        case started(RuntimeContainer)
        /// There is no container.
        case failed(StepError)
    }

    let services: KubeletServices
    let events: PodEvents
    let trace: StartupTrace
    let pod: Pod

    func launch(
        _ container: KubernetesAPI.Container, place: ContainerPlace, attempt: Int,
        sandbox: PodSandbox, image: ImageRecord, configurations: Configurations, turn: StartTurn
    ) async -> Outcome {
        let id = Self.newID()
        var configuration: ContainerConfiguration
        do {
            let environment = try await environment(of: container, sandbox, configurations)
            for skipped in environment.skipped {
                events.warning("InvalidEnvironmentVariableNames", skipped.message)
            }
            configuration = try self.configuration(
                of: container, attempt: attempt, sandbox: sandbox, image: image,
                environment: environment,
                subPaths: try await subPaths(
                    of: container, attempt: attempt, environment.variables))
            configuration.processNamespace = try await processNamespace(
                of: container, in: sandbox)
        } catch {
            return failure("CreateContainerConfigError", error, place)
        }
        do {
            try await create(&configuration, id: id, sandbox: sandbox, image: image)
        } catch {
            try? await services.images.removeRootFileSystem(containerID: id)
            return failure("CreateContainerError", error, place, id: id)
        }
        events.normal("Created", "Container created", container: place)
        return await start(id: id, place: place, turn: turn)
    }

    /// Starts a container that was created before.
    func start(id: String, place: ContainerPlace, turn: StartTurn) async -> Outcome {
        let span = trace.begin("start \(place.name)")
        defer { span.end() }
        do {
            let container = try await services.runtime.startContainer(id: id) {
                await turn.wait()
            }
            events.normal("Started", "Container started", container: place)
            linkLog(of: container)
            return .started(container)
        } catch {
            tellFailure(error, id, place)
            guard let container = await services.runtime.container(id: id) else {
                return .failed(
                    StepError(reason: "RunContainerError", message: String(describing: error)))
            }
            if case .exited = container.state {
                linkLog(of: container)
                return .started(container)
            }
            // Neither running nor ended: make room for a new attempt.
            try? await services.runtime.removeContainer(id: id)
            try? await services.images.removeRootFileSystem(containerID: id)
            return .failed(
                StepError(reason: "RunContainerError", message: String(describing: error)))
        }
    }

    // MARK: - Steps

    private func create(
        _ configuration: inout ContainerConfiguration, id: String, sandbox: PodSandbox,
        image: ImageRecord
    ) async throws {
        let span = trace.begin("create \(configuration.name)")
        defer { span.end() }
        if let file = configuration.annotations[ContainerLabels.terminationFile] {
            try PodDirectory.make(String(file[..<file.lastIndex(of: "/")!]))
            // The container may run as any user.
            try PodDirectory.write("", to: file, mode: 0o666)
        }
        let rootSpan = trace.begin("rootfs \(configuration.name)")
        configuration.rootFileSystem = try await services.images.prepareRootFileSystem(
            imageID: image.id, containerID: id, users: sandbox.users)
        rootSpan.end()
        _ = try await services.runtime.createContainer(
            id: id, sandboxID: sandbox.id, configuration: configuration)
    }

    private func linkLog(of container: RuntimeContainer) {
        guard let links = services.configuration.logLinks else { return }
        let (name, namespace) = (pod.metadata.name, pod.metadata.namespace)
        let logs = services.configuration.podLogDirectory(
            namespace: namespace, name: name, uid: pod.metadata.uid)
        let log = "\(logs)/\(container.configuration.logPath)"
        do {
            try links.make(
                links.path(
                    pod: name, namespace: namespace, container: container.configuration.name,
                    id: container.id), to: log)
        } catch {
            services.logger.warning(
                "there is no link to a container's log", metadata: ["error": "\(error)"])
        }
    }

    private func failure(
        _ reason: String, _ error: any Error, _ place: ContainerPlace, id: String? = nil
    ) -> Outcome {
        tellFailure(error, id, place)
        return .failed(StepError(reason: reason, message: String(describing: error)))
    }

    /// By the container's name rather than its id, so that the same failure of the next one is
    /// counted.
    private func tellFailure(_ error: any Error, _ id: String?, _ place: ContainerPlace) {
        var message = "Error: \(error)"
        if let id { message.replace(id, with: place.name) }
        events.warning("Failed", message, container: place)
    }

    private static func newID() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}

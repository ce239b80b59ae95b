import FoundationEssentials
import JSON
import LinuxSystem

extension OCIContainerRuntime {
    public func exec(containerID: String, _ request: ExecRequest) async throws -> ExecProcess {
        let process = try await launch(request, in: containerID)
        try await withTaskCancellationHandler {
            try await process.waitForStart()
        } onCancel: {
            process.kill()
        }
        return process
    }

    public func execSync(
        containerID: String, command: [String], timeout: Duration?, outputLimit: Int
    ) async throws -> ExecResult {
        let request = ExecRequest(command: command, output: .together)
        let process = try await launch(request, in: containerID)
        guard let output = process.takeStreams().standardOutput else {
            throw RuntimeError.execFailed("the command has no output")
        }
        let collector = try OutputCollector(output, limit: outputLimit, queue: process.queue)
        return try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: ExecResult?.self) { group in
                group.addTask {
                    let code = try await process.waitForEnd()
                    return ExecResult(exitCode: code, output: collector.finish())
                }
                if let timeout {
                    group.addTask {
                        try await Task.sleep(for: timeout)
                        return nil
                    }
                }
                defer { group.cancelAll() }
                guard let result = try await group.next() ?? nil else {
                    process.kill()
                    throw RuntimeError.execTimedOut(command: command, after: timeout ?? .zero)
                }
                return result
            }
        } onCancel: {
            process.kill()
        }
    }

    /// Starts what brings the command into the container.
    private func launch(_ request: ExecRequest, in id: String) async throws -> ExecProcess {
        guard let entry = entries[id] else { throw RuntimeError.noSuchContainer(id) }
        guard let first = entry.process else {
            throw RuntimeError.wrongState(containerID: id, "not running")
        }
        guard !request.command.isEmpty else {
            throw RuntimeError.execFailed("no command was given")
        }
        let bundle = folders.bundle(id)
        let document = try await blockingCall {
            try JSONValue(parsing: File.read(bundle + "/config.json"))
        }
        var specification = ExecSpecification(
            request: request, processID: first.id, startTime: first.startTime,
            joinFiles: cgroups.joinFiles(of: entry.record.cgroup, with: first.id),
            process: document["process"] ?? .null,
            seccompFilter: try await seccompFilter(of: document), keyring: "_ses.\(id)")
        if let users = sandboxes[entry.record.sandboxID]?.users {
            specification.users = users.range
            let adjustment = RuntimeSpecification.oomScoreAdjustment(
                entry.record.configuration.resources, features)
            specification.process["oomScoreAdj"] = adjustment.map { .integer(Int64($0)) }
        }
        let program = try await execProgram()
        return try await blockingCall { [specification] in
            try ExecProcess(specification, program: program.path)
        }
    }

    /// The filter that the container's first process got, or the same compiled here; nothing for a
    /// container without one.
    private func seccompFilter(of document: JSONValue) async throws -> [UInt8] {
        if let text = document.value(at: "annotations", "run.oci.seccomp_bpf_data")?.stringValue,
            let filter = Data(base64Encoded: text)
        {
            return Array(filter)
        }
        guard let profile = document.value(at: "linux", "seccomp") else { return [] }
        let filter =
            execFilters[profile]
            ?? Task { try await blockingCall { try SeccompFilter.compile(profile) } }
        execFilters[profile] = filter
        do {
            return try await filter.value
        } catch {
            if execFilters[profile] == filter { execFilters[profile] = nil }
            throw error
        }
    }

    /// Made once, also where many ask for it at the same time.
    private func execProgram() async throws -> ProgramFile {
        let program =
            execProgramFile
            ?? Task { [path = configuration.monitorPath] in
                try await blockingCall { try ProgramFile(copyOf: path, name: "swiftlet-exec") }
            }
        execProgramFile = program
        do {
            return try await program.value
        } catch {
            if execProgramFile == program { execProgramFile = nil }
            throw error
        }
    }
}

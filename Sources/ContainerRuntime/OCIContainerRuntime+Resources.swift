import LinuxSystem

/// Limits that change while containers run.
extension OCIContainerRuntime {
    public func updateContainerResources(id: String, _ resources: LinuxResources) async throws {
        try await exclusively(id) {
            guard let entry = entries[id] else { throw RuntimeError.noSuchContainer(id) }
            guard case .running = entry.state else {
                throw RuntimeError.wrongState(containerID: id, "not running")
            }
            let group = entry.record.cgroup
            let swap = features.swapAccounting
            try await blockingCall { [cgroups] in
                try cgroups.resize(
                    group, to: CgroupLimits(resources), formula: .ociRuntime, swap: swap)
            }
            var record = entry.record
            record.configuration.resources = resources
            try await save(record, phase: record.phase)
        }
    }

    public func updatePodSandboxResources(id: String, _ resources: LinuxResources) async throws {
        try await exclusively(id) {
            guard var record = sandboxes[id] else { throw RuntimeError.noSuchSandbox(id) }
            let group = cgroup(record)
            try await blockingCall { [cgroups] in
                try cgroups.resize(
                    group, to: CgroupLimits(resources), formula: .linear, swap: false)
            }
            record.configuration.resources = resources
            try await save(record)
        }
    }

    public func updateGroup(_ name: String, _ resources: LinuxResources) async throws {
        let group = name.isEmpty ? configuration.cgroupRoot : "\(configuration.cgroupRoot)/\(name)"
        try await blockingCall { [cgroups] in
            try cgroups.create(group)
            try cgroups.apply(CgroupLimits(resources), to: group, formula: .linear)
        }
    }

    public func podSandboxStats(id: String) async -> CgroupUsage? {
        guard let record = sandboxes[id] else { return nil }
        return cgroups.usage(of: cgroup(record))
    }
}

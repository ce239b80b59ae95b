extension CgroupHierarchy {
    /// Changes the limits of a group whose processes run.
    ///
    /// cgroup v1 limits memory and swap together by a second number, which may never be the smaller
    /// one: where it is set, the two are written in the order that keeps it so.
    ///
    /// - Parameter swap: whether the group has that second limit, equal to the first.
    /// - Throws: `SystemError`; `EBUSY` where the group uses more memory than it may have.
    public func resize(
        _ group: String, to limits: CgroupLimits, formula: CgroupLimits.WeightFormula, swap: Bool
    ) throws {
        guard version == .v1, swap, let limit = limits.memoryLimit,
            let directory = directory(of: group, controller: "memory")
        else { return try apply(limits, to: group, formula: formula) }
        let value = limit < 0 ? "-1" : "\(limit)"
        let both = directory + "/memory.memsw.limit_in_bytes"
        let present = Self.number(try CgroupFile.read(directory + "/memory.limit_in_bytes")) ?? 0
        let grows = limit < 0 || UInt64(limit) > present
        if grows { try CgroupFile.write(value, to: both) }
        try apply(limits, to: group, formula: formula)
        if !grows { try CgroupFile.write(value, to: both) }
    }
}

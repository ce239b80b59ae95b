import Testing

@testable import ContainerRuntime

struct OCIRuntimeProbeTests {
    private func installed(_ names: String...) -> (String) -> String? {
        { names.contains($0) ? "/usr/bin/\($0)" : nil }
    }

    @Test func crunComesFirstAndHidesTheUnifiedHierarchyOfAHybridHost() {
        let candidates = OCIRuntimeProbe.candidates(
            choice: nil, hybridCgroups: true, installed: installed("runc", "crun"))
        #expect(
            candidates == [
                .init(kind: .crun, path: "/usr/bin/crun", hidesUnifiedCgroups: true),
                .init(kind: .runc, path: "/usr/bin/runc", hidesUnifiedCgroups: false),
            ])
        #expect(
            OCIRuntimeProbe.candidates(
                choice: nil, hybridCgroups: false, installed: installed("crun")
            ).map(\.hidesUnifiedCgroups) == [false])
    }

    @Test func aChoiceLeavesNoOther() {
        #expect(
            OCIRuntimeProbe.candidates(
                choice: "runc", hybridCgroups: true, installed: installed("runc", "crun")
            ).map(\.path) == ["/usr/bin/runc"])
        #expect(
            OCIRuntimeProbe.candidates(
                choice: "/opt/youki", hybridCgroups: true, installed: installed()
            ) == [.init(kind: .other, path: "/opt/youki", hidesUnifiedCgroups: false)])
        #expect(
            OCIRuntimeProbe.candidates(
                choice: "crun", hybridCgroups: false, installed: installed("runc")
            ).isEmpty)
    }
}

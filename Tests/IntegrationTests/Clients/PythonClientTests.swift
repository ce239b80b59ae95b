import Foundation
import Testing

/// Where the Python clients are.
private enum PythonClients {
    static let folder = TestDaemon.project + "/.build/tools/python-clients"

    /// Whether the clients are there now.
    static func install() async throws -> Bool {
        try await Command.run(
            TestDaemon.project + "/scripts/python-clients.sh", folder, timeout: 300
        ).status == 0
    }
}

/// Programs of the two Python clients that are most in use.
@Suite(
    .enabled("the Python clients come from PyPI, which cannot be reached") {
        try await PythonClients.install()
    })
struct PythonClientTests {
    @Test(arguments: ["official.py", "official_streams.py", "with_kr8s.py"])
    func programsWork(program: String) async throws {
        let daemon = try await TestDaemon()
        let result = try await Command.run(
            [
                PythonClients.folder + "/bin/python",
                TestDaemon.project + "/Tests/PythonClients/" + program,
            ], environment: daemon.environment, timeout: 180)
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(result.output.hasSuffix("done\n"))
        try await daemon.tearDown()
    }
}

import Foundation
import Testing

/// Programs of the two Python clients that are most in use.
@Suite(
    .serialized,
    .enabled("the Python clients come from PyPI, which cannot be reached") {
        try await PythonClientTests.install()
    })
struct PythonClientTests {
    private static let folder = TestDaemon.project + "/.build/tools/python-clients"

    /// Whether the clients are there now.
    static func install() async throws -> Bool {
        try await Command.run(
            TestDaemon.project + "/scripts/python-clients.sh", folder, timeout: 300
        ).status == 0
    }

    @Test(arguments: ["official.py", "with_kr8s.py"])
    func programsWork(program: String) async throws {
        let daemon = try await TestDaemon()
        let result = try await Command.run(
            [Self.folder + "/bin/python", TestDaemon.project + "/Tests/PythonClients/" + program],
            environment: daemon.environment, timeout: 180)
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(result.output.hasSuffix("done\n"))
        try await daemon.tearDown()
    }
}

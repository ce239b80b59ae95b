import Foundation

/// A mounted file system whose server never answers: who looks into it waits.
final class SilentFileSystem {
    private let server: Command
    private let path: String

    /// - Parameter path: a folder.
    init(at path: String) async throws {
        self.path = path
        let program = """
            import ctypes, os, signal, sys
            server = os.open("/dev/fuse", os.O_RDWR)
            options = f"fd={server},rootmode=40000,user_id=0,group_id=0".encode()
            if ctypes.CDLL(None).mount(b"silent", sys.argv[1].encode(), b"fuse", 0, options):
                sys.exit("mount failed")
            print("mounted", flush=True)
            signal.pause()
            """
        let server = try Command(["/usr/bin/python3", "-c", program, path])
        self.server = server
        _ = try await eventually("it is mounted") {
            if !server.isRunning { throw CommandFailure(description: server.errorSoFar) }
            return server.hasOutput ? true : nil
        }
    }

    deinit {
        if server.isRunning { server.signal(SIGKILL) }
    }

    /// Whoever waits is told that there is no server.
    func end() async throws {
        server.signal(SIGKILL)
        _ = try await server.wait(timeout: 10)
        _ = try await Command.run("umount", "-l", path)
    }
}

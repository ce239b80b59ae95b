import FileArchive
import Glibc
import Testing

@testable import SwiftletCLI

/// What `swiftlet cp` is told, and how files get from a thread to a task and back.
@Suite(.timeLimit(.minutes(1))) struct CopyTests {
    @Test(arguments: [
        ("notes.txt", CopyPlace.here(path: "notes.txt")), ("./a:b", .here(path: "./a:b")),
        ("/a:b", .here(path: "/a:b")),
        ("web:/tmp", .pod(namespace: nil, name: "web", path: "/tmp")),
        ("lab/web:a:b", .pod(namespace: "lab", name: "web", path: "a:b")),
    ])
    func places(argument: String, place: CopyPlace) throws {
        #expect(try CopyPlace(argument) == place)
    }

    @Test(arguments: ["", ":", ":/x", "web:", "a/b/c:/x", "/", "lab/:x"].filter { $0 != "/" })
    func noPlaces(argument: String) {
        #expect(throws: CommandError.self) { try CopyPlace(argument) }
    }

    @Test func whatIsPackedIsUnpacked() async throws {
        let folder = "/tmp/swiftlet-copy-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        mkdir(folder, 0o755)
        defer { system("rm -rf \(folder)") }
        system("mkdir \(folder)/a; seq 1 200000 > \(folder)/a/b; ln -s b \(folder)/a/c")
        let channel = PieceChannel()
        async let unpacked = LocalFiles.unpack(to: folder + "/copy", keepsPermissions: true) {
            await channel.take()
        }
        let remarks = try await LocalFiles.pack(folder + "/a") { next in
            while let piece = try await next() { #expect(await channel.put(piece)) }
        }
        channel.finish()
        #expect(try await unpacked.isEmpty && remarks.isEmpty)
        #expect(system("diff -r --no-dereference \(folder)/a \(folder)/copy") == 0)
    }

    @Test func anErrorOnEitherSideEndsBoth() async throws {
        struct Refused: Error {}
        await #expect(throws: ArchiveError.self) {
            _ = try await LocalFiles.pack("/no/such/file") { next in _ = try await next() }
        }
        await #expect(throws: Refused.self) {
            _ = try await LocalFiles.pack("/bin/sh") { _ in throw Refused() }
        }
        await #expect(throws: ArchiveError.self) {
            _ = try await LocalFiles.unpack(to: "/no/such/folder/x", keepsPermissions: true) {
                [UInt8](repeating: 0, count: 100_000)
            }
        }
        await #expect(throws: Refused.self) {
            _ = try await LocalFiles.unpack(to: "/tmp", keepsPermissions: true) { throw Refused() }
        }
    }
}

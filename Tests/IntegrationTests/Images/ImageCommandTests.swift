import Foundation
import JSON
import Testing

/// `swiftlet images` as a person uses it, pipes included.
@Suite struct ImageCommandTests {
    private func shell(
        _ daemon: TestDaemon, _ script: String, in folder: TestFolder
    ) async throws -> CommandResult {
        try await Command.run(
            "sh", "-c", "cd \(folder.path); swiftlet() { \(daemon.swiftlet) \"$@\"; }; \(script)",
            environment: daemon.environment)
    }

    /// The only image that the daemon has by this name.
    private func id(_ daemon: TestDaemon, _ name: String) async throws -> String? {
        let result = try await daemon.swiftlet("images", "inspect", name)
        return try? JSONValue(parsing: result.output)["id"]?.stringValue
    }

    @Test func imagesGoThroughPipes() async throws {
        let folder = try TestFolder()
        let daemon = try await TestDaemon()
        func run(_ script: String) async throws -> CommandResult {
            try await shell(daemon, script, in: folder)
        }
        let setUp = try await run(
            """
            set -e
            mkdir -p root/bin root/etc; cp "$(command -v busybox)" root/bin/busybox
            ln -s busybox root/bin/sh; ln -s busybox root/bin/cat; echo made > root/etc/made
            swiftlet images from-rootfs root --tag made:1 --cmd cat --cmd /etc/made --env A=1
            """)
        #expect(setUp.status == 0, "\(setUp.error)")
        let made = try #require(try await id(daemon, "made:1"))
        #expect(setUp.output == "docker.io/library/made:1 \(made)\n")
        // Saved, loaded: the same image; twice saved: the same bytes.
        let loaded = try await run(
            """
            set -e
            swiftlet save made:1 > a.tar; swiftlet save made:1 --output b.tar; cmp a.tar b.tar
            swiftlet save made:1 --output oci:folder
            swiftlet rmi made:1
            swiftlet load < a.tar; swiftlet rmi made:1
            gzip -c a.tar | swiftlet load; swiftlet rmi made:1
            swiftlet load --input b.tar; swiftlet rmi made:1
            swiftlet load oci:folder
            swiftlet save made:1 | swiftlet load --quiet
            """)
        #expect(loaded.status == 0, "\(loaded.error)")
        #expect(loaded.output.contains("loaded docker.io/library/made:1\n"))
        #expect(loaded.output.hasSuffix("\(made)\n"))
        #expect(try await id(daemon, "made:1") == made)
        // A file system from a pipe runs as a Pod.
        let imported = try await run(
            "tar -C root -cz . | swiftlet import --tag piped:1 --cmd cat --cmd /etc/made")
        #expect(imported.status == 0, "\(imported.error)")
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: piped}
            spec:
              restartPolicy: Never
              containers: [{name: main, image: "piped:1"}]
            """)
        _ = try await daemon.pod("piped", "has ended") {
            $0.value(at: "status", "phase") == "Succeeded"
        }
        #expect(try await daemon.kubectl("logs", "piped").output == "made\n")
        // A reader that has had enough ends the writer quietly.
        let cut = try await run("{ swiftlet save made:1; echo $? >&2; } | head -c 10 | wc -c")
        #expect(cut.output.contains("10") && !cut.error.contains("rror"), "\(cut.error)")
        try await daemon.tearDown()
    }

    /// What a person may do wrong, with what they are told.
    @Test func whatIsWrongIsTold() async throws {
        let folder = try TestFolder()
        let daemon = try await TestDaemon()
        for (script, said) in [
            ("echo garbage | swiftlet load", "this is no archive of images"),
            (": | swiftlet load", "nothing has come"),
            ("swiftlet load none.tar", "none.tar: No such file"),
            ("swiftlet load oci:none", "is no OCI image layout folder"),
            (
                "echo garbage | swiftlet import --tag a:1",
                "this is no archive of a root file system"
            ),
            (": | swiftlet import --tag a:1", "nothing has come"),
            ("swiftlet images from-rootfs none --tag a:1", "none"),
            ("swiftlet images from-rootfs . --tag A", "lower case"),
            ("swiftlet save none", "no image \"none\""),
            ("swiftlet images tag none b", "no image \"none\""),
            ("swiftlet rmi none", "no image \"none\""),
            ("swiftlet images history none", "no image \"none\""),
            ("swiftlet push none", "no image \"none\""),
            ("swiftlet pull A", "lower case"),
            ("swiftlet pull a --platform none", "is no platform"),
            ("swiftlet pull 127.0.0.1:1/a", "connection refused"),
        ] {
            let result = try await shell(daemon, script, in: folder)
            #expect(result.status == 1, "\(script): \(result.output)")
            #expect(result.error.contains(said), "\(script): \(result.error)")
        }
        #expect(try await daemon.swiftlet("images", "-q").output == "")
        // One that is missing does not keep the others.
        _ = try await shell(
            daemon, "mkdir r; for t in a b; do swiftlet images from-rootfs r --tag $t:1; done",
            in: folder)
        let removed = try await daemon.swiftlet("rmi", "a:1", "none", "b:1")
        #expect(removed.status == 1 && removed.error.contains("no image \"none\""))
        #expect(try await daemon.swiftlet("images", "-q").output == "")
        try await daemon.tearDown()
    }

    /// Bars on a terminal, lines in a file.
    @Test func pullsShowHowFarTheyAre() async throws {
        let folder = try TestFolder()
        try await ScriptedRegistry.makeImage(
            layers: 2, of: 100_000, in: folder.path + "/layout")
        let registry = try await ScriptedRegistry(layout: folder.path + "/layout")
        let daemon = try await TestDaemon()
        let image = "\(registry.host)/app:1"
        let plain = try await daemon.swiftlet("pull", image)
        #expect(plain.status == 0 && !plain.error.contains("\u{1B}"))
        let lines = plain.error.split(separator: "\n")
        #expect(lines.count == 3 && lines.allSatisfy { $0.hasSuffix(" done") }, "\(plain.error)")
        #expect(plain.output.hasPrefix("pulled \(image) from http://\(registry.host) ("))
        let again = try await daemon.swiftlet("pull", image)
        #expect(again.error == "" && again.output.contains("nothing new to fetch"))
        _ = try await daemon.swiftlet("rmi", image)
        let quiet = try await daemon.swiftlet("pull", "--quiet", image)
        #expect(quiet.error == "" && quiet.output.hasPrefix("sha256:"))
        _ = try await daemon.swiftlet("rmi", image)
        let terminal = try await Command.run(
            "script", "-qec", "\(daemon.swiftlet) pull \(image)", "/dev/null",
            environment: daemon.environment)
        #expect(terminal.status == 0)
        #expect(terminal.output.contains("of 3 layers  [###"), "\(terminal.output)")
        #expect(terminal.output.contains("\u{1B}[J"))
        try await daemon.tearDown()
    }

    /// Bars on a terminal, and nothing between the data.
    @Test func archivesShowHowFarTheyAre() async throws {
        let folder = try TestFolder()
        try await ScriptedRegistry.makeImage(
            layers: 2, of: 100_000, in: folder.path + "/layout")
        let daemon = try await TestDaemon()
        /// What is shown where standard error is a terminal and standard output a file.
        func terminal(_ words: String) async throws -> String {
            let result = try await Command.run(
                "script", "-qec", "\(daemon.swiftlet) \(words) > \(folder.path)/output",
                "/dev/null", environment: daemon.environment)
            #expect(result.status == 0, "\(result.output)")
            return result.output
        }
        func output() throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: folder.path + "/output"))
        }
        let load = try await terminal("load oci:\(folder.path)/layout")
        #expect(load.contains("sending the archive  ") && load.contains("\u{1B}[J"), "\(load)")
        // Of what comes faster than it is sent, only the newest is shown.
        let steps = ["reading the archive  [", "of 3 layers  ["]
        #expect(steps.contains { load.contains($0) }, "\(load)")
        let loaded = String(decoding: try output(), as: UTF8.self)
        #expect(loaded.hasPrefix("loaded ") && !loaded.contains("\u{1B}"), "\(loaded)")
        let name = String(loaded.dropFirst("loaded ".count).dropLast())

        let save = try await terminal("save \(name)")
        #expect(save.contains("saving  [") && save.hasSuffix("\u{1B}[J"), "\(save)")
        let archive = try output()
        let plain = try await daemon.swiftlet("save", name, "--output", folder.path + "/plain.tar")
        #expect(plain.status == 0 && plain.error == "")
        let same = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/plain.tar"))
        #expect(archive == same, "nothing is between the data")

        _ = try await daemon.swiftlet("rmi", name)
        let quiet = try await terminal("load --quiet --input \(folder.path)/plain.tar")
        #expect(quiet == "", "\(quiet)")
        _ = try await daemon.swiftlet("rmi", name)
        let lines = try await daemon.swiftlet("load", "--input", folder.path + "/plain.tar")
        #expect(!lines.error.contains("\u{1B}"), "\(lines.error)")

        let packed = try await Command.run(
            "tar", "-C", folder.path + "/layout", "-cf", folder.path + "/root.tar", ".")
        #expect(packed.status == 0)
        let imported = try await terminal("import \(folder.path)/root.tar --tag made:1")
        #expect(imported.contains("sending the archive  [###"), "\(imported)")
        try await daemon.tearDown()
    }
}

import Testing

@testable import ContainerRuntime

struct StartFailureTests {
    /// What crun 1.8.1 and runc 1.1.5 say.
    @Test(arguments: [
        ("executable file `xyz` not found in $PATH: No such file or directory", "xyz"),
        (
            "runc create failed: unable to start container process: exec: \"xyz\": "
                + "executable file not found in $PATH", "xyz"
        ),
    ])
    func aMissingCommandIsSaidInOneWay(message: String, command: String) {
        #expect(
            StartFailure.describe(message, command: command)
                == "failed to start the container's command: exec: \"xyz\": "
                + "executable file not found in $PATH")
    }

    @Test func pathsPermissionsAndTheRestAreToldApart() {
        #expect(
            StartFailure.describe("exec: \"/a\": stat /a: no such file or directory", command: "/a")
                == "failed to start the container's command: exec: \"/a\": "
                + "stat /a: no such file or directory")
        #expect(
            StartFailure.describe("open executable `/a`: Permission denied", command: "/a")
                == "failed to start the container's command: exec: \"/a\": permission denied")
        #expect(
            StartFailure.describe("mount `proc` to `proc`: Operation not permitted", command: "sh")
                == "failed to create the container: "
                + "mount `proc` to `proc`: Operation not permitted")
    }
}

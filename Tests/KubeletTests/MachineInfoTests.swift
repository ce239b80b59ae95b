import Testing

@testable import Kubelet

struct MachineInfoTests {
    @Test(
        "a machine's name becomes a Node's, if a Node can be called so",
        arguments: [
            ("Workbench", "workbench"), ("a.example.com", "a.example.com"), ("(none)", "localhost"),
            ("", "localhost"), ("my_box", "localhost"),
            (String(repeating: "a", count: 64), "localhost"),
        ])
    func nodeNames(hostName: String, expected: String) {
        #expect(MachineInfo.nodeName(of: hostName) == expected)
    }
}

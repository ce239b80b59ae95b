import JSON
import KubeconfigClient
import Testing

@testable import SwiftletCLI

@Suite struct TablePrinterTests {
    private let columns = [
        ServerTable.Column(name: "Name"), ServerTable.Column(name: "Ready"),
        ServerTable.Column(name: "Status"), ServerTable.Column(name: "Restarts"),
        ServerTable.Column(name: "Age"), ServerTable.Column(name: "IP", priority: 1),
    ]

    private func row(_ name: String, _ status: String, _ restarts: JSONValue = 0) -> ServerTable.Row
    {
        ServerTable.Row(
            cells: [.string(name), "2/2", .string(status), restarts, "5s", "10.1.0.2"],
            object: ["metadata": ["namespace": "lab", "labels": ["b": "2", "a": "1"]]])
    }

    @Test func alignsAsKubectlDoes() {
        var printer = TablePrinter(.init())
        let table = ServerTable(
            columns: columns,
            rows: [row("sidecar-demo", "Running"), row("web", "CrashLoopBackOff", "3 (5s ago)")])
        #expect(
            printer.print(table) == """
                NAME           READY   STATUS             RESTARTS     AGE
                sidecar-demo   2/2     Running            0            5s
                web            2/2     CrashLoopBackOff   3 (5s ago)   5s

                """)
    }

    @Test func addsWhatIsAskedFor() {
        var printer = TablePrinter(
            .init(isWide: true, withNamespace: true, withLabels: true, kindPrefix: "pod"))
        #expect(
            printer.print(ServerTable(columns: columns, rows: [row("web", "Running")])) == """
                NAMESPACE   NAME      READY   STATUS    RESTARTS   AGE   IP         LABELS
                lab         pod/web   2/2     Running   0          5s    10.1.0.2   a=1,b=2

                """)
    }

    @Test func rowsThatComeLaterStayInTheirColumns() {
        var printer = TablePrinter(.init())
        let first = printer.print(ServerTable(columns: columns, rows: [row("web", "Pending")]))
        let second = printer.print(ServerTable(columns: [], rows: [row("web", "PodInitializing")]))
        let third = printer.print(ServerTable(columns: [], rows: [row("web", "Running")]))
        #expect(
            first + second + third == """
                NAME   READY   STATUS    RESTARTS   AGE
                web    2/2     Pending   0          5s
                web    2/2     PodInitializing   0          5s
                web    2/2     Running           0          5s

                """)
    }

    @Test func cellsAreOneLineAndHeadingsCanBeLeftOut() {
        var printer = TablePrinter(.init(withHeaders: false))
        let table = ServerTable(
            columns: [ServerTable.Column(name: "Name"), ServerTable.Column(name: "Message")],
            rows: [ServerTable.Row(cells: ["a", "one\ntwo"]), ServerTable.Row(cells: [.null])])
        #expect(printer.print(table) == "a     one...\n      \n")
    }
}

import Testing

@testable import SwiftletCLI

@Suite struct TabWriterTests {
    @Test func alignsNeighbouringLinesOnly() {
        let text = """
            Name:\tweb
            Namespace:\tlab
            IPs:
              IP:\t10.0.0.1
            Controlled By:\tJob/x

            """
        #expect(
            TabWriter.description.format(text) == """
                Name:       web
                Namespace:  lab
                IPs:
                  IP:           10.0.0.1
                Controlled By:  Job/x

                """)
    }

    @Test func innerColumnsAreAlignedWithinTheirBlock() {
        let text = "a\tb\tc\nlong\tx\ty\nalone\twide cell\n"
        #expect(
            TabWriter.description.format(text) == """
                a      b  c
                long   x  y
                alone  wide cell

                """)
    }

    @Test func emptyCellsKeepTheirColumn() {
        #expect(
            TabWriter.description.format("Labels:\ta=1\n\tb=2\n") == "Labels:  a=1\n         b=2\n")
    }

    @Test func columnsOfTablesHaveALeastWidth() {
        #expect(TabWriter.table.format("A\tB\n1\t2\n") == "A     B\n1     2\n")
    }
}

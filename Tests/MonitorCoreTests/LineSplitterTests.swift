import MonitorCore
import Testing

@Suite struct LineSplitterTests {
    struct Record: Equatable {
        var partial: Bool
        var text: [UInt8]
    }

    /// Feeds the input in pieces of these sizes (the last one over and over).
    func split(_ input: [UInt8], pieces: [Int]) -> [Record] {
        var splitter = LineSplitter()
        var records: [Record] = []
        var position = 0
        var sizes = pieces[...]
        while position < input.count {
            let size = sizes.count > 1 ? sizes.removeFirst() : sizes[sizes.startIndex]
            let end = min(input.count, position + size)
            input[position..<end].withUnsafeBytes {
                splitter.consume($0) { records.append(Record(partial: $0, text: Array($1))) }
            }
            position = end
        }
        splitter.finish { records.append(Record(partial: $0, text: Array($1))) }
        return records
    }

    /// The rule, said in another way.
    func expected(_ input: [UInt8]) -> [Record] {
        var records: [Record] = []
        var lines = input.split(separator: 0x0a, omittingEmptySubsequences: false)
        let rest = lines.removeLast()
        func cut(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            var line = line
            while line.count > LineSplitter.maximum {
                records.append(Record(partial: true, text: Array(line.prefix(16384))))
                line = line.dropFirst(16384)
            }
            return line
        }
        for line in lines { records.append(Record(partial: false, text: Array(cut(line)))) }
        let last = cut(rest)
        if !last.isEmpty { records.append(Record(partial: true, text: Array(last))) }
        return records
    }

    @Test func linesAndARest() {
        let records = split(Array("a\n\nbc\nrest".utf8), pieces: [100])
        #expect(
            records == [
                Record(partial: false, text: [0x61]), Record(partial: false, text: []),
                Record(partial: false, text: [0x62, 0x63]),
                Record(partial: true, text: Array("rest".utf8)),
            ])
    }

    @Test(arguments: [16383, 16384, 16385, 32768, 32769], [1000, 16384, 65536])
    func aroundTheLimit(length: Int, piece: Int) {
        let input = [UInt8](repeating: 0x78, count: length) + [0x0a]
        #expect(split(input, pieces: [piece]) == expected(input))
        #expect(split(input.dropLast(), pieces: [piece]) == expected(input.dropLast()))
    }

    @Test func anyChunkingGivesTheSame() {
        for _ in 0..<100 {
            var input: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<12) {
                let length = Bool.random() ? Int.random(in: 0..<50) : Int.random(in: 0..<40_000)
                input += (0..<length).map { _ in UInt8.random(in: 0...255) }
                if Bool.random() { input.append(0x0a) }
            }
            let pieces = (0..<50).map { _ in Int.random(in: 1..<9000) }
            #expect(split(input, pieces: pieces) == expected(input))
        }
    }
}

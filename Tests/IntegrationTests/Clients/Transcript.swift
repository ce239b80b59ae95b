/// The commands of a page's `console` blocks, with what they are said to print.
struct Transcript {
    struct Step: Equatable {
        /// In the document, from 1.
        var line: Int
        var command: String
        /// `…` stands for any text.
        var answer: String
    }

    private(set) var steps: [Step] = []

    init(markdown: String) {
        var isInside = false
        let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside, line.hasPrefix("$ ") {
                steps.append(
                    Step(line: index + 1, command: String(line.dropFirst(2)), answer: ""))
            } else if isInside, !steps.isEmpty {
                steps[steps.count - 1].answer += line + "\n"
            }
        }
    }
}

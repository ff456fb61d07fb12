import ArgumentParser
import GovernorCore
import GovernorInspect

/// `governor corpus show`: the works of an index.
struct CorpusShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "List the works of an index.",
        discussion: """
            \(ExitCodes.corpusShow)

            Example:
              $ governor corpus build examples/policies --output corpus.index
              $ governor corpus show corpus.index
            """)

    @Argument(help: ArgumentHelp("An index from 'corpus build'.", valueName: "file"))
    var index: String

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    func run() throws {
        let works = try CorpusFile(index).index().works
        switch format {
        case .text:
            let lines = works.map { "\($0.digest.hex)  \($0.wordCount) words  \($0.title.singleLine)\n" }
            try StandardStream.output.write(lines.joined())
        case .json:
            let json: JSONValue = [
                "works": .array(
                    works.map { work in
                        [
                            "title": .string(work.title), "sha256": .string(work.digest.hex),
                            "words": .integer(work.wordCount),
                        ]
                    })
            ]
            try StandardStream.output.write(json.prettyText + "\n")
        }
    }
}

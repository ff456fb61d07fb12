import ArgumentParser
import GovernorCore
import GovernorInspect
import GovernorLedger

/// `governor corpus build`: makes the index of a corpus.
struct CorpusBuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Make the index of a corpus from its works.",
        discussion: """
            A work is a text file, and its name the file's; or a line {"title": …, "text": …} of a .jsonl file. The index \
            holds hashes of words, and the titles; not the text. The same works give the same bytes.

            \(ExitCodes.corpusBuild)

            Example:
              $ governor corpus build examples/policies --output corpus.index
            """)

    @Argument(help: ArgumentHelp("Text files, .jsonl files, or folders of both.", valueName: "works"))
    var works: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("Where the index goes; - is standard output.", valueName: "file"))
    var output: String

    func run() throws {
        var builder = CorpusBuilder()
        var count = 0
        for file in try works.flatMap(CorpusWorkFile.files(in:)) {
            for work in try CorpusWorkFile(file).works() {
                do throws(CorpusError) {
                    try builder.add(title: work.title, digest: Digest.sha256(work.text), text: work.text)
                } catch {
                    throw CommandError.invalid(path: file, problem: error.message, hint: error.hint)
                }
                count += 1
            }
        }
        let index = builder.build()
        try OutputFile(output).write(index)
        try StandardStream.error.write("\(count) works, \(index.count) bytes: \(output)\n")
    }
}

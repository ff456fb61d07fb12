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
        var (count, words) = (0, 0)
        var titles: [Digest: String] = [:]
        for file in try CorpusWorkFile.files(in: works) {
            for work in try CorpusWorkFile(file).works() {
                let digest = Digest.sha256(work.text)
                do throws(CorpusError) {
                    let added = try builder.add(title: work.title, digest: digest, text: work.text)
                    if added == 0 {
                        Diagnostics.warn("'\(file)': '\(work.title)' has no words")
                    } else if let title = titles.updateValue(work.title, forKey: digest) {
                        Diagnostics.warn("'\(file)': '\(work.title)' is the same text as '\(title)'")
                    }
                    words += added
                } catch {
                    throw CommandError.invalid(path: file, problem: error.message, hint: error.hint)
                }
                count += 1
            }
        }
        guard words > 0 else {
            throw CommandError.invalid(
                path: works.joined(separator: ", "), problem: "nothing to index: \(count) works, 0 words",
                hint: "name text files, .jsonl files of works, or folders of both")
        }
        let index = builder.build()
        try OutputFile(output).write(index)
        try StandardStream.error.write("\(count) works, \(index.count) bytes: \(output)\n")
    }
}

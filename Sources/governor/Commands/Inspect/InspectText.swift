import ArgumentParser
import GovernorCore
import GovernorInspect

/// `governor inspect text`: what the inspectors find in a text, and where.
struct InspectText: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text",
        abstract: "Show what the inspectors find in a text, and where.",
        discussion: """
            The text is printed with what was found marked in it; JSON holds places and kinds, not the text.

            \(ExitCodes.inspectText)

            Example:
              $ echo 'Write to ada@example.org' | governor inspect text - --format json
            """)

    @Argument(help: ArgumentHelp("The text, UTF-8; - is standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("An index of works that must not be repeated, from 'corpus build'.", valueName: "file"))
    var corpus: String?

    @Option(
        help: ArgumentHelp(
            "Print the text without what was found: replace, mask, remove, hash or pseudonymise (with --key).",
            valueName: "operator"))
    var redact: RedactionChoice?

    @Option(
        help: ArgumentHelp(
            "A file of at least 16 random bytes; the same key gives the same pseudonyms.", valueName: "file"))
    var key: String?

    @Flag(help: "Exit with 1 when personal data, secrets or copied passages are found.")
    var fail = false

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    func validate() throws {
        guard (redact == .pseudonymise) == (key != nil) else {
            throw ValidationError("--redact pseudonymise and --key belong together.")
        }
    }

    func run() throws {
        let index = try corpus.map { try CorpusFile($0).index() }
        let text = try InputFile(file, "text").bytes()
        let inspection = TextInspector(corpus: index).inspect(text)
        if let redact {
            let redactor = Redactor(try redact.choice(keyFile: key))
            try StandardStream.output.write(redactor.redact(inspection.findings, in: text).text)
        } else {
            let output = InspectionOutput(inspection, of: text)
            switch format {
            case .text: try StandardStream.output.write(output.text(Terminal(.output)))
            case .json: try StandardStream.output.write(output.json.prettyText + "\n")
            }
        }
        if fail, !inspection.isClean { throw ExitCode.answerIsNo }
    }
}

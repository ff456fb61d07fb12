import ArgumentParser
import GovernorCore
import GovernorInspect
import GovernorLedger
import GovernorPolicy

/// `governor inspect text`: what the inspectors find in a text, and where.
struct InspectText: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text",
        abstract: "Show what the inspectors find in a text, and where.",
        discussion: """
            The text is printed with what was found marked in it; JSON holds places and kinds, not the text. With \
            --context, every sentence is judged by what the documents say, with the reason why one is not supported.

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
            "A document that must support the text's sentences; repeat it in the order in which [1], [2] cite them.",
            valueName: "file"))
    var context: [String] = []

    @Flag(help: "Look for names of persons, places and organisations, too.")
    var names = false

    @Option(
        help: ArgumentHelp(
            "A policy, whose 'inspection' says what is looked for besides and what does not count.",
            valueName: "file"))
    var policy: String?

    @Option(
        help: ArgumentHelp(
            """
            Print the text without what was found: replace, mask, remove, hash, pseudonymise (with --key), or policy for \
            what the policy says of each kind.
            """, valueName: "operator"))
    var redact: RedactionChoice?

    @Option(
        help: ArgumentHelp(
            "A file of at least 16 random bytes; the same key gives the same pseudonyms.", valueName: "file"))
    var key: String?

    @Flag(help: "Exit with 1 when there is a finding, a copied passage or a sentence without support.")
    var fail = false

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    func validate() throws {
        guard redact != .pseudonymise || key != nil, key == nil || redact?.takesKey == true else {
            throw ValidationError("--redact pseudonymise and --key belong together; --redact policy may take one.")
        }
        guard redact != .policy || policy != nil else { throw ValidationError("--redact policy needs --policy.") }
        guard redact == nil || format == .text else {
            throw ValidationError(
                "--redact prints the text itself, not JSON; leave out --format, or --redact to see what is found.")
        }
        guard ([file] + context).count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Only one of the text and its --context can be standard input.")
        }
    }

    func run() throws {
        let index = try corpus.map { try CorpusFile($0).index() }
        var settings = try policy.map { try PolicyFile($0).load().inspection } ?? InspectionSettings()
        if names { settings.names = Set(NameKind.allCases.map(\.finding)) }
        let documents = try context.map { try InputFile($0, "context").bytes() }
        let text = try InputFile(file, "text").bytes()
        let inspection = TextInspector(settings, corpus: index, context: documents).inspect(text)
        if let redact {
            let key = try key.map { try RedactionKey(file: $0) }
            let digests = RedactionDigests(plain: Digest.sha256, keyed: key.map { $0.pseudonym })
            let redactor = try Redactor(redact.plan(settings), digests, secrets: settings.secretKinds)
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

import ArgumentParser
import GovernorCore
import GovernorServer

/// `governor holds …`: reviews what the gateway holds.
struct HoldsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds",
        abstract: "Review what the gateway holds.",
        subcommands: [
            HoldsListCommand.self, HoldsShowCommand.self, HoldsReleaseCommand.self, HoldsEditCommand.self,
            HoldsRejectCommand.self,
        ])
}

/// Which evidence service, and how to print.
struct HoldsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address of the evidence service.", valueName: "url"))
    var url = "http://127.0.0.1:8080"

    @Option(help: ArgumentHelp("The file of the reviewer's key; GOVERNOR_API_KEY when left out.", valueName: "file"))
    var apiKeyFile: String?

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    /// How long an answer may take.
    private static let timeout = Duration.seconds(30)
    /// The most bytes of an answer: a held answer may be long, and is shown with what a reviewer wrote.
    private static let answerLimit = 64 << 20

    /// Asks the service; a body is posted.
    ///
    /// - Returns: What it answers with 200.
    /// - Throws: ``ServiceClientError`` for any other answer, or none.
    func ask(_ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let key = try apiKeyFile.map { try APIKeyFile.key(in: $0) } ?? Environment.process["GOVERNOR_API_KEY"]
        let client = try ServiceClient(
            .reviews, url: url, path: "/api/v1/holds\(path)", apiKey: key, timeout: Self.timeout,
            answerLimit: Self.answerLimit)
        let answer = if let body { try await client.post(body, attempts: 1) } else { try await client.get(attempts: 3) }
        guard answer.status == 200 else {
            throw ServiceClientError.refused(
                .reviews, status: answer.status, code: answer.json?["code"]?.string,
                detail: answer.json?["detail"]?.string, hint: answer.json?["hint"]?.string)
        }
        guard let json = answer.json else { throw ServiceClientError.unexpectedAnswer(.reviews, status: answer.status) }
        return json
    }

    /// Prints a result in the chosen form.
    func print(_ json: JSONValue, _ text: (JSONValue) -> String) throws {
        try StandardStream.output.write(format == .json ? json.prettyText + "\n" : text(json))
    }
}

/// A hold and what is decided about it.
struct HoldReviewOptions: ParsableArguments {
    @Argument(help: "The hold's id.", transform: LedgerArgument.factID)
    var id: UUIDv7

    @Option(help: "Why; kept encrypted with the record.")
    var reason: String

    @OptionGroup var options: HoldsOptions

    /// Sends the review and says what the hold is then.
    func send(_ verb: String, _ edits: JSONValue? = nil) async throws {
        var body: JSONObject = ["reason": .string(reason)]
        if let edits { body["edits"] = edits }
        let hold = try await options.ask("/\(id)/\(verb)", .object(body))
        try options.print(hold) { hold in
            "\(hold.line("state")); recorded as \(hold["review"]?.line("fact") ?? "")\n"
        }
    }
}

/// `governor holds release`.
struct HoldsReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Let go on what is held, as it is.",
        discussion: """
            The client's same request, sent again, goes to the model once; a held answer is given until the hold expires.

            \(ExitCodes.review)

            Example:
              $ governor holds release 0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70 \\
                  --reason "known customer"
            """)

    @OptionGroup var review: HoldReviewOptions

    func run() async throws { try await review.send("release") }
}

/// `governor holds reject`.
struct HoldsRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Do not let go on what is held.",
        discussion: """
            The client's same request is refused until the hold expires, and then judged anew.

            \(ExitCodes.review)

            Example:
              $ governor holds reject 0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70 \\
                  --reason "not ours to answer"
            """)

    @OptionGroup var review: HoldReviewOptions

    func run() async throws { try await review.send("reject") }
}

/// `governor holds edit`.
struct HoldsEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Let go on what is held, with other texts.",
        discussion: """
            The new texts are a JSON array of objects with 'place', as 'governor holds show' names it, and 'text'. Texts that are not \
            named stay as they are.

            \(ExitCodes.review)

            Example:
              $ echo '[{"place": "/messages/0/content", "text": "Hello"}]' |
                governor holds edit 0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70 \\
                  --reason "without the amount" --edits -
            """)

    @OptionGroup var review: HoldReviewOptions

    // A file, because others on the machine see the arguments of commands.
    @Option(help: ArgumentHelp("The file of the new texts; - for standard input.", valueName: "file"))
    var edits: String

    func run() async throws {
        let file = InputFile(edits, "file of edits")
        let json: JSONValue
        let bytes = try file.bytes()
        do { json = try JSONValue(parsing: bytes) } catch {
            throw CommandError.invalid(path: file.displayName, problem: error.message, hint: error.hint)
        }
        try await review.send("edit", json)
    }
}

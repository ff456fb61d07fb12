import ArgumentParser
import GovernorCore

/// `governor holds list`.
struct HoldsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what waits for review, or has waited, without texts.",
        discussion: """
            \(ExitCodes.review)

            Example:
              $ governor holds list --state pending --format json
            """)

    @Option(
        help: "Where they stand: \(Hold.State.allCases.map(\.rawValue).joined(separator: ", ")).",
        transform: { text in
            guard let state = Hold.State(rawValue: text) else { throw ValidationError("there is no such state") }
            return state
        })
    var state: Hold.State?

    @Option(help: "The most holds, 1 to 100.")
    var limit = 50

    @Option(
        help: ArgumentHelp("The 'next_cursor' of the page before.", valueName: "id"), transform: LedgerArgument.factID)
    var cursor: UUIDv7?

    @OptionGroup var options: HoldsOptions

    func validate() throws {
        guard 1...100 ~= limit else { throw ValidationError("--limit is 1 to 100") }
    }

    func run() async throws {
        let query =
            ["limit=\(limit)"] + (state.map { ["state=\($0.rawValue)"] } ?? [])
            + (cursor.map { ["cursor=\($0)"] } ?? [])
        try options.print(await options.ask("?" + query.joined(separator: "&"))) { page in
            let rows = (page["items"]?.array ?? []).map { hold in
                ["id", "state", "stage", "model", "requester", "created_at", "expires_at"].map { hold.line($0) }
            }
            let table = TextTable.aligned(
                [["id", "state", "stage", "model", "requester", "held", "until"]] + rows)
            let next = page["next_cursor"]?.string.map { "more: --cursor \($0.singleLine)\n" } ?? ""
            return table + next
        }
    }
}

/// `governor holds show`.
struct HoldsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one hold with its texts.",
        discussion: """
            \(ExitCodes.review)

            Example:
              $ governor holds show 0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70
            """)

    @Argument(help: "The hold's id.", transform: LedgerArgument.factID)
    var id: UUIDv7

    @OptionGroup var options: HoldsOptions

    func run() async throws {
        try options.print(await options.ask("/\(id)")) { hold in
            var lines = ["id", "state", "stage", "model", "requester", "created_at", "expires_at", "then", "decision"]
                .map { "\($0): \(hold.line($0))" }
            if let review = hold["review"], !review.isNull {
                lines.append(
                    "reviewer: \(review.line("reviewer")), \(review.line("at")), \(hold.line("review_reason"))")
            }
            for reason in hold["reasons"]?.array ?? [] { lines.append("reason: \((reason.string ?? "").singleLine)") }
            guard let texts = hold["texts"]?.array else {
                return (lines + ["texts: erased"]).map { $0 + "\n" }.joined()
            }
            for text in texts {
                lines += ["", "\(text.line("place")) (\(text.line("role")))", text.block("text")]
                if text["edited"]?.string != nil { lines += ["edited:", text.block("edited")] }
            }
            return lines.map { $0 + "\n" }.joined()
        }
    }
}

extension JSONValue {
    /// A text member without what is not seen.
    func line(_ name: String) -> String { (self[name]?.string ?? "").singleLine }

    /// A text member with its lines, each indented, so that none of them can be taken for the command's own words.
    fileprivate func block(_ name: String) -> String {
        let lines = (self[name]?.string ?? "").split(omittingEmptySubsequences: false) { $0.isNewline }
        return lines.map { "  " + String($0).singleLine }.joined(separator: "\n")
    }
}

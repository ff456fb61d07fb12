import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// `governor ledger fsck`: checks a whole ledger.
struct LedgerFsckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fsck",
        abstract: "Check every hash, tile, stream, index and payload of a ledger.",
        discussion: """
            Works beside a running server.

            \(ExitCodes.fsck)

            Example:
              $ echo '{"note": "first light"}' | governor ledger append --create \\
                  --ledger demo --type note.added
                governor ledger fsck --ledger demo
            """)

    @OptionGroup var options: LedgerOptions

    @Flag(inversion: .prefixedNo, help: "Decrypt payloads and compare them with the leaves.")
    var payloads = true

    func run() async throws {
        let reader = try await LedgerFolder.openForReading(path: options.ledger)
        let line = ProgressLine()
        let report = try await reader.check(payloads: payloads) { progress in
            line.show("\(progress.done) of \(progress.total) entries")
        }
        line.clear()
        try options.print(text(report), json(report))
        if !report.isSound { throw ExitCode.answerIsNo }
    }

    private func text(_ report: LedgerReport) -> String {
        let terminal = Terminal(.output)
        let counts = "\(report.entries) entries in \(report.streams) streams, \(report.erased) payloads erased"
        guard !report.isSound else { return "\(terminal.styled("sound", .success)): \(counts)\n" }
        let lines = report.findings.map { "\($0.place): \($0.message) [\($0.kind.rawValue)]\n" }
        let more = report.findingCount - report.findings.count
        return "\(terminal.styled("NOT SOUND", .failure)): \(counts), \(report.findingCount) findings\n"
            + lines.joined() + (more > 0 ? "and \(more) more\n" : "")
    }

    private func json(_ report: LedgerReport) -> JSONValue {
        [
            "sound": .bool(report.isSound), "entries": .integer(report.entries), "streams": .integer(report.streams),
            "erased": .integer(report.erased), "finding_count": .integer(report.findingCount),
            "findings": .array(
                report.findings.map {
                    ["kind": .string($0.kind.rawValue), "place": .string($0.place), "message": .string($0.message)]
                }),
        ]
    }
}

import ArgumentParser
import GovernorCore
import GovernorGateway
import GovernorLedger
import GovernorPolicy
import GovernorSQLite

/// `governor policy backtest`: what a policy would have decided about what has been decided.
struct PolicyBacktest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Replay recorded decisions under another policy, and list every verdict that flips.",
        discussion: """
            Decisions whose texts were kept (gateway: {record_content: true}) are inspected again; of the others what was \
            found then is judged by the new rules. A verdict that hangs on what was not recorded is counted as unknown. \
            Of what was held it says how its review ended, and whether it would be held again. \
            Works beside a running server.

            \(ExitCodes.policyBacktest)

            Example:
              $ echo '{"note": "first light"}' | governor ledger append --create \\
                  --ledger demo --type note.added
                governor policy backtest --ledger demo \\
                  examples/policies/adr-006.embedded-governance.yaml
            """)

    @Argument(help: "The policy file to try.")
    var policy: String

    @OptionGroup var options: LedgerOptions

    @Option(
        help: ArgumentHelp("Compare with what this policy says now, not with what was decided then.", valueName: "file")
    )
    var against: String?

    @Option(
        help: ArgumentHelp("Decisions of this moment and later, as 2026-03-01T00:00:00Z.", valueName: "time"),
        transform: Self.time)
    var from: Timestamp?

    @Option(help: ArgumentHelp("Decisions before this moment.", valueName: "time"), transform: Self.time)
    var until: Timestamp?

    @Option(help: ArgumentHelp("Decisions of this stream.", valueName: "name"))
    var stream: String?

    @Option(help: ArgumentHelp("An index of works that must not be repeated, from 'corpus build'.", valueName: "file"))
    var corpus: String?

    @Option(help: "Which flips are a no: stricter, milder or any.")
    var failOn: FlipKind?

    /// Flips that somebody may not want.
    enum FlipKind: String, CaseIterable, ExpressibleByArgument { case stricter, milder, any }

    func run() async throws {
        let candidate = try PolicyFile(policy).load()
        let test = try backtest(candidate)
        let reader = try await LedgerFolder.openForReading(path: options.ledger)
        let report = try await report(test, reader)
        let output = BacktestOutput(policy: candidate.reference, against: against, report: report)
        try options.print(output.text, output.json)
        if failOn != nil, report.compared == 0 {
            throw CommandError.insufficientData(
                "--fail-on has no answer, because no decision could be compared",
                hint: "check --ledger, --stream, --from and --until")
        }
        let isNo =
            switch failOn {
            case .stricter: report.flips.contains { $0.comparison.isStricter }
            case .milder: report.flips.contains { !$0.comparison.isStricter }
            case .any: !report.flips.isEmpty
            case nil: false
            }
        if isNo { throw ExitCode.answerIsNo }
    }

    private func backtest(_ candidate: Policy) throws -> Backtest {
        let works = try corpus.map { try CorpusFile($0).index() }
        let baseline = try against.map {
            try DecisionMaker(rehearsing: PolicyFile($0).load(), corpus: works)
        }
        return Backtest(try DecisionMaker(rehearsing: candidate, corpus: works), against: baseline, at: .now())
    }

    private func report(_ test: Backtest, _ reader: LedgerReader) async throws -> BacktestReport {
        var query = FactQuery()
        query.types = RecordedDecision.factTypes
        (query.from, query.until) = (from, until)
        query.stream = try stream.map(Self.streamName)
        // A review comes after what it is about, and may come after the period.
        var held = FactQuery()
        held.types = HoldReviews.factTypes
        let reviews = try await Self.fold(held, of: reader, into: HoldReviews()) { $0.add($1) }
        let line = ProgressLine()
        defer { line.clear() }
        return try await Self.fold(query, of: reader, into: BacktestReport()) { report, fact in
            Self.add(fact, test, reviews, to: &report)
            line.show("\(report.compared) decisions compared, \(report.flips.count) flips")
        }
    }

    /// What becomes of a value when it takes all facts that a query finds, in the order of the ledger.
    private static func fold<Value>(
        _ query: FactQuery, of reader: LedgerReader, into start: Value, _ take: (inout Value, RecordedFact) -> Void
    ) async throws -> Value {
        var (value, cursor): (Value, FactCursor?) = (start, nil)
        repeat {
            let page = try await reader.facts(matching: query, after: cursor, limit: LedgerReader.pageLimit)
            for fact in page.facts { take(&value, fact) }
            cursor = page.next
        } while cursor != nil
        return value
    }

    private static func add(
        _ fact: RecordedFact, _ test: Backtest, _ reviews: HoldReviews, to report: inout BacktestReport
    ) {
        guard !HoldReviews.isFollowing(fact) else { return report.addFollowing() }
        switch fact.payload {
        case .erased: report.addErased()
        case .damaged: report.addUnreadable()
        case .present(let payload):
            guard RecordedDecision.isDecision(payload) else { return }
            guard let recorded = RecordedDecision(payload) else { return report.addUnreadable() }
            report.add(
                test.outcome(of: recorded), of: recorded, id: fact.id, time: fact.leaf.content.time,
                review: reviews.end(of: fact.id))
        }
    }

    private static func time(_ text: String) throws -> Timestamp {
        guard let time = Timestamp(text) else {
            throw ValidationError("'\(text)' is no time, such as 2026-03-01T00:00:00Z")
        }
        return time
    }

    private static func streamName(_ text: String) throws -> StreamName {
        guard let name = StreamName(text) else { throw ValidationError("'\(text)' is not the name of a stream") }
        return name
    }
}

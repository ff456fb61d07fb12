import ArgumentParser
import GovernorAudit
import GovernorCore

/// `governor audit slices`: the rows that a model is worst for.
struct AuditSlices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slices",
        abstract: "Find the rows that a model is worst for, described by up to three columns.",
        discussion: """
            All conjunctions of conditions on columns are looked at, with no more than a stated share of chance among those that are found. A \
            slice is found when its rate is worse than that of all other rows, and than that of what is left of each wider slice. \
            The data are CSV with a header or JSON Lines, read twice in a bounded amount of memory. docs/audit.md says how.

            \(ExitCodes.auditSlices)

            Example:
              $ printf 'town,repaid,approved\\na,1,1\\nb,0,1\\na,0,0\\n' > loans.csv
              $ governor audit slices loans.csv --label repaid --prediction approved
            """)

    @Argument(help: ArgumentHelp("CSV or JSON Lines, plain or packed.", valueName: "data"))
    var data: String

    @OptionGroup var outcomes: OutcomeOptions

    @Option(
        help: ArgumentHelp(
            "A column to describe rows by; give it again for each. All but those above if none is given.",
            valueName: "column"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("A column to leave out, such as an identifier.", valueName: "column"))
    var ignore: [String] = []

    @Option(
        help: "The rate that is worse: accuracy, selection_rate, true_positive_rate and so on. (default: accuracy)",
        transform: Rate.parse)
    var rate = Rate.accuracy

    @Option(help: ArgumentHelp("The most columns that describe rows together.", valueName: "columns"))
    var depth = SliceAudit.maximumDepth

    @Option(
        help: ArgumentHelp("How many equally large parts a column of many numbers is cut into.", valueName: "parts"))
    var bins = 5

    @Option(help: ArgumentHelp("Slices with fewer rows are not looked at.", valueName: "rows"))
    var minimumRows = 30

    @OptionGroup var input: AuditInputOptions

    @OptionGroup var results: AuditResultOptions

    func validate() throws {
        guard data != "-" else { throw ValidationError("Slices are looked for in two passes: name a file.") }
        guard outcomes.prediction != nil || outcomes.score != nil || rate == .prevalence else {
            throw ValidationError("--prediction or --score is needed.")
        }
        guard outcomes.label != nil || rate == .selectionRate else {
            throw ValidationError("--label is needed for the \(rate.words).")
        }
        guard (1...SliceAudit.maximumDepth).contains(depth) else {
            throw ValidationError("--depth is from 1 to \(SliceAudit.maximumDepth).")
        }
        guard SliceConfiguration.bins.contains(bins) else {
            throw ValidationError(
                "--bins is from \(SliceConfiguration.bins.lowerBound) to \(SliceConfiguration.bins.upperBound).")
        }
        try AuditSettings.check(minimumRows: minimumRows)
    }

    func run() async throws {
        let delivery = try AuditDelivery(results)
        try AuditInput(data, input).requireApart(from: delivery.paths)
        try await delivery.deliver(try await configuration.report(of: data), by: configuration)
    }

    private var configuration: SliceConfiguration {
        var mapping = ColumnMapping(attributes: [])
        (mapping.label, mapping.prediction, mapping.score) = (outcomes.label, outcomes.prediction, outcomes.score)
        mapping.threshold = outcomes.threshold ?? 0.5
        if !outcomes.positive.isEmpty { (mapping.positive, mapping.negative) = (Set(outcomes.positive), nil) }
        return SliceConfiguration(
            mapping: mapping, columns: columns, ignored: ignore, rate: rate, depth: depth, bins: bins,
            minimumRows: minimumRows, format: input.format(ofFile: data))
    }
}

extension Rate {
    /// Reads the option `--rate`.
    static func parse(_ text: String) throws -> Self {
        guard let rate = Self(rawValue: text) else {
            throw ValidationError("--rate is one of \(allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return rate
    }
}

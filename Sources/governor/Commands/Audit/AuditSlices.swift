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
            slice is found when its rate, or with --task regression its mean absolute error, is worse than that of all other rows, and than that of what is left of each wider slice. \
            The data are CSV with a header or JSON Lines, read twice in a bounded amount of memory; of standard input a copy is kept in \
            TMPDIR until then. docs/audit.md says how.

            \(ExitCodes.auditSlices)

            Example:
              $ printf 'town,repaid,approved\\na,1,1\\nb,0,1\\na,0,0\\n' > loans.csv
              $ governor audit slices loans.csv --label repaid --prediction approved
            """)

    @Argument(
        help: ArgumentHelp(
            "CSV or JSON Lines, plain or packed by gzip or zstd; - is standard input.", valueName: "data"))
    var data: String

    @OptionGroup var file: AuditFileOption

    @OptionGroup var outcomes: OutcomeOptions

    @Option(
        help: ArgumentHelp(
            "A column to describe rows by; give it again for each. All but those above if none is given.",
            valueName: "column"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("A column to leave out, such as an identifier.", valueName: "column"))
    var ignore: [String] = []

    @Option(help: "What labels and predictions are: classification or regression.")
    var task = AuditTask.classification

    @Option(
        help: "The rate that is worse: accuracy, selection_rate, true_positive_rate and so on. (default: accuracy)",
        transform: Rate.parse)
    var rate: Rate?

    @Option(
        help: ArgumentHelp(
            "The most columns that describe rows together. (default: \(SliceAudit.maximumDepth))", valueName: "columns")
    )
    var depth: Int?

    @Option(
        help: ArgumentHelp("How many equally large parts a column of many numbers is cut into.", valueName: "parts"))
    var bins = 5

    @Option(help: ArgumentHelp("Slices with fewer rows are not looked at. (default: 30)", valueName: "rows"))
    var minimumRows: Int?

    @Flag(help: .hidden)
    var anytimeValid = false

    @OptionGroup var input: AuditInputOptions

    @OptionGroup var results: AuditResultOptions

    func validate() throws {
        guard task == .classification || rate == nil else {
            throw ValidationError("--rate is for --task classification: of numbers it is the mean absolute error.")
        }
        guard !anytimeValid else { throw ValidationError(Self.oneLook) }
        guard (1...SliceAudit.maximumDepth).contains(depth ?? 1) else {
            throw ValidationError("--depth is from 1 to \(SliceAudit.maximumDepth).")
        }
        guard SliceConfiguration.bins.contains(bins) else {
            throw ValidationError(
                "--bins is from \(SliceConfiguration.bins.lowerBound) to \(SliceConfiguration.bins.upperBound).")
        }
        try AuditSettings.check(minimumRows: minimumRows ?? 1)
        if file.config == nil { try configuration(over: AuditSettings()).check() }
    }

    /// Why there is no `--anytime-valid`.
    private static let oneLook =
        "Slices hold for one look: what they are is cut from the data, anew at every look. Look once, and at rows that come later "
        + "measure what was found with 'governor audit quality --by COLUMN --anytime-valid'."

    func run() async throws {
        let delivery = try AuditDelivery(results)
        try delivery.requireApart(from: [data, file.config])
        let configuration = try configuration(over: try file.settings())
        try configuration.check()
        try await delivery.deliver(try await configuration.report(of: data), by: configuration)
    }

    private var measure: SliceMeasure { task == .regression ? .meanAbsoluteError : .rate(rate ?? .accuracy) }

    /// What the options and the file say, and what they leave open. What a file says of groups is for other audits.
    private func configuration(over settings: AuditSettings) throws -> SliceConfiguration {
        guard !settings.isAnytimeValid else { throw ValidationError(Self.oneLook) }
        return SliceConfiguration(
            mapping: outcomes.mapping(over: settings), columns: columns, ignored: ignore, measure: measure,
            depth: depth ?? min(settings.depth ?? SliceAudit.maximumDepth, SliceAudit.maximumDepth), bins: bins,
            minimumRows: minimumRows ?? settings.minimumRows ?? 30, format: input.format(ofFile: data))
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

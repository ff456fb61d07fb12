import ArgumentParser
import GovernorAudit
import GovernorCore

/// `governor audit quality`: how good a model's decisions, scores, forecasts or outputs are.
struct AuditQuality: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality",
        abstract: "Measure how good a model is, over all rows and by group.",
        discussion: """
            The data are CSV with a header or JSON Lines, read once in a bounded amount of memory. What is measured follows from the columns \
            that are named: labels with predictions or scores, numbers with --task regression, samples of tasks with --passed \
            and --samples, labelled outputs with --harmful and --hallucinated. Every number has an interval and its n, or says \
            why not. docs/audit.md defines every number.

            \(ExitCodes.auditQuality)

            Example:
              $ printf 'default,score\\n1,0.9\\n0,0.2\\n1,0.4\\n0,0.3\\n' |
                governor audit quality - --label default --score score
            """)

    @Argument(
        help: ArgumentHelp(
            "CSV or JSON Lines, plain or packed by gzip or zstd; - is standard input.", valueName: "data"))
    var data: String

    @OptionGroup var decisions: DecisionOptions

    @Option(help: "What labels and predictions are: classification or regression.")
    var task = AuditTask.classification

    @Option(help: ArgumentHelp("The column of how many samples of a task passed.", valueName: "column"))
    var passed: String?

    @Option(help: ArgumentHelp("The column of how many samples a task had.", valueName: "column"))
    var samples: String?

    @Option(help: ArgumentHelp("A k of pass@k; give it again for each. 1 and 5 if none is given.", valueName: "k"))
    var attempts: [Int] = []

    @Option(help: ArgumentHelp("The column of whether an output is harmful.", valueName: "column"))
    var harmful: String?

    @Option(help: ArgumentHelp("The column of whether an output says what is not so.", valueName: "column"))
    var hallucinated: String?

    @OptionGroup var input: AuditInputOptions

    @OptionGroup var results: AuditResultOptions

    func validate() throws {
        if let alone = decisions.alone { try configuration(alone).check() }
    }

    func run() async throws {
        let delivery = try AuditDelivery(results)
        try delivery.requireApart(from: [data, decisions.file.config])
        let configuration = configuration(try decisions.resolved())
        try configuration.check()
        try await delivery.deliver(try await configuration.report(of: data), by: configuration)
    }

    /// What the options and the file say, and what they leave open.
    private func configuration(_ decisions: Decisions) -> QualityConfiguration {
        QualityConfiguration(
            decisions: decisions.withoutWeights, isRegression: task == .regression, passed: passed, samples: samples,
            attempts: Set(attempts).sorted(), harmful: harmful, hallucinated: hallucinated,
            format: input.format(ofFile: data))
    }
}

import ArgumentParser
import GovernorAudit
import GovernorCore

/// The files that a mitigation is written to, beside what is printed.
struct MitigationFiles: ParsableArguments {
    @Option(help: ArgumentHelp("Where weights by group and label go as CSV, for training.", valueName: "file"))
    var weights: String?

    @Option(help: ArgumentHelp("Where the thresholds go as rules of a policy.", valueName: "file"))
    var policyFragment: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where the metrics after go, such as eval_fairness.json.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Where before and after are drawn as SVG.", valueName: "file"))
    var chart: String?

    @Option(help: ArgumentHelp("Where a paragraph for the model card goes as Markdown.", valueName: "file"))
    var modelCard: String?

    /// The paths of all files.
    var paths: [String?] { [weights, policyFragment, output, chart, modelCard] }

    /// Writes what depends on the comparison.
    func write(_ report: MitigationReport, _ paragraph: ModelCardParagraph) throws {
        if let modelCard { try OutputFile(modelCard).write(paragraph.text) }
        if let output { try OutputFile(output).write(report.after.gateMetrics.prettyText + "\n") }
        if let chart { try OutputFile(chart).write(MitigationChart(report: report).chart.file) }
    }
}

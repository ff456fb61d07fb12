import ArgumentParser
import GovernorAudit
import GovernorCore

/// Which columns hold what is true and what was decided.
struct OutcomeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The column of what is true, such as who was qualified.", valueName: "column"))
    var label: String?

    @Option(help: ArgumentHelp("The column of what was decided.", valueName: "column"))
    var prediction: String?

    @Option(
        help: ArgumentHelp("The column of scores from 0 to 1, which decide without --prediction.", valueName: "column"))
    var score: String?

    @Option(help: "From which score on a row counts as decided positively without --prediction. (default: 0.5)")
    var threshold: Double?

    @Option(
        help: ArgumentHelp(
            "The text of the favourable outcome where it is not 1, true or yes; every other text is then unfavourable.",
            valueName: "text"))
    var positive: [String] = []

    func validate() throws {
        guard (0...1).contains(threshold ?? 0) else { throw ValidationError("--threshold is from 0 to 1.") }
    }

    /// The columns as the options say, and where they do not, a file.
    ///
    /// - Parameter attributes: The columns that form groups.
    func mapping(over file: AuditSettings, by attributes: [String] = []) -> ColumnMapping {
        var mapping = ColumnMapping(attributes: attributes)
        mapping.label = label ?? file.columns.label
        mapping.prediction = prediction ?? (score == nil ? file.columns.prediction : nil)
        mapping.score = score ?? (prediction == nil ? file.columns.score : nil)
        mapping.threshold = threshold ?? file.threshold.flatMap { Double($0.description) } ?? 0.5
        let texts = positive.isEmpty ? file.positive : positive
        if !texts.isEmpty { (mapping.positive, mapping.negative) = (Set(texts), nil) }
        return mapping
    }
}

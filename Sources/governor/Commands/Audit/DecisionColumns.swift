import ArgumentParser
import GovernorAudit

/// The options that say which columns of a table of decisions mean what.
struct DecisionColumns: ParsableArguments {
    @Option(help: ArgumentHelp("A column that forms groups; give it again for each.", valueName: "column"))
    var by: [String] = []

    @Option(help: ArgumentHelp("The column of what is true, such as who was qualified.", valueName: "column"))
    var label: String?

    @Option(help: ArgumentHelp("The column of what was decided.", valueName: "column"))
    var prediction: String?

    @Option(
        help: ArgumentHelp("The column of scores from 0 to 1, which decide without --prediction.", valueName: "column"))
    var score: String?

    @Option(help: "From which score on a row counts as decided positively without --prediction.")
    var threshold = 0.5

    @Option(help: ArgumentHelp("The column of the weights of rows.", valueName: "column"))
    var weight: String?

    func validate() throws {
        guard !by.isEmpty else { throw ValidationError("--by names a column that forms groups.") }
        guard prediction != nil || score != nil else { throw ValidationError("--prediction or --score is needed.") }
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold is from 0 to 1.") }
    }

    /// What the columns mean.
    var mapping: ColumnMapping {
        var mapping = ColumnMapping(attributes: by)
        (mapping.label, mapping.prediction, mapping.score, mapping.weight) = (label, prediction, score, weight)
        mapping.threshold = threshold
        return mapping
    }
}

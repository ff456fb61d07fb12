import ArgumentParser

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
}

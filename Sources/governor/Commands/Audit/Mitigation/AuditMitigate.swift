import ArgumentParser
import GovernorAudit
import GovernorCore

/// `governor audit mitigate`: thresholds by group, weights for training, and what they change.
struct AuditMitigate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mitigate",
        abstract: "Find thresholds by group, or weights for training, and compare decisions before and after.",
        discussion: """
            With --score each group gets the threshold that makes a rate equal for all and decides as well as that allows. \
            --weights writes weights that make labels independent of groups, for training; --after then compares the decisions \
            of the model that was trained with them. Thresholds fit the rows they were found with: give others with --holdout. \
            Deciding by group is not lawful everywhere; in hiring in the United States it is not (42 U.S.C. § 2000e-2(l)).

            \(ExitCodes.auditMitigate)

            Example:
              $ printf 'sex,good,score\\nf,1,0.6\\nf,0,0.1\\nm,1,0.9\\nm,0,0.6\\n' |
                governor audit mitigate - --by sex --label good --score score \\
                  --minimum-rows 2
            """)

    @Argument(help: ArgumentHelp("CSV or JSON Lines, plain or packed by gzip; - is standard input.", valueName: "data"))
    var data: String

    @Option(help: ArgumentHelp("A column that forms groups; give it again for each.", valueName: "column"))
    var by: [String] = []

    @Option(
        help: ArgumentHelp(
            "A column of --by whose groups get thresholds or weights; all of --by if none is given.",
            valueName: "column"))
    var per: [String] = []

    @Option(help: ArgumentHelp("The column of what is true, such as who was qualified.", valueName: "column"))
    var label: String

    @Option(
        help: ArgumentHelp(
            "The column of what was decided; --score from --threshold on if left out.", valueName: "column"))
    var prediction: String?

    @Option(
        help: ArgumentHelp("The column of scores from 0 to 1, for which thresholds are found.", valueName: "column"))
    var score: String?

    @Option(help: "From which score on a row was decided positively without --prediction.")
    var threshold = 0.5

    @Option(help: ArgumentHelp("The column of decisions to compare with instead of thresholds.", valueName: "column"))
    var after: String?

    @Option(
        help: """
            The rate that thresholds make equal: demographic_parity, true_positive_rate_parity, false_positive_rate_parity \
            or equalized_odds.
            """, transform: ParityConstraint.parse)
    var constraint = ParityConstraint.truePositiveRateParity

    @Option(
        help: "What thresholds make as good as that allows: accuracy or balanced_accuracy.",
        transform: DecisionObjective.parse)
    var objective = DecisionObjective.accuracy

    @Flag(help: "Let chance decide between two thresholds, which makes rates equal exactly.")
    var randomised = false

    @Option(help: ArgumentHelp("Other rows to compare on than those the thresholds are found with.", valueName: "data"))
    var holdout: String?

    @Option(
        help: ArgumentHelp(
            "The text of the favourable outcome where it is not 1, true or yes; every other text is then unfavourable.",
            valueName: "text"))
    var positive: [String] = []

    @Option(
        help: "What becomes of rows that lack a column of --by: own_group or drop.", transform: MissingLevels.parse)
    var missing = MissingLevels.ownGroup

    @Option(help: ArgumentHelp("Smaller groups get no threshold of their own and no verdict.", valueName: "rows"))
    var minimumRows = 30

    @OptionGroup var input: AuditInputOptions

    @OptionGroup var files: MitigationFiles

    @Option(help: "How to print the comparison.")
    var format = OutputFormat.text

    func validate() throws {
        guard !by.isEmpty else { throw ValidationError("--by names a column that forms groups.") }
        guard score != nil || (prediction != nil && (after != nil || files.weights != nil)) else {
            throw ValidationError("--score is needed to find thresholds; else --prediction with --after or --weights.")
        }
        guard per.allSatisfy(by.contains) else { throw ValidationError("--per names a column of --by.") }
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold is from 0 to 1.") }
        guard minimumRows >= 1 else { throw ValidationError("--minimum-rows is at least 1.") }
        guard after == nil || (holdout ?? data) != "-" else {
            throw ValidationError("--after reads the data twice, which standard input does not allow.")
        }
        guard files.policyFragment == nil || !randomised else {
            throw ValidationError(
                "A policy decides the same score always alike: --policy-fragment goes without --randomised.")
        }
        guard files.policyFragment == nil || findsPlan else {
            throw ValidationError("--policy-fragment holds thresholds: it needs --score, and no --after.")
        }
    }

    func run() async throws {
        for path in [data, holdout].compactMap(\.self) {
            // Weights alone are all that is printed.
            try AuditInput(path, input).requireApart(from: files.paths, isPrinting: findsPlan || after != nil)
        }
        let (learnt, learntSHA256) = try await AuditInput(data, input).cube(mapping(prediction))
        if let weights = files.weights {
            try OutputFile(weights).write(try WeightsFile(learnt, per: groups, missing: missing).text)
        }
        guard findsPlan || after != nil else { return }
        let plan = findsPlan ? try DecisionPlan(learnt, per: groups, missing: missing, aim: aim) : nil
        let judged =
            holdout == nil ? (learnt, learntSHA256) : try await AuditInput(judgedPath, input).cube(mapping(prediction))
        let report = MitigationReport(
            plan: plan, before: try audit.report(of: judged.0),
            after: try audit.report(of: try await after(judged.0, plan)))
        if let path = files.policyFragment, let plan {
            let fragment = PolicyFragment(plan, data: InputFile(data).displayName, sha256: learntSHA256)
            try OutputFile(path).write(fragment.text)
        }
        let paragraph = ModelCardParagraph(
            report, data: InputFile(judgedPath).displayName, sha256: judged.1, isHoldout: holdout != nil)
        try files.write(report, paragraph)
        try show(report, sha256: judged.1)
    }

    private var findsPlan: Bool { score != nil && after == nil }

    private var groups: [String] { per.isEmpty ? by : per }

    private var judgedPath: String { holdout ?? data }

    private var aim: DecisionPlan.Aim {
        var aim = DecisionPlan.Aim()
        (aim.constraint, aim.objective, aim.isRandomised) = (constraint, objective, randomised)
        aim.minimumRows = minimumRows
        return aim
    }

    /// What all that a policy may judge, and how often decisions are right, are found by.
    private var audit: FairnessAudit {
        var audit = FairnessAudit()
        audit.rates = [.selectionRate, .accuracy, .truePositiveRate, .falsePositiveRate, .precision]
        (audit.missing, audit.minimumRows) = (missing, minimumRows)
        return audit
    }

    private func after(_ cube: CountCube, _ plan: DecisionPlan?) async throws -> CountCube {
        if let plan { return try cube.decided(by: plan) }
        return try await AuditInput(judgedPath, input).cube(mapping(after)).cube
    }

    private func show(_ report: MitigationReport, sha256: String) throws {
        let name = InputFile(judgedPath).displayName
        switch format {
        case .text: try StandardStream.output.write(MitigationText(report, data: name).text)
        case .json:
            var document = report.json.object ?? JSONObject()
            document["data"] = ["file": .string(name), "sha256": .string(sha256)]
            try StandardStream.output.write(JSONValue.object(document).prettyText + "\n")
        }
    }

    private func mapping(_ prediction: String?) -> ColumnMapping {
        var mapping = ColumnMapping(attributes: by)
        (mapping.label, mapping.prediction, mapping.score) = (label, prediction, score)
        mapping.threshold = threshold
        if !positive.isEmpty { (mapping.positive, mapping.negative) = (Set(positive), nil) }
        return mapping
    }
}

extension ParityConstraint {
    /// Reads the option `--constraint`.
    fileprivate static func parse(_ text: String) throws -> Self {
        guard let constraint = Self(rawValue: text) else {
            throw ValidationError("--constraint is \(allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return constraint
    }
}

extension DecisionObjective {
    /// Reads the option `--objective`.
    fileprivate static func parse(_ text: String) throws -> Self {
        guard let objective = Self(rawValue: text) else {
            throw ValidationError("--objective is \(allCases.map(\.rawValue).joined(separator: " or ")).")
        }
        return objective
    }
}

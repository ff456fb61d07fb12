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

    @OptionGroup var decisions: DecisionOptions

    @Option(
        help: ArgumentHelp(
            "A column of --by whose groups get thresholds or weights; all of --by if none is given.",
            valueName: "column"))
    var per: [String] = []

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

    @OptionGroup var input: AuditInputOptions

    @OptionGroup var files: MitigationFiles

    @Option(help: "How to print the comparison.")
    var format = OutputFormat.text

    func validate() throws {
        try decisions.alone.map(check)
        guard after == nil || (holdout ?? data) != "-" else {
            throw ValidationError("--after reads the data twice, which standard input does not allow.")
        }
        guard files.policyFragment == nil || !randomised else {
            throw ValidationError(
                "A policy decides the same score always alike: --policy-fragment goes without --randomised.")
        }
    }

    private func check(_ decisions: Decisions) throws {
        let columns = decisions.mapping
        guard !columns.attributes.isEmpty else { throw ValidationError("--by names a column that forms groups.") }
        guard columns.label != nil else { throw ValidationError("--label says what is true.") }
        guard columns.score != nil || (columns.prediction != nil && (after != nil || files.weights != nil)) else {
            throw ValidationError("--score is needed to find thresholds; else --prediction with --after or --weights.")
        }
        guard per.allSatisfy(columns.attributes.contains) else {
            throw ValidationError("--per names a column of --by.")
        }
        guard files.policyFragment == nil || findsPlan(decisions) else {
            throw ValidationError("--policy-fragment holds thresholds: it needs --score, and no --after.")
        }
        try decisions.requireRowsForSequences()
        guard decisions.missing != .bounds else {
            throw ValidationError("--missing is own_group or drop: thresholds are for groups.")
        }
    }

    func run() async throws {
        let decisions = try decisions.resolved()
        try check(decisions)
        let findsPlan = findsPlan(decisions)
        for path in [data, holdout].compactMap(\.self) {
            // Weights alone are all that is printed.
            try AuditInput(path, input).requireApart(from: files.paths, isPrinting: findsPlan || after != nil)
        }
        let groups = per.isEmpty ? decisions.mapping.attributes : per
        let (learnt, learntSHA256) = try await AuditInput(data, input).cube(decisions.mapping)
        if let weights = files.weights {
            try OutputFile(weights).write(try WeightsFile(learnt, per: groups, missing: decisions.missing).text)
        }
        guard findsPlan || after != nil else { return }
        let plan =
            findsPlan
            ? try DecisionPlan(learnt, per: groups, missing: decisions.missing, aim: aim(decisions)) : nil
        let judged =
            holdout == nil
            ? (learnt, learntSHA256) : try await AuditInput(judgedPath, input).cube(decisions.mapping)
        let audit = audit(decisions)
        let report = MitigationReport(
            plan: plan, before: try audit.report(of: judged.0),
            after: try audit.report(of: try await after(judged.0, plan, decisions)))
        if let path = files.policyFragment, let plan {
            let fragment = PolicyFragment(plan, data: InputFile(data).displayName, sha256: learntSHA256)
            try OutputFile(path).write(fragment.text)
        }
        let paragraph = ModelCardParagraph(
            report, data: InputFile(judgedPath).displayName, sha256: judged.1, isHoldout: holdout != nil)
        try files.write(report, paragraph)
        try show(report, sha256: judged.1)
    }

    private func findsPlan(_ decisions: Decisions) -> Bool { decisions.mapping.score != nil && after == nil }

    private var judgedPath: String { holdout ?? data }

    private func aim(_ decisions: Decisions) -> DecisionPlan.Aim {
        var aim = DecisionPlan.Aim()
        (aim.constraint, aim.objective, aim.isRandomised) = (constraint, objective, randomised)
        aim.minimumRows = decisions.minimumRows
        return aim
    }

    /// What all that a policy may judge, and how often decisions are right, are found by.
    private func audit(_ decisions: Decisions) -> FairnessAudit {
        var audit = FairnessAudit()
        audit.rates = [.selectionRate, .accuracy, .truePositiveRate, .falsePositiveRate, .precision]
        (audit.missing, audit.minimumRows, audit.depth) = (decisions.missing, decisions.minimumRows, decisions.depth)
        audit.isAnytimeValid = decisions.isAnytimeValid
        return audit
    }

    private func after(_ cube: CountCube, _ plan: DecisionPlan?, _ decisions: Decisions) async throws -> CountCube {
        if let plan { return try cube.decided(by: plan) }
        var mapping = decisions.mapping
        mapping.prediction = after
        return try await AuditInput(judgedPath, input).cube(mapping).cube
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

/// How everybody is decided about by score: a rule for each group that some attributes form, and one for all others.
public struct DecisionPlan: Sendable, Equatable {
    /// What a plan makes equal, and for what.
    public struct Aim: Sendable, Equatable {
        /// The rates that are equal for all groups with a rule of their own.
        public var constraint = ParityConstraint.truePositiveRateParity
        /// What is as good as the constraint allows.
        public var objective = DecisionObjective.accuracy
        /// Whether chance may decide, which meets the constraint exactly; else each group has one threshold.
        public var isRandomised = false
        /// Groups with fewer rows that have a score and a label get no rule of their own: it would fit chance.
        public var minimumRows = 30

        /// The usual aim.
        public init() {}
    }

    /// The attributes that form the groups.
    public let attributes: [String]
    /// What was aimed at.
    public let aim: Aim
    /// The rules of the groups that are large enough, by group.
    public let rules: [DecisionRule]
    /// The rule of everybody else: the one threshold that is best for all rows together.
    public let fallback: DecisionRule

    /// Finds a plan.
    ///
    /// - Parameters:
    ///   - cube: Rows with scores and labels.
    ///   - attributes: Of the cube's.
    ///   - missing: What becomes of rows that lack one of them; rows that are left out get ``fallback``.
    /// - Throws: ``AuditError/nothingToLearn``, ``AuditError/unknownAttribute(_:known:)``.
    public init(
        _ cube: CountCube, per attributes: [String], missing: MissingLevels = .ownGroup, aim: Aim
    ) throws(AuditError) {
        let parts = try cube.projected(onto: attributes, missing: missing)
        let everybody = try cube.projected(onto: [])
        let all = everybody.groups.isEmpty ? nil : ScoredOutcomes(everybody, group: 0)
        guard let all, all.hasBoth else { throw .nothingToLearn }
        let groups = parts.groups.indices.map { (group: parts.groups[$0], scores: ScoredOutcomes(parts, group: $0)) }
            .filter { $0.scores.rows >= Double(max(1, aim.minimumRows)) }
        let optimizer = ThresholdOptimizer(groups, constraint: aim.constraint, objective: aim.objective)
        self.attributes = attributes
        self.aim = aim
        rules = groups.isEmpty ? [] : aim.isRandomised ? optimizer.rules : optimizer.deterministicRules
        // With one group every constraint holds; parity of selection rates leaves the objective alone.
        let one = ThresholdOptimizer(
            [(.everybody, all)], constraint: .demographicParity, objective: aim.objective
        ).deterministicRules
        fallback = one.first ?? DecisionRule(group: .everybody, parts: [], ignored: 1, constant: 0)
    }

    /// The rule of a group.
    public func rule(for group: Group) -> DecisionRule { rules.first { $0.group == group } ?? fallback }
}

extension CountCube {
    /// The same rows, decided by a plan. What has no score is not decided.
    ///
    /// Where chance decides, each group and label counts the whole number of rows that is nearest to what is
    /// to be expected.
    ///
    /// - Throws: ``AuditError/unknownAttribute(_:known:)``, ``AuditError/notWithWeights``.
    public func decided(by plan: DecisionPlan) throws(AuditError) -> CountCube {
        guard !schema.isWeighted else { throw .notWithWeights }
        let positions = try schema.positions(of: plan.attributes)
        var decided = CubeBuilder(schema.withoutScores)
        for (index, group) in groups.enumerated() {
            let slot = try decided.slot(of: group)
            let rule = plan.rule(for: Group(positions.map { group.levels[$0] }))
            for label in Outcome.allCases {
                let runs = scoreRuns(group: index, label: label)
                let expected = runs.valuesAndCounts.reduce(0) { sum, run in
                    sum + Double(run.count) * rule.probability(of: run.value)
                }
                let selected = Int(expected.rounded())
                let rows = Outcome.allCases.reduce(0.0) { $0 + counts(group: index)[label, $1] }
                try decided.add(selected, slot: slot, label: label, prediction: .positive)
                try decided.add(runs.total - selected, slot: slot, label: label, prediction: .negative)
                try decided.add(Int(rows) - runs.total, slot: slot, label: label, prediction: .missing)
            }
        }
        return decided.cube()
    }
}

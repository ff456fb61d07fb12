extension FairnessAudit {
    /// Looks at a cube's scores; nil when it has none.
    func scoreReport(of cube: CountCube) throws(AuditError) -> ScoreReport? {
        guard cube.schema.scoreEntries > 0 else { return nil }
        let everybody = try cube.projected(onto: [])
        guard !everybody.groups.isEmpty else { return nil }
        var parts: [CountCube] = []
        for attribute in cube.schema.attributes {
            parts.append(try cube.projected(onto: [attribute], missing: missing))
        }
        let overall = scores(everybody, group: 0)
        guard overall.rows > 0 else { return nil }
        return ScoreReport(
            overall: overall,
            attributes: zip(cube.schema.attributes, parts).map { attribute, part in
                AttributeScores(
                    attribute: attribute,
                    groups: part.groups.indices.map { scores(part, group: $0) }.filter { $0.rows > 0 })
            },
            outcomes: outcomes(everybody, zip(cube.schema.attributes, parts).map { ($0, $1) }))
    }

    private func scores(_ cube: CountCube, group: Int) -> GroupScores {
        let scored = ScoredOutcomes(cube, group: group)
        let curve = CalibrationCurve(cube, group: group, bins: ScoreReport.bins)
        let bins = (curve?.bins ?? []).map { bin in
            let successes = bin.rate * bin.rows
            let method = ProportionInterval.recommended(
                successes: successes, of: bin.rows, isAnytimeValid: isAnytimeValid)
            return GroupScores.Bin(
                bin: bin, interval: method.interval(successes: successes, of: bin.rows, alpha: alpha))
        }
        let rows = Outcome.allCases.reduce(0) { $0 + cube.scoreRuns(group: group, label: $1).total }
        return GroupScores(
            group: cube.groups[group], rows: rows, labelledRows: Int(scored.rows), bins: bins,
            expectedError: curve?.expectedError, brierScore: scored.brierScore, rocAUC: scored.rocAUC,
            rocAUCInterval: isAnytimeValid ? nil : scored.rocAUCInterval(alpha: alpha))
    }

    // MARK: - Thresholds

    private func outcomes(_ everybody: CountCube, _ parts: [(attribute: String, cube: CountCube)])
        -> [ThresholdOutcome]
    {
        let all = SelectedRows(everybody, group: 0)
        let groups = parts.map { part in
            let selected = part.cube.groups.indices.map { SelectedRows(part.cube, group: $0) }
            return (attribute: part.attribute, selected: selected.filter { $0.rows >= Double(max(1, minimumRows)) })
        }
        return ScoreReport.thresholds.indices.map { index in
            ThresholdOutcome(
                threshold: ScoreReport.thresholds[index], selectionRate: all.rate(index), accuracy: all.accuracy(index),
                gaps: groups.map { attribute, selected in
                    let rates = selected.map { $0.rate(index) }
                    guard rates.count >= 2, let lowest = rates.min(), let highest = rates.max() else {
                        return ThresholdOutcome.Gap(attribute: attribute, difference: nil, ratio: nil)
                    }
                    return ThresholdOutcome.Gap(
                        attribute: attribute, difference: highest - lowest,
                        ratio: highest > 0 ? lowest / highest : nil)
                })
        }
    }
}

/// How many rows of a group each threshold of ``ScoreReport/thresholds`` selects, by label.
private struct SelectedRows {
    let rows: Double
    private let totals: [Double]
    private let selected: [[Double]]

    init(_ cube: CountCube, group: Int) {
        let runs = Outcome.allCases.map { cube.scoreRuns(group: group, label: $0) }
        totals = runs.map { Double($0.total) }
        rows = totals.reduce(0, +)
        selected = runs.map { runs in
            let values = runs.valuesAndCounts
            var (position, below) = (0, 0)
            return ScoreReport.thresholds.map { threshold in
                while position < values.count, values[position].value < threshold {
                    below += values[position].count
                    position += 1
                }
                return Double(runs.total - below)
            }
        }
    }

    func rate(_ threshold: Int) -> Double { selected.reduce(0) { $0 + $1[threshold] } / rows }

    func accuracy(_ threshold: Int) -> Double? {
        var (right, labelled) = (0.0, 0.0)
        for (position, label) in Outcome.allCases.enumerated() where label != .missing {
            let chosen = selected[position][threshold]
            right += label == .positive ? chosen : totals[position] - chosen
            labelled += totals[position]
        }
        return labelled > 0 ? right / labelled : nil
    }
}

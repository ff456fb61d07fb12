/// What can be said of one group.
struct QualityMeasurement {
    let audit: QualityAudit
    let mapping: QualityMapping
    let cube: CountCube
    let position: Int
    let cells: QualityCells

    /// Everything that the columns allow to measure.
    var estimates: [QualityEstimate] {
        var estimates: [QualityEstimate] = []
        if mapping.isRegression {
            estimates += QualityMeasure.ofNumbers.map(ofNumbers)
        } else if mapping.columns.label != nil {
            let counts = cube.counts(group: position)
            estimates += QualityMeasure.ofOutcomes.map { ofOutcomes($0, counts) }
        }
        if hasScores {
            let scores = ScoredOutcomes(cube, group: position)
            estimates += QualityMeasure.ofScores.map { ofScores($0, scores) }
        }
        if mapping.passed != nil { estimates += audit.attempts.map(passAt) }
        if mapping.harmful != nil { estimates.append(share(.harmfulRate, cells.harmful)) }
        if mapping.hallucinated != nil { estimates.append(share(.hallucinationRate, cells.hallucinated)) }
        return estimates
    }

    /// The calibration curve; empty without scores and labels.
    var calibration: [CalibrationPoint] {
        guard hasScores, let curve = CalibrationCurve(cube, group: position, bins: audit.bins) else { return [] }
        return curve.bins.map { bin in
            let positives = bin.rate * bin.rows
            let method = ProportionInterval.recommended(
                successes: positives, of: bin.rows, isAnytimeValid: audit.isAnytimeValid)
            return CalibrationPoint(
                bin: bin, interval: method.interval(successes: positives, of: bin.rows, alpha: audit.alpha),
                method: method)
        }
    }

    private var hasScores: Bool {
        !mapping.isRegression && mapping.columns.label != nil && mapping.columns.score != nil
    }

    // MARK: - Outcomes

    private func ofOutcomes(_ measure: QualityMeasure, _ counts: OutcomeCounts) -> QualityEstimate {
        switch measure {
        case .rate(let rate):
            let (part, whole) = rate.fraction(of: counts)
            return proportion(measure, part, of: whole, reason: rate.reasonNotEstimable)
        case .balancedAccuracy:
            return bootstrapped(measure, counts, "no row labelled positive, or none labelled negative") {
                $0.balancedAccuracy
            }
        case .f1: return bootstrapped(measure, counts, "no row labelled or predicted positive") { $0.f1 }
        default:
            return bootstrapped(measure, counts, "labels, or predictions, are all of one kind") { $0.matthews }
        }
    }

    /// A share of rows, with the interval that an audit uses for shares.
    private func proportion(
        _ measure: QualityMeasure, _ part: Double, of whole: Double, reason: String
    ) -> QualityEstimate {
        let method = ProportionInterval.recommended(successes: part, of: whole, isAnytimeValid: audit.isAnytimeValid)
        guard let interval = method.interval(successes: part, of: whole, alpha: audit.alpha) else {
            return unknown(measure, whole, reason)
        }
        return QualityEstimate(
            measure: measure, value: part / whole, interval: interval, method: method.rawValue, rows: whole,
            reason: nil)
    }

    /// A function of the four cells, with the interval of resampled tables.
    private func bootstrapped(
        _ measure: QualityMeasure, _ counts: OutcomeCounts, _ reason: String,
        _ function: (OutcomeCounts) -> Double?
    ) -> QualityEstimate {
        guard let value = function(counts) else { return unknown(measure, counts.judged, reason) }
        let cells = [counts.truePositives, counts.falsePositives, counts.trueNegatives, counts.falseNegatives]
        let found = CountBootstrap.distribution(
            of: cells.map { Int($0) }, replicates: audit.replicates, seed: audit.seed
        ) { table in
            function(
                OutcomeCounts(
                    truePositives: table[0], falsePositives: table[1], trueNegatives: table[2],
                    falseNegatives: table[3]))
        }
        return resampled(measure, value, found, counts.judged)
    }

    /// A value with the interval of its resamples, unless these are all alike.
    private func resampled(
        _ measure: QualityMeasure, _ value: Double, _ found: BootstrapDistribution?, _ rows: Double
    ) -> QualityEstimate {
        guard !audit.isAnytimeValid else { return self.value(measure, value, nil, "", rows, "", Self.oneLook) }
        guard let found, found.replicates.first != found.replicates.last else {
            return QualityEstimate(
                measure: measure, value: value, interval: nil, method: nil, rows: rows,
                reason: "no interval: resampled rows tell nothing")
        }
        return QualityEstimate(
            measure: measure, value: value, interval: found.bca(alpha: audit.alpha), method: "bootstrap_bca",
            rows: rows, reason: nil)
    }

    // MARK: - Scores

    private func ofScores(_ measure: QualityMeasure, _ scores: ScoredOutcomes) -> QualityEstimate {
        let rows = scores.rows
        guard rows > 0 else { return unknown(measure, 0, "no row with a label and a score") }
        let losses = Outcome.known.map { cube.losses(group: position, label: $0) }
        switch measure {
        case .auc:
            return value(
                measure, scores.rocAUC, scores.rocAUCInterval(alpha: audit.alpha), "delong_logit", rows,
                "rows of one label alone have scores", "too few rows, or a perfect order")
        case .logLoss:
            let value = losses.reduce(0) { $0 + $1.logLosses } / rows
            return mean(measure, value, scores) { LogLoss.of($0) }
        case .brierScore:
            let value = losses.reduce(0) { $0 + $1.squaredErrors } / rows
            return mean(measure, value, scores) { (1 - $0) * (1 - $0) }
        case .expectedCalibrationError:
            let error = CalibrationCurve(cube, group: position, bins: audit.bins)?.expectedError
            return value(
                measure, error, nil, "", rows, "no row with a label and a score",
                "it is biased upwards; see the bins, which have intervals")
        case .averagePrecision:
            return value(
                measure, scores.averagePrecision, nil, "", rows, "rows of one label alone have scores",
                "none is computed")
        default:
            let line = scores.calibrationLine
            return value(
                measure, measure == .calibrationSlope ? line?.slope : line?.intercept, nil, "", rows,
                "no unique line: one label alone, one score alone, or scores that separate the labels",
                "none is computed")
        }
    }

    /// The mean of a loss of the probability that was given to the label; its variance is that of the kept scores.
    private func mean(
        _ measure: QualityMeasure, _ value: Double, _ scores: ScoredOutcomes, _ loss: (Double) -> Double
    ) -> QualityEstimate {
        // Around a value near the mean, so that the squares do not cancel.
        var (sum, squares) = (0.0, 0.0)
        for entry in scores.entries {
            for (rows, given) in [(entry.positives, entry.score), (entry.negatives, 1 - entry.score)] where rows > 0 {
                let distance = loss(given) - value
                sum += rows * distance
                squares += rows * distance * distance
            }
        }
        let spread = MeanEstimate(sum: sum, squares: squares, rows: scores.rows)
        let interval = spread.interval(alpha: audit.alpha).map {
            // The rounding of scores may have moved the mean; the interval stays around the exact one.
            Interval(max(0, value + ($0.lower - (spread.value ?? 0))), value + ($0.upper - (spread.value ?? 0)))
        }
        return self.value(measure, value, interval, "mean_normal", scores.rows, "", Self.fewRows)
    }

    private static let oneLook = "none that holds at every look is computed"
    private static let fewRows = "fewer than \(MeanEstimate.minimumRows) rows"

    // MARK: - Numbers

    private func ofNumbers(_ measure: QualityMeasure) -> QualityEstimate {
        let errors = cells.errors
        let reason = "no row with a label and a prediction"
        let rows = Double(errors.rows)
        switch measure {
        case .meanAbsoluteError:
            let mean = errors.meanAbsoluteError
            return value(
                measure, mean.value, mean.interval(alpha: audit.alpha, least: 0), "mean_normal", rows, reason,
                Self.fewRows)
        case .rootMeanSquaredError:
            let mean = errors.meanSquaredError
            let interval = mean.interval(alpha: audit.alpha, least: 0).map {
                Interval($0.lower.squareRoot(), $0.upper.squareRoot())
            }
            return value(
                measure, mean.value.map { $0.squareRoot() }, interval, "root_of_mean_normal", rows, reason,
                Self.fewRows)
        case .meanError:
            let mean = errors.meanError
            return value(
                measure, mean.value, mean.interval(alpha: audit.alpha), "mean_normal", rows, reason, Self.fewRows)
        default:
            return value(
                measure, errors.rSquared, nil, "", rows, "labels do not vary, or there are fewer than two",
                "none is computed")
        }
    }

    // MARK: - Outputs

    private func share(_ measure: QualityMeasure, _ rows: [Int]) -> QualityEstimate {
        let (no, yes) = (rows[Outcome.negative.index], rows[Outcome.positive.index])
        return proportion(measure, Double(yes), of: Double(no + yes), reason: "no output has a label")
    }

    private func passAt(_ k: Int) -> QualityEstimate {
        let tasks = cells.tasks.sorted
        let total = Double(cells.tasks.total)
        guard !tasks.isEmpty else { return unknown(.passAt(k), 0, "no task with samples") }
        let values = tasks.compactMap { $0.counts.passAt(k) }
        guard values.count == tasks.count else {
            return unknown(.passAt(k), total, "a task has fewer than \(k) samples")
        }
        let mean = { (table: [Int]) -> Double? in
            let rows = table.reduce(0, +)
            guard rows > 0 else { return nil }
            return zip(values, table).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(rows)
        }
        let counts = tasks.map(\.tasks)
        if values.allSatisfy({ $0 == 0 || $0 == 1 }) {
            let solved = zip(values, counts).reduce(0) { $0 + $1.0 * Double($1.1) }
            return proportion(.passAt(k), solved, of: total, reason: "")
        }
        let found = CountBootstrap.distribution(
            of: counts, replicates: audit.replicates, seed: audit.seed, mean)
        return resampled(.passAt(k), mean(counts) ?? 0, found, total)
    }

    // MARK: - Estimates

    private func unknown(_ measure: QualityMeasure, _ rows: Double, _ reason: String) -> QualityEstimate {
        QualityEstimate(measure: measure, value: nil, interval: nil, method: nil, rows: rows, reason: reason)
    }

    /// A value, or why there is none; with its interval, or why there is none.
    private func value(
        _ measure: QualityMeasure, _ value: Double?, _ interval: Interval?, _ method: String, _ rows: Double,
        _ noValue: String, _ noInterval: String
    ) -> QualityEstimate {
        guard let value else { return unknown(measure, rows, noValue) }
        let isForOneLook = audit.isAnytimeValid && interval != nil
        let (interval, noInterval) = isForOneLook ? (nil, Self.oneLook) : (interval, noInterval)
        return QualityEstimate(
            measure: measure, value: value, interval: interval, method: interval == nil ? nil : method, rows: rows,
            reason: interval == nil ? "no interval: \(noInterval)" : nil)
    }
}

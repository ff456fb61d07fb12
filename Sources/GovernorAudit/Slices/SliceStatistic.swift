/// By what slices are told apart.
public enum SliceMeasure: Sendable, Equatable {
    /// A share of rows.
    case rate(Rate)
    /// The mean of |prediction − label|, where both are numbers.
    case meanAbsoluteError

    /// Its name in reports.
    public var name: String {
        switch self {
        case .rate(let rate): rate.rawValue
        case .meanAbsoluteError: QualityMeasure.meanAbsoluteError.name
        }
    }

    /// The measure of a name; nil for what is none.
    public init?(name: String) {
        if let rate = Rate(rawValue: name) {
            self = .rate(rate)
        } else if name == Self.meanAbsoluteError.name {
            self = .meanAbsoluteError
        } else {
            return nil
        }
    }

    /// Slices with fewer rows cannot be judged by it.
    var minimumRows: Int {
        switch self {
        case .rate: 1
        case .meanAbsoluteError: MeanEstimate.minimumRows
        }
    }
}

/// A measure over some rows.
public struct SliceEstimate: Sendable, Equatable {
    /// The measure.
    public let value: Double
    /// Where it lies; nil where too few rows say that.
    public let interval: Interval?
    /// How the interval was found.
    public let method: String
    /// The rows.
    public let rows: Double
}

/// How cells of tables are compared.
protocol SliceStatistic: Sendable, Equatable {
    associatedtype Cell: SliceCell

    /// The measure over some rows; nil without rows.
    func estimate(_ cell: Cell, alpha: Double) -> SliceEstimate?
    /// How much worse the measure of some rows is than that of others; nil when it is not.
    func gap(_ own: Cell, _ others: Cell) -> Double?
    /// The p-value of the difference; nil when there are too few rows for one.
    func p(_ own: Cell, _ others: Cell) -> Double?
    /// Where the gap lies.
    func interval(_ own: Cell, _ others: Cell, alpha: Double) -> Interval?
}

/// Slices by a rate.
struct RateStatistic: SliceStatistic {
    let rate: Rate

    func estimate(_ cell: SliceCount, alpha: Double) -> SliceEstimate? {
        let (part, rows) = (Double(cell.part), Double(cell.rows))
        let method = ProportionInterval.recommended(successes: part, of: rows)
        return method.interval(successes: part, of: rows, alpha: alpha).map {
            SliceEstimate(value: part / rows, interval: $0, method: method.rawValue, rows: rows)
        }
    }

    func gap(_ own: SliceCount, _ others: SliceCount) -> Double? {
        guard let pair = pair(own, others) else { return nil }
        let gap = rate.isHarm ? pair.difference : -pair.difference
        return gap > 0 ? gap : nil
    }

    func p(_ own: SliceCount, _ others: SliceCount) -> Double? {
        pair(own, others)?.p
    }

    func interval(_ own: SliceCount, _ others: SliceCount, alpha: Double) -> Interval? {
        guard let reach = pair(own, others)?.difference(.newcombe, alpha: alpha) else { return nil }
        return rate.isHarm ? reach : Interval(-reach.upper, -reach.lower)
    }

    private func pair(_ own: SliceCount, _ others: SliceCount) -> TwoProportions? {
        TwoProportions(Double(own.part), of: Double(own.rows), versus: Double(others.part), of: Double(others.rows))
    }
}

/// Slices by how far predicted numbers are off.
struct ErrorStatistic: SliceStatistic {
    /// See ``SliceErrors/unit(upTo:)``.
    let unit: Double

    func estimate(_ cell: SliceErrors, alpha: Double) -> SliceEstimate? {
        let mean = cell.mean
        return mean.value.map { value in
            SliceEstimate(
                value: value * unit,
                interval: mean.interval(alpha: alpha, least: 0).map { Interval($0.lower * unit, $0.upper * unit) },
                method: "mean_normal", rows: mean.rows)
        }
    }

    func gap(_ own: SliceErrors, _ others: SliceErrors) -> Double? {
        guard let pair = pair(own, others), pair.difference > 0 else { return nil }
        return pair.difference * unit
    }

    /// The larger one of two p-values: errors are skewed, and of few rows the variance may be small by chance.
    func p(_ own: SliceErrors, _ others: SliceErrors) -> Double? {
        pair(own, others).map { max($0.welchTest.p, $0.pooledTest.p) }
    }

    func interval(_ own: SliceErrors, _ others: SliceErrors, alpha: Double) -> Interval? {
        guard let reach = pair(own, others)?.interval(alpha: alpha) else { return nil }
        return Interval(reach.lower * unit, reach.upper * unit)
    }

    /// nil where one side has too few rows for a mean that is nearly normal.
    private func pair(_ own: SliceErrors, _ others: SliceErrors) -> TwoMeans? {
        guard min(own.rows, others.rows) >= MeanEstimate.minimumRows else { return nil }
        return TwoMeans(own.mean, versus: others.mean)
    }
}

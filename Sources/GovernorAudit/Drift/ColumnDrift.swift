/// How far a column of current data is from the reference's.
public struct ColumnDrift: Sendable, Equatable {
    /// What a column means.
    public enum Role: String, Sendable {
        case feature, label, prediction, score, attribute
    }

    /// How values are compared.
    public enum Kind: String, Sendable {
        /// As numbers: bins at the reference's quantiles, and distances without bins.
        case numeric
        /// Value by value.
        case categorical
    }

    /// What the numbers allow to say.
    public enum Verdict: String, Sendable {
        /// The index is at most ``DriftAudit/stableUpTo``.
        case stable
        /// It is above that, and at most ``DriftAudit/moderateUpTo``, by more than chance explains.
        case moderate
        /// It is above ``DriftAudit/moderateUpTo``, by more than chance explains: retraining is due.
        case large
        /// It is above ``DriftAudit/stableUpTo``, and chance may explain it.
        case noEvidence = "no_evidence"
        /// Either side has too few values to judge.
        case tooFewRows = "too_few_rows"
        /// The column cannot be compared; the findings or the reason say why.
        case notComparable = "not_comparable"
    }

    /// The column's name.
    public let name: String
    /// What it means.
    public let role: Role
    /// How its values are compared; nil when they are not.
    public let kind: Kind?
    /// The reference's column; nil when it has none.
    public let reference: ColumnSummary?
    /// The current data's column; nil when they have none.
    public let current: ColumnSummary?
    /// The distances; nil when values are not compared.
    public let distances: DriftDistances?
    /// Whether the values are from one distribution: Kolmogorov and Smirnov's test of numbers, χ² of levels.
    public let test: DriftTest?
    /// Whether as many rows lack a value; nil when there are no rows.
    public let missingTest: DriftTest?
    /// What no longer holds that held for the reference.
    public let findings: [SchemaFinding]
    /// The verdict.
    public let verdict: Verdict
    /// Why there are no distances, or no test.
    public let reason: String?
}

/// What is said about one side of a column.
public struct ColumnSummary: Sendable, Equatable {
    /// Rows with a value.
    public let present: Int
    /// Rows without one.
    public let missing: Int
    /// The mean of its numbers; nil unless all values are numbers.
    public let mean: Double?
    /// The least, the quartiles and the largest of its numbers; empty unless all values are numbers.
    public let quantiles: [Double]

    init(_ profile: ColumnProfile) {
        present = profile.present
        missing = profile.missing
        let values = profile.values
        if profile.isNumeric {
            // As a mean of quotients it cannot overflow.
            mean = values.valuesAndCounts.reduce(0) { $0 + $1.value * (Double($1.count) / Double(values.total)) }
            quantiles = [0, 0.25, 0.5, 0.75, 1].compactMap(values.quantile)
        } else {
            (mean, quantiles) = (nil, [])
        }
    }
}

/// A bin, or a level, with its rows on both sides.
public struct DriftBin: Sendable, Equatable {
    /// What falls into a bin.
    public enum Content: Sendable, Equatable {
        /// Numbers from the lower edge on, below the upper one; nil: without end.
        case range(lower: Double?, upper: Double?)
        /// A text or number.
        case level(String)
        /// So many levels that have few rows, together.
        case rareLevels(Int)
    }

    /// What falls into it.
    public let content: Content
    /// Rows of the reference.
    public let reference: Int
    /// Rows of the current data.
    public let current: Int
}

/// How far two columns are apart, by several measures.
public struct DriftDistances: Sendable, Equatable {
    /// The bins that shares are compared by, frozen on the reference.
    public let bins: [DriftBin]
    /// The population stability index.
    public let populationStabilityIndex: Double
    /// The Jensen–Shannon divergence in nats.
    public let jensenShannon: Double
    /// The Hellinger distance.
    public let hellinger: Double
    /// The total variation distance.
    public let totalVariation: Double
    /// Pearson's χ² over the bins; nil where one bin has all rows.
    public let chiSquared: TestResult?
    /// The largest distance of cumulative shares; nil unless values are compared as numbers.
    public let kolmogorovSmirnov: ValueComparison.KolmogorovSmirnov?
    /// Wasserstein's distance in the column's unit; nil unless values are compared as numbers.
    public let wasserstein: Double?
    /// By how much a cumulative share may be off because values were rounded; 0 where they are exact.
    public let resolution: Double

    init(_ bins: [DriftBin], _ shares: ShareComparison, _ values: ValueComparison?, resolution: Double) {
        self.bins = bins
        populationStabilityIndex = shares.populationStabilityIndex
        jensenShannon = shares.jensenShannon
        hellinger = shares.hellinger
        totalVariation = shares.totalVariation
        chiSquared = shares.table.chiSquared()
        kolmogorovSmirnov = values?.kolmogorovSmirnov
        wasserstein = values?.wasserstein
        self.resolution = resolution
    }
}

/// A test with its p-value, corrected for how many were made.
public struct DriftTest: Sendable, Equatable {
    /// Which test it is.
    public let name: String
    /// Its statistic.
    public let statistic: Double
    /// The probability of a statistic at least as extreme without drift.
    public let p: Double
    /// The same, corrected over all columns.
    public internal(set) var adjustedP: Double
}

/// What held for the reference and no longer does.
public enum SchemaFinding: Sendable, Equatable {
    /// The current data lack the column.
    case columnMissing
    /// The reference lacks the column.
    case columnNew
    /// Values were numbers and are texts, or the other way round.
    case typeChanged(toNumbers: Bool)
    /// Levels that the reference does not have, and their rows.
    case newLevels(count: Int, rows: Int)
    /// Numbers below the least, or above the largest, of the reference.
    case outOfRange(below: Int, above: Int)

    /// The finding's name, such as `new_levels`.
    public var code: String {
        switch self {
        case .columnMissing: "column_missing"
        case .columnNew: "column_new"
        case .typeChanged: "type_changed"
        case .newLevels: "new_levels"
        case .outOfRange: "out_of_range"
        }
    }

    /// Whether the table has another shape: columns came, went or changed their type.
    public var isStructural: Bool {
        switch self {
        case .columnMissing, .columnNew, .typeChanged: true
        case .newLevels, .outOfRange: false
        }
    }
}

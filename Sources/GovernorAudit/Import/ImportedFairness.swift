import GovernorCore

/// What another tool found about groups, in the terms of ``FairnessReport/gateMetrics``.
///
/// Where its result has counts, gaps and intervals are computed from them as an audit does, and groups with few rows make no gap.
/// Where it has rates alone, gaps have no interval. What it does not have is not estimable.
public struct ImportedFairness: Sendable, Equatable {
    /// A tool whose results are read.
    public enum Tool: String, Sendable, CaseIterable {
        /// `MetricFrame.by_group`, as CSV or JSON.
        case fairlearn
        /// A dictionary of metrics, confusion matrices of both groups, or what a `MetricJSONExplainer` says.
        case aif360
        /// `Group.get_crosstabs`, or a table of `Bias`, as CSV.
        case aequitas
    }

    /// What a gap rests on.
    public enum Basis: String, Sendable {
        /// Counts of the result: it is computed again.
        case counts
        /// Rates of the result, as they are.
        case rates
        /// The tool's own gap.
        case stated
    }

    /// How far apart the groups of a set are in a rate.
    public struct Gap: Sendable, Equatable {
        /// The set of groups.
        public let set: String
        /// The rate.
        public let rate: Rate
        /// What the gap rests on; nil where there is none.
        public let basis: Basis?
        /// The highest rate of a large enough group minus the lowest; nil where it is not estimable.
        public let difference: Double?
        /// The lowest rate over the highest; nil where it is not estimable, or the highest is 0.
        public let ratio: Double?
        /// Where the difference lies; nil where the result has no counts.
        public let interval: Interval?
        /// The lower limit that holds for this rate over all sets at once.
        let lowerOverAllSets: Double?
        /// The group with the lowest rate; nil where the groups are not known.
        public let lowest: String?
        /// Why there is no difference.
        public let reason: String?
    }

    /// The rates that the gate gets gaps of, with the names of the metrics.
    public static let rates: [(rate: Rate, metric: String)] = [
        (.selectionRate, "subgroup_delta"), (.truePositiveRate, "equal_opportunity_difference"),
        (.falsePositiveRate, "false_positive_rate_difference"), (.precision, "predictive_parity_difference"),
    ]
    /// The format of ``json``.
    public static let format = "governor.audit.import/1"

    /// Whose result it is.
    public let tool: Tool
    /// Groups with fewer rows make no gap, where the result has counts.
    public let minimumRows: Int
    /// The gaps of every set, by rate.
    public let gaps: [Gap]
    /// What whoever reads the numbers has to know.
    public let remarks: [String]

    /// The probability that an interval misses.
    private static let alpha = 0.05

    /// Reads a result.
    ///
    /// - Parameters:
    ///   - bytes: CSV or JSON, as the tool writes them.
    ///   - minimumRows: Groups with fewer rows in a rate's denominator make no gap, where the result has counts.
    /// - Throws: ``AuditError/notAResult(of:problem:hint:)`` for what is none of the tool's.
    public init(reading bytes: [UInt8], from tool: Tool, minimumRows: Int = 30) throws(AuditError) {
        let result =
            switch tool {
            case .fairlearn: try FairlearnResult.read(bytes)
            case .aif360: try AIF360Result.read(bytes)
            case .aequitas: try AequitasResult.read(bytes)
            }
        self.tool = tool
        self.minimumRows = minimumRows
        remarks = result.remarks
        gaps = Self.rates.flatMap { Self.gaps($0.rate, result.sets, Double(minimumRows)) }
    }

    private static func gaps(_ rate: Rate, _ sets: [ImportedSet], _ minimumRows: Double) -> [Gap] {
        let largest = sets.map { set in
            LargestGap(
                set.shares(of: rate).compactMap(\.counts).filter { $0.whole >= minimumRows }.map { ($0.part, $0.whole) }
            )
        }
        let pairs = largest.reduce(0) { $0 + $1.pairs }
        return zip(sets, largest).map { set, largest in
            if let stated = set.stated[rate] {
                return Gap(
                    set: set.name, rate: rate, basis: .stated, difference: stated.difference, ratio: stated.ratio,
                    interval: nil, lowerOverAllSets: nil, lowest: nil,
                    reason: stated.difference == nil ? "the result does not have it" : nil)
            }
            let all = set.shares(of: rate)
            let hasCounts = !all.isEmpty && all.allSatisfy { $0.counts != nil }
            let shares = all.filter { $0.rows.map { $0 >= minimumRows } ?? true }
            guard shares.count >= 2, let low = shares.min(by: { $0.value < $1.value }),
                let high = shares.max(by: { $0.value < $1.value })
            else {
                let reason = all.isEmpty ? "the result does not have it" : "fewer than two groups are large enough"
                return Gap(
                    set: set.name, rate: rate, basis: nil, difference: nil, ratio: nil, interval: nil,
                    lowerOverAllSets: nil, lowest: nil, reason: reason)
            }
            return Gap(
                set: set.name, rate: rate, basis: hasCounts ? .counts : .rates, difference: high.value - low.value,
                ratio: high.value > 0 ? low.value / high.value : nil,
                interval: hasCounts ? largest.interval(alpha: alpha) : nil,
                lowerOverAllSets: hasCounts ? largest.interval(alpha: alpha, pairs: pairs)?.lower : nil,
                lowest: low.group, reason: nil)
        }
    }
}

/// The groups of one set of columns, as another tool counted or measured them.
struct ImportedSet {
    /// A rate of a group.
    struct Share: Equatable {
        /// The rows that are counted, and those they are a share of.
        struct Counts: Equatable {
            let part: Double, whole: Double
        }

        let group: String
        let value: Double
        /// The rows that are counted, and those they are a share of; nil where the result has none.
        let counts: Counts?
        /// The rows of the rate's denominator, or else of the group; nil where they are not known.
        let rows: Double?
    }

    let name: String
    /// The rates of each group that has them.
    private(set) var shares: [(rate: Rate, share: Share)] = []
    /// Gaps that the tool computed itself, where it does not say the rates.
    var stated: [Rate: (difference: Double?, ratio: Double?)] = [:]
    /// Which rates of which groups were told.
    private var told: [Rate: [ExactString: Share?]] = [:]

    init(name: String) { self.name = name }

    func shares(of rate: Rate) -> [Share] { shares.filter { $0.rate == rate }.map(\.share) }

    /// Adds a group by its counts; a rate without rows in its denominator is not estimable.
    ///
    /// - Throws: ``Contradiction``.
    mutating func add(_ group: String, _ counts: OutcomeCounts) throws(Contradiction) {
        for (rate, _) in ImportedFairness.rates {
            let (part, whole) = rate.fraction(of: counts)
            try add(group, rate, part, of: whole)
        }
    }

    /// Adds a rate of a group by its counts.
    ///
    /// - Throws: ``Contradiction``.
    mutating func add(_ group: String, _ rate: Rate, _ part: Double, of whole: Double) throws(Contradiction) {
        let share = Share(
            group: group, value: whole > 0 ? part / whole : 0, counts: Share.Counts(part: part, whole: whole),
            rows: whole)
        try add(group, rate, whole > 0 ? share : nil)
    }

    /// Adds a rate of a group; nil where it is not estimable.
    ///
    /// - Throws: ``Contradiction``.
    mutating func add(_ group: String, _ rate: Rate, _ share: Share?) throws(Contradiction) {
        if let before = told[rate]?[ExactString(group)] {
            guard before == share else { throw Contradiction(group: group, rate: rate) }
            return
        }
        told[rate, default: [:]][ExactString(group)] = .some(share)
        if let share { shares.append((rate, share)) }
    }

    /// A rate of a group is told twice, differently.
    struct Contradiction: Error {
        let group: String
        let rate: Rate

        var problem: String { "'\(rate.rawValue)' of '\(group)' is there twice, and differs" }
    }
}

/// What a reader finds in a tool's result.
struct ImportedResult {
    var sets: [ImportedSet]
    var remarks: [String] = []
}

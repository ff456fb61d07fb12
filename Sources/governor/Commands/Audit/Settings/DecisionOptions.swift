import ArgumentParser
import GovernorAudit
import GovernorCore

/// Which columns hold decisions and what they are compared by, on the command line or in a file.
struct DecisionOptions: ParsableArguments {
    @OptionGroup var file: AuditFileOption

    @Option(help: ArgumentHelp("A column that forms groups; give it again for each.", valueName: "column"))
    var by: [String] = []

    @OptionGroup var outcomes: OutcomeOptions

    @Option(
        help:
            "What becomes of rows that lack a column of --by: own_group, drop, or for fairness bounds. (default: own_group)",
        transform: MissingLevels.parseWithBounds)
    var missing: MissingLevels?

    @Option(help: ArgumentHelp("Groups with fewer rows get no verdict. (default: 30)", valueName: "rows"))
    var minimumRows: Int?

    @Option(
        help: ArgumentHelp(
            "The most columns whose intersections are looked at. (default: \(FairnessAudit.maximumDepth))",
            valueName: "columns"))
    var depth: Int?

    @Flag(
        help:
            "Let intervals and p-values of rates hold at every look at rows that come one after the other, not at one.")
    var anytimeValid = false

    func validate() throws {
        try AuditSettings.check(minimumRows: minimumRows ?? 1)
        guard (1...FairnessAudit.maximumDepth).contains(depth ?? 1) else {
            throw ValidationError("--depth is from 1 to \(FairnessAudit.maximumDepth).")
        }
    }

    /// The options over the file, if one is named.
    ///
    /// - Parameter isFairness: Whether the command hides small groups and bounds what missing columns could change; another refuses
    ///   a file that wants that.
    /// - Throws: `DocumentErrors` with every problem of the file, ``CommandError`` for one that cannot be read, or wants what the
    ///   command does not do.
    func resolved(isFairness: Bool = false) throws -> Decisions {
        let decisions = resolved(over: try file.settings(isFairness: isFairness))
        guard decisions.missing != .bounds || isFairness else {
            throw ValidationError("--missing bounds is for 'governor audit fairness'.")
        }
        return decisions
    }

    /// What the options alone say; nil when there is a file, which may say more.
    var alone: Decisions? { file.config == nil ? resolved(over: AuditSettings()) : nil }

    private func resolved(over file: AuditSettings) -> Decisions {
        var mapping = outcomes.mapping(over: file, by: by.isEmpty ? file.columns.by : by)
        mapping.weight = file.columns.weight
        return Decisions(
            mapping: mapping, missing: missing ?? file.missing ?? .ownGroup,
            minimumRows: minimumRows ?? file.minimumRows ?? 30,
            depth: depth ?? file.depth ?? FairnessAudit.maximumDepth,
            isAnytimeValid: anytimeValid || file.isAnytimeValid,
            fairness: file.fairness,
            smallGroups: SmallGroupSettings(
                isPooling: file.pool, suppressedBelow: file.suppress,
                visibleGap: file.visibleGap.flatMap { Double($0.description) } ?? 0.05))
    }
}

extension AuditSettings {
    /// Finds out whether an option is what a file may say.
    ///
    /// - Throws: `ValidationError`.
    static func check(minimumRows: Int) throws {
        guard minimumRowsRange.contains(minimumRows) else {
            throw ValidationError(
                "--minimum-rows is from \(minimumRowsRange.lowerBound) to \(minimumRowsRange.upperBound).")
        }
    }
}

/// Which columns hold decisions and what they are compared by.
struct Decisions: Equatable {
    var mapping: ColumnMapping
    let missing: MissingLevels
    let minimumRows: Int
    let depth: Int
    let isAnytimeValid: Bool
    var fairness: AuditSettings.Fairness?
    /// What becomes of small groups, in audits of fairness.
    var smallGroups = SmallGroupSettings()

    /// Checks that what holds at every look is said of rows without weights.
    func requireRowsForSequences() throws {
        guard mapping.weight == nil || !isAnytimeValid else {
            throw ValidationError("--anytime-valid is for rows without weights.")
        }
    }

    /// The same for audits that know no weights: what a file says of them is for others.
    var withoutWeights: Self {
        var decisions = self
        decisions.mapping.weight = nil
        return decisions
    }

    /// Checks that nothing is said that only audits of fairness do.
    func requireRowsAlone() throws {
        guard mapping.weight == nil, mapping.count == nil, missing != .bounds else {
            throw ValidationError("--weight, --count and --missing bounds are for 'governor audit fairness'.")
        }
    }

    /// Checks that there are groups and decisions to compare.
    func requireComparison() throws {
        guard !mapping.attributes.isEmpty else { throw ValidationError("--by names a column that forms groups.") }
        guard mapping.prediction != nil || mapping.score != nil else {
            throw ValidationError("--prediction or --score is needed.")
        }
    }
}

extension MissingLevels {
    /// Reads the option `--missing` of commands that bound nothing.
    static func parse(_ text: String) throws -> Self {
        guard let missing = Self(rawValue: text), missing != .bounds else {
            throw ValidationError("--missing is own_group or drop.")
        }
        return missing
    }

    /// Reads the option `--missing`.
    static func parseWithBounds(_ text: String) throws -> Self {
        guard let missing = Self(rawValue: text) else {
            throw ValidationError("--missing is own_group, drop or bounds.")
        }
        return missing
    }
}

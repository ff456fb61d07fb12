/// Compares a column of current data with the reference's, before p-values are corrected.
struct ColumnComparison {
    /// A column of at most so many different numbers is compared value by value: it is a code, a count or a grade, and
    /// bins at quantiles would hide what happens to single values.
    static let fewNumbers = 20
    /// Levels with fewer rows on both sides together are one bin: alone they say nothing, and might say whose they are.
    static let rareBelow = 10

    let audit: DriftAudit
    let name: String
    let role: ColumnDrift.Role
    let reference: ColumnProfile?
    let current: ColumnProfile?
    /// Whether the reference is a snapshot of a table that had the column.
    let isLeftOut: Bool

    /// What is found.
    func result() -> ColumnDrift {
        guard reference != nil || !isLeftOut else { return incomparable([], "it was left out of the reference") }
        guard let reference else { return incomparable([.columnNew], "the reference has no such column") }
        guard let current else { return incomparable([.columnMissing], "the current data have no such column") }
        guard reference.present > 0, current.present > 0 else {
            let side = reference.present == 0 ? "the reference" : "the current data"
            return incomparable([], "\(side) has no value")
        }
        if let toNumbers = typeChange(reference, current) {
            return incomparable([.typeChanged(toNumbers: toNumbers)], "the type of values changed")
        }
        return isNumeric(reference) ? numeric(reference, current) : categorical(reference, current)
    }

    private func isNumeric(_ reference: ColumnProfile) -> Bool {
        reference.isNumeric && reference.values.runs.count > Self.fewNumbers
            && !audit.categorical.contains { Level($0) == Level(name) }
    }

    /// Whether numbers became texts (false) or texts became numbers (true); nil when neither.
    private func typeChange(_ reference: ColumnProfile, _ current: ColumnProfile) -> Bool? {
        if reference.isNumeric, !current.isNumeric { return false }
        // Grades such as A, B, 1 may once be numbers alone.
        guard !reference.isNumeric, current.isNumeric, let known = reference.levels else { return nil }
        let names = current.values.valuesAndCounts.map { Level(Self.text($0.value)) }
        return names.contains { known[$0] != nil } ? nil : true
    }

    // MARK: - Numbers

    private func numeric(_ reference: ColumnProfile, _ current: ColumnProfile) -> ColumnDrift {
        let edges = FrozenEdges(isolatingTiesOf: reference.values, bins: audit.bins)
        let counts = [edges.counts(of: reference.values), edges.counts(of: current.values)]
        let limits = [nil] + edges.inner.map(Optional.some) + [nil]
        let bins = counts[0].indices.map { bin in
            DriftBin(
                content: .range(lower: limits[bin], upper: limits[bin + 1]), reference: Int(counts[0][bin]),
                current: Int(counts[1][bin]))
        }
        guard let shares = ShareComparison(reference: counts[0], current: counts[1]),
            let values = ValueComparison(reference: reference.values, current: current.values)
        else { return incomparable([], "a side has no value") }
        let level = min(reference.values.level, current.values.level)
        let rounded = [reference.values.rounded(to: level), current.values.rounded(to: level)]
        let distances = DriftDistances(bins, shares, values, resolution: rounded.map(\.largestShare).max() ?? 0)
        let statistic = values.kolmogorovSmirnov.statistic
        let test = KolmogorovDistribution.p(statistic, reference.present, current.present).map {
            DriftTest(name: "kolmogorov_smirnov", statistic: statistic, p: $0, adjustedP: $0)
        }
        return compared(.numeric, distances, test, outOfRange(reference.values, current.values))
    }

    private func outOfRange(_ reference: ValueRuns, _ current: ValueRuns) -> [SchemaFinding] {
        // At one level, so that rounding alone puts nothing outside.
        let level = min(reference.level, current.level)
        let (known, seen) = (reference.rounded(to: level), current.rounded(to: level))
        guard let least = known.runs.first?.key, let largest = known.runs.last?.key else { return [] }
        let below = seen.runs.reduce(0) { $0 + ($1.key < least ? $1.count : 0) }
        let above = seen.runs.reduce(0) { $0 + ($1.key > largest ? $1.count : 0) }
        return below + above > 0 ? [.outOfRange(below: below, above: above)] : []
    }

    // MARK: - Levels

    private func categorical(_ reference: ColumnProfile, _ current: ColumnProfile) -> ColumnDrift {
        guard let known = levels(reference), let seen = levels(current) else {
            return incomparable(
                [], "more than \(ColumnProfile.maximumLevels) different texts: an identifier, or free text")
        }
        let bins = bins(known, seen)
        if let first = bins.first, case .rareLevels = first.content {
            return incomparable([], "every value is rare: an identifier, or free text")
        }
        let counts = [bins.map { Double($0.reference) }, bins.map { Double($0.current) }]
        guard let shares = ShareComparison(reference: counts[0], current: counts[1]) else {
            return incomparable([], "a side has no value")
        }
        let distances = DriftDistances(bins, shares, nil, resolution: 0)
        let test = distances.chiSquared.map {
            DriftTest(name: "chi_squared", statistic: $0.statistic, p: $0.p, adjustedP: $0.p)
        }
        let new = seen.filter { known[$0.key] == nil }
        let rows = new.values.reduce(0, +)
        return compared(
            .categorical, distances, test, new.isEmpty ? [] : [.newLevels(count: new.count, rows: rows)])
    }

    /// Rows by level; numbers by value, however they were written. nil where there are too many.
    private func levels(_ profile: ColumnProfile) -> [Level: Int]? {
        guard profile.isNumeric else { return profile.levels }
        guard profile.values.isExact, profile.values.runs.count <= ColumnProfile.maximumLevels else { return nil }
        return Dictionary(
            uniqueKeysWithValues: profile.values.valuesAndCounts.map { (Level(Self.text($0.value)), $0.count) })
    }

    /// A whole number as such, so that 1.0 is the level that 1 is.
    private static func text(_ value: Double) -> String {
        Int64(exactly: value).map { String($0) } ?? String(value)
    }

    private func bins(_ known: [Level: Int], _ seen: [Level: Int]) -> [DriftBin] {
        var bins: [DriftBin] = []
        var rare = (levels: 0, reference: 0, current: 0)
        for level in Set(known.keys).union(seen.keys).sorted() {
            let (before, now) = (known[level] ?? 0, seen[level] ?? 0)
            if before + now >= Self.rareBelow {
                bins.append(DriftBin(content: .level(level.description), reference: before, current: now))
            } else {
                rare = (rare.levels + 1, rare.reference + before, rare.current + now)
            }
        }
        if rare.levels > 0 {
            bins.append(
                DriftBin(content: .rareLevels(rare.levels), reference: rare.reference, current: rare.current))
        }
        return bins
    }

    // MARK: - Results

    private func compared(
        _ kind: ColumnDrift.Kind, _ distances: DriftDistances, _ test: DriftTest?, _ findings: [SchemaFinding]
    ) -> ColumnDrift {
        ColumnDrift(
            name: name, role: role, kind: kind, reference: reference.map(ColumnSummary.init),
            current: current.map(ColumnSummary.init), distances: distances, test: test, missingTest: missingTest,
            findings: findings, verdict: .stable, reason: test == nil ? "all values are alike: there is no test" : nil)
    }

    private func incomparable(_ findings: [SchemaFinding], _ reason: String) -> ColumnDrift {
        ColumnDrift(
            name: name, role: role, kind: nil, reference: reference.map(ColumnSummary.init),
            current: current.map(ColumnSummary.init), distances: nil, test: nil, missingTest: missingTest,
            findings: findings, verdict: .notComparable, reason: reason)
    }

    /// Whether as many rows lack a value as did.
    private var missingTest: DriftTest? {
        guard let reference, let current, reference.missing + current.missing > 0,
            let shares = TwoProportions(
                Double(current.missing), of: Double(current.rows), versus: Double(reference.missing),
                of: Double(reference.rows))
        else { return nil }
        let p = shares.p
        return DriftTest(name: "missing_share", statistic: shares.difference, p: p, adjustedP: p)
    }
}

/// A column that slices are cut from: a few conditions, one of which every row meets.
public struct SliceColumn: Sendable, Equatable {
    /// So many texts, or different numbers, are conditions of their own; rarer texts are one together.
    public static let maximumLevels = 10

    /// What is said about a row's value.
    public enum Condition: Sendable, Equatable {
        /// It is this text.
        case level(Level)
        /// It is one of so many rarer texts.
        case otherLevels(Int)
        /// It is this number.
        case number(Double)
        /// It is a number from `lower` on and below `upper`; nil is no limit.
        case range(lower: Double?, upper: Double?)
        /// There is none.
        case missing
    }

    /// The column's name.
    public let name: String
    /// The conditions; the number of one is its place.
    public let conditions: [Condition]
    private let coding: Coding

    private enum Coding: Equatable {
        /// Numbers have the number of edges that they are not below.
        case edges([Double])
        /// Texts that are not there are the last condition but for missing values.
        case levels([Level: Int])
    }

    /// Cuts a column into conditions.
    ///
    /// - Parameters:
    ///   - profile: What is in the column.
    ///   - bins: How many equally large parts many numbers are cut into; those that are a part's worth are conditions of their own.
    /// - Returns: nil where there is nothing to tell apart: one value, or more texts than a profile keeps.
    init?(_ profile: ColumnProfile, bins: Int) {
        name = profile.name
        var conditions: [Condition]
        if profile.isNumeric {
            let edges = Self.edges(profile.values, bins: bins)
            conditions = zip([nil] + edges, edges + [nil]).map { lower, upper in
                Self.condition(from: lower, below: upper, of: profile.values)
            }
            coding = .edges(edges)
        } else {
            guard let levels = profile.levels else { return nil }
            let byRows = levels.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
            let isCut = byRows.count > Self.maximumLevels
            let shown = isCut ? Array(byRows.prefix(Self.maximumLevels - 1)) : byRows
            conditions = shown.map { .level($0) } + (isCut ? [.otherLevels(byRows.count - shown.count)] : [])
            coding = .levels(Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($0.element, $0.offset) }))
        }
        if profile.missing > 0 { conditions.append(.missing) }
        guard conditions.count > 1 else { return nil }
        self.conditions = conditions
    }

    /// The least numbers of all parts but the first: of few numbers each is a part.
    private static func edges(_ values: ValueRuns, bins: Int) -> [Double] {
        let numbers = values.valuesAndCounts.map(\.value)
        if values.isExact, numbers.count <= maximumLevels { return Array(numbers.dropFirst()) }
        let edges = FrozenEdges(isolatingTiesOf: values, bins: bins).inner
        guard values.isExact else { return edges }
        // The same parts, told by numbers that are there instead of by quantiles between them.
        var next = 0
        let told = edges.compactMap { edge -> Double? in
            while next < numbers.count, numbers[next] < edge { next += 1 }
            return next < numbers.count ? numbers[next] : nil
        }
        return Set(told).subtracting(numbers.prefix(1)).sorted()
    }

    private static func condition(from lower: Double?, below upper: Double?, of values: ValueRuns) -> Condition {
        let inside = values.runs.lazy.map { values.value(of: $0) }.filter { value in
            lower.map { $0 <= value } ?? true && upper.map { value < $0 } ?? true
        }.prefix(2)
        if values.isExact, let only = inside.first, inside.count == 1 { return .number(only) }
        return .range(lower: lower, upper: upper)
    }

    /// The number of the condition that a missing value meets.
    var missing: Int { conditions.count - 1 }

    /// The number of the condition that a number meets; nil where texts are told apart.
    @inline(__always)
    func condition(of value: Double) -> Int? {
        guard case .edges(let edges) = coding else { return nil }
        var bin = 0
        while bin < edges.count, value >= edges[bin] { bin += 1 }
        return bin
    }

    /// The number of the condition that a text meets.
    func condition(of level: Level) -> Int {
        guard case .levels(let levels) = coding else { return 0 }
        return levels[level] ?? min(levels.count, conditions.count - 1)
    }

    /// Whether numbers are told apart.
    var isNumeric: Bool { if case .edges = coding { true } else { false } }
}

import GovernorCore

/// What a cube counts: two cubes with equal schemas can be merged.
public struct CubeSchema: Sendable, Equatable {
    /// The most attributes that are counted together.
    public static let maximumAttributes = 16
    /// The most groups of a cube: beyond that an attribute is an identifier, and the cube would be as large as the data.
    public static let maximumGroups = 1 << 16
    /// The most cells of counts of a cube with scores, 32 MiB.
    static let maximumCells = 1 << 22
    /// Buckets that the usual 10 and 15 bins of calibration curves are unions of.
    public static let defaultScoreBuckets = 30
    /// Distinct scores kept apart before scores are rounded; see ``ValueRuns``. 4 MiB.
    public static let defaultScoreEntries = 1 << 18

    /// The names of the attributes that form groups.
    public let attributes: [String]
    /// How many buckets of equal width `0...1` is cut into for scores; 0 when rows have no score.
    public let scoreBuckets: Int
    /// The most distinct scores, over all groups and labels, that are kept apart; at least
    /// ``ValueRuns/minimumLimit``, or 0 when only buckets are wanted.
    public let scoreEntries: Int
    /// Whether rows have weights.
    public let isWeighted: Bool

    /// Creates a schema of at most 1024 buckets.
    ///
    /// - Throws: ``AuditError/duplicateAttribute(_:)``, ``AuditError/tooManyAttributes(count:limit:)``.
    public init(
        attributes: [String], scoreBuckets: Int = 0, scoreEntries: Int = Self.defaultScoreEntries,
        isWeighted: Bool = false
    ) throws(AuditError) {
        precondition((0...1024).contains(scoreBuckets))
        guard attributes.count <= Self.maximumAttributes else {
            throw .tooManyAttributes(count: attributes.count, limit: Self.maximumAttributes)
        }
        var seen = Set<Level>()
        for name in attributes where !seen.insert(Level(name)).inserted { throw .duplicateAttribute(name) }
        self.attributes = attributes
        self.scoreBuckets = scoreBuckets
        self.scoreEntries = scoreBuckets == 0 || scoreEntries == 0 ? 0 : max(scoreEntries, ValueRuns.minimumLimit)
        self.isWeighted = isWeighted
    }

    /// The most groups of a cube of this schema: each has cells for all buckets of scores.
    public var groupLimit: Int { min(Self.maximumGroups, Self.maximumCells / (9 * (scoreBuckets + 1))) }

    /// The same without scores.
    var withoutScores: Self { Self(attributes, isWeighted) }

    private init(_ attributes: [String], _ isWeighted: Bool) {
        self.attributes = attributes
        self.isWeighted = isWeighted
        (scoreBuckets, scoreEntries) = (0, 0)
    }

    /// The bucket of a score in `0...1`; the last one is closed.
    ///
    /// Edges are the doubles nearest to `i / buckets`, so that a bin of ten is exactly three buckets of thirty.
    func bucket(of score: Double) -> Int {
        let count = Double(scoreBuckets)
        var bucket = min(Int(score * count), scoreBuckets - 1)
        // The product may round over an edge in either direction.
        if score < Double(bucket) / count { bucket -= 1 }
        if bucket + 1 < scoreBuckets, score >= Double(bucket + 1) / count { bucket += 1 }
        return bucket
    }

    /// Where attributes are among the schema's.
    func positions(of names: [String]) throws(AuditError) -> [Int] {
        var positions: [Int] = []
        for name in names {
            guard let position = attributes.firstIndex(where: { $0.isExactly(name) }) else {
                throw .unknownAttribute(name, known: attributes)
            }
            guard !positions.contains(position) else { throw .duplicateAttribute(name) }
            positions.append(position)
        }
        return positions
    }

    /// The name of the first member in which another schema differs; nil when they are equal.
    func difference(from other: Self) -> String? {
        if attributes.map({ Level($0) }) != other.attributes.map({ Level($0) }) { return "attributes" }
        if scoreBuckets != other.scoreBuckets { return "score_buckets" }
        if scoreEntries != other.scoreEntries { return "score_entries" }
        return isWeighted == other.isWeighted ? nil : "is_weighted"
    }
}

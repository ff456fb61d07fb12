import GovernorCore

@testable import GovernorAudit

/// Rows made from a seed.
struct RandomRows {
    struct Row {
        let group: Group
        let label: Outcome
        let prediction: Outcome
        let score: Double?
        let weight: Double
    }

    static let attributes = ["sex", "race", "age"]
    let schema: CubeSchema
    let rows: [Row]

    /// - Parameter grain: How many different scores there may be.
    init(_ count: Int, seed: UInt64, grain: UInt64 = 1 << 40) throws {
        var random = SeededGenerator(seed: seed)
        schema = try CubeSchema(
            attributes: Self.attributes, scoreBuckets: 30, scoreEntries: ValueRuns.minimumLimit, isWeighted: true)
        rows = (0..<count).map { _ in
            let levels = (2...4).map { count in
                random.next(upperBound: 20 as UInt64) == 0
                    ? Level.missing : Level("level \(random.next(upperBound: UInt64(count)))")
            }
            return Row(
                group: Group(levels), label: Self.outcome(&random), prediction: Self.outcome(&random),
                score: random.next(upperBound: 30 as UInt64) == 0
                    ? nil : Double(random.next(upperBound: grain + 1)) / Double(grain),
                weight: Double(random.next(upperBound: 1000 as UInt64)) / 300)
        }
    }

    private static func outcome(_ random: inout SeededGenerator) -> Outcome {
        let draw = random.next(upperBound: 21 as UInt64)
        return draw == 0 ? .missing : draw % 2 == 0 ? .positive : .negative
    }

    func cube(of rows: some Sequence<Row>) throws -> CountCube {
        var builder = CubeBuilder(schema)
        for row in rows {
            try builder.add(
                slot: try builder.slot(of: row.group), label: row.label, prediction: row.prediction, score: row.score,
                weight: row.weight)
        }
        return builder.cube()
    }

    var cube: CountCube { get throws { try cube(of: rows) } }
}

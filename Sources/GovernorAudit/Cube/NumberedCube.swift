/// A cube whose levels have numbers, for being added up by thousands of sets of attributes: what would be texts to hash and compare
/// for each group and set is one number.
struct NumberedCube {
    private let cube: CountCube
    /// By attribute: the levels, ascending, and the number of each group's.
    private let levels: [[Level]]
    private let numbers: [[UInt64]]

    /// - Parameter cube: Its scores are left out.
    init(_ cube: CountCube) {
        let cube = cube.withoutScores
        self.cube = cube
        levels = cube.schema.attributes.indices.map { attribute in
            Set(cube.groups.map { $0.levels[attribute] }).sorted()
        }
        numbers = zip(cube.schema.attributes.indices, levels).map { attribute, levels in
            let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($0.element, UInt64($0.offset)) })
            return cube.groups.map { places[$0.levels[attribute]] ?? 0 }
        }
    }

    /// As ``CountCube/projected(onto:missing:)``.
    func projected(onto attributes: [String], missing: MissingLevels = .ownGroup) throws(AuditError) -> CountCube {
        let positions = try cube.schema.positions(of: attributes)
        guard let keys = keys(positions) else { return try cube.projected(onto: attributes, missing: missing) }
        let schema = try CubeSchema(attributes: attributes, isWeighted: cube.schema.isWeighted)
        var slots: [(group: Group, slot: Int)] = []
        let all = cube.statistics
        var (cells, scores) = (CubeCells(schema), ScoreTable(limit: 0))
        var last: UInt64?
        var isLeftOut = false
        for source in cube.groups.indices.sorted(by: { keys[$0] < keys[$1] }) {
            if last != keys[source] {
                let group = Group(positions.map { levels[$0][Int(numbers[$0][source])] })
                isLeftOut = missing != .ownGroup && group.hasMissingLevel
                last = keys[source]
                guard !isLeftOut else { continue }
                slots.append((group, cells.slots))
                cells.addSlot()
                scores.addSlot()
            }
            if !isLeftOut { cells.add(all, from: source, to: cells.slots - 1) }
        }
        return CountCube(schema, slots, cells, scores)
    }

    /// A number for each group, equal where groups agree in some attributes; nil where there are too many combinations to number.
    private func keys(_ positions: [Int]) -> [UInt64]? {
        var keys = [UInt64](repeating: 0, count: cube.groups.count)
        var combinations: UInt64 = 1
        for position in positions {
            let count = UInt64(max(1, levels[position].count))
            let (product, overflow) = combinations.multipliedReportingOverflow(by: count)
            guard !overflow else { return nil }
            combinations = product
            for group in keys.indices { keys[group] = keys[group] * count + numbers[position][group] }
        }
        return keys
    }
}

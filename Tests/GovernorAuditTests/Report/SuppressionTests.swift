import GovernorCore
import Testing

@testable import GovernorAudit

struct SuppressionTests {
    /// Rows of three or four attributes with two to four levels, of which the later ones are rare.
    private static func cube(seed: UInt64) throws -> CountCube {
        var random = SeededGenerator(seed: seed)
        let attributes = ["a", "b", "c", "d"].prefix(seed.isMultiple(of: 4) ? 4 : 3)
        let levels = attributes.map { _ in 2 + random.next(upperBound: attributes.count == 4 ? 2 : 3 as UInt64) }
        var builder = CubeBuilder(try CubeSchema(attributes: Array(attributes)))
        for _ in 0..<(100 + random.next(upperBound: 800 as UInt64)) {
            let group = levels.map { count in
                var level: UInt64 = 0
                while level + 1 < count, random.next(upperBound: 5 as UInt64) < 2 { level += 1 }
                return level == 3 ? .missing : Level("\(level)")
            }
            try builder.add(
                slot: try builder.slot(of: Group(group)), label: Bool.random(using: &random) ? .positive : .negative,
                prediction: random.next(upperBound: 3 as UInt64) == 0 ? .positive : .negative)
        }
        return builder.cube()
    }

    private static func audit(suppressing limit: Int?) -> FairnessAudit {
        var audit = FairnessAudit()
        audit.suppressedBelow = limit
        return audit
    }

    /// What can be computed from a document by adding and subtracting: the space of its sums of rows.
    private struct Attack {
        let cube: CountCube
        var known = RowSpace()

        /// Reads every count that a document states or implies.
        ///
        /// - Parameter hiding: Groups with fewer rows are not read: suppression without a second thought.
        init(_ report: FairnessReport, _ cube: CountCube, hiding limit: Double = 0) throws {
            self.cube = cube
            let json = report.json
            let pooled = Dictionary(uniqueKeysWithValues: report.pooled.map { ($0.attribute, $0) })
            learn(json["overall"], rows: json["rows"]) { _ in true }
            for set in try #require(json["sets"]?.array) {
                let attributes = try #require(set["attributes"]?.array).compactMap(\.string)
                let positions = attributes.compactMap { cube.schema.attributes.firstIndex(of: $0) }
                for group in try #require(set["groups"]?.array) {
                    guard try #require(group["rows"]?.number?.doubleValue) >= limit else { continue }
                    let levels = try #require(group["levels"]?.array).map { $0.string.map { Level($0) } ?? .missing }
                    learn(group["rates"], rows: group["rows"]) { raw in
                        zip(positions, zip(attributes, levels)).allSatisfy { position, shown in
                            let pool = pooled[shown.0]
                            let level = raw.levels[position]
                            return shown.1 == (pool?.levels.contains(level) == true ? pool?.level : level)
                        }
                    }
                }
            }
        }

        /// The counts of a group: its rows, and what its rates are fractions of.
        private mutating func learn(_ rates: JSONValue?, rows: JSONValue?, _ isIn: (Group) -> Bool) {
            if rows?.number != nil { known.add(sum(isIn) { _ in 1 }) }
            for rate in Rate.allCases where rates?[rate.rawValue]?["n"]?.number != nil {
                known.add(sum(isIn) { Int(rate.fraction(of: $0).whole) })
                known.add(sum(isIn) { Int(rate.fraction(of: $0).part) })
            }
        }

        /// A sum over the cells of the table of all attributes, labels and predictions.
        func sum(_ isIn: (Group) -> Bool, _ counts: (OutcomeCounts) -> Int) -> [Int] {
            cube.groups.flatMap { group -> [Int] in
                Outcome.known.flatMap { label in
                    Outcome.known.map { prediction -> Int in
                        var one = OutcomeCounts()
                        one[label, prediction] = 1
                        return isIn(group) ? counts(one) : 0
                    }
                }
            }
        }

        /// The groups smaller than a limit, of every set of attributes, about which something can be computed.
        func found(below limit: Int) -> [Group] {
            var found: [Group] = []
            for attributes in FairnessAudit.subsets(cube.schema.attributes, upTo: 4) {
                guard let set = try? Disaggregation(cube, by: attributes) else { continue }
                let positions = attributes.compactMap { cube.schema.attributes.firstIndex(of: $0) }
                for group in set.groups where group.rows.total < Double(limit) {
                    let isIn = { (raw: Group) in positions.map { raw.levels[$0] } == group.group.levels }
                    let secrets: [(OutcomeCounts) -> Int] = [
                        { _ in 1 }, { Int($0.selected) }, { Int($0.positives) }, { Int($0.truePositives) },
                        { Int($0.falsePositives) },
                    ]
                    let sums = secrets.map { sum(isIn, $0) }.filter { $0.contains { $0 != 0 } }
                    if sums.contains(where: known.contains) { found.append(group.group) }
                }
            }
            return found
        }
    }

    @Test(arguments: 1...16 as ClosedRange<UInt64>)
    func `no count of a small group is a sum of what is shown`(seed: UInt64) throws {
        let cube = try Self.cube(seed: seed)
        let limit = seed % 2 == 0 ? 10 : 25
        let report = try Self.audit(suppressing: limit).report(of: cube)
        #expect(try Attack(report, cube).found(below: limit) == [])
        #expect(report.sets.flatMap(\.groups).allSatisfy { $0.rows.total >= Double(limit) })
        #expect(report.sets.count { $0.attributes.count == 1 } == cube.schema.attributes.count)
        #expect(report.sets.count + report.setsNotShown.count == (1 << cube.schema.attributes.count) - 1)
        #expect(report.scores == nil)
    }

    /// Towns of regions, two of them small; a column that crosses both.
    private static func towns() throws -> CountCube {
        var builder = CubeBuilder(try CubeSchema(attributes: ["town", "region", "sex"]))
        let rows = [
            ("Aston", "North", 50), ("Bury", "North", 60), ("Crow", "North", 4), ("Dale", "South", 70),
            ("Elm", "South", 80), ("Fox", "South", 7),
        ]
        for (town, region, count) in rows {
            for sex in ["f", "m"] {
                let slot = try builder.slot(of: [town, region, sex])
                try builder.add(count, slot: slot, label: .missing, prediction: sex == "f" ? .positive : .negative)
            }
        }
        return builder.cube()
    }

    @Test func `of columns that lie within one another, what is left of the wider one is not told`() throws {
        let cube = try Self.towns()
        let report = try Self.audit(suppressing: 20).report(of: cube)
        #expect(try Attack(report, cube).found(below: 20) == [])
        #expect(report.sets.map(\.attributes).contains(["region", "sex"]), "the wider column is shown")
        #expect(report.setsNotShown.contains(["town"]) && !report.sets.contains { $0.attributes.contains("town") })
        // Without intersections towns and regions stand beside one another all the same.
        var single = Self.audit(suppressing: 20)
        single.depth = 1
        let alone = try single.report(of: cube)
        #expect(try Attack(alone, cube).found(below: 20) == [])
        #expect(alone.setsNotShown == [["town"]])
        // Without small towns there is nothing to be found.
        let all = try Self.audit(suppressing: 3).report(of: cube)
        #expect(all.sets.map(\.attributes).contains(["town"]))
        #expect(try Attack(all, cube).found(below: 3) == [])
    }

    @Test func `leaving out small groups alone is undone by subtraction`() throws {
        let found = try (1...6 as ClosedRange<UInt64>).map { seed in
            let cube = try Self.cube(seed: seed)
            return try Attack(Self.audit(suppressing: nil).report(of: cube), cube, hiding: 10).found(below: 10).count
        }
        #expect(found.count { $0 > 0 } >= 3, "else the attack finds nothing, whatever is shown")
    }

    @Test func `a small level is pooled with the next, and neither is named`() throws {
        let rows = [("f", 100), ("m", 90), ("x", 4), ("y", 30), ("(other)", 40)]
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"]))
        for (level, count) in rows {
            try builder.add(count, slot: try builder.slot(of: [level]), label: .missing, prediction: .positive)
        }
        let report = try Self.audit(suppressing: 10).report(of: builder.cube())
        #expect(report.sets[0].groups.map(\.group) == [["((other))"], ["(other)"], ["f"], ["m"]])
        #expect(report.sets[0].groups.first?.rows.total == 34)
        #expect(report.json["pooled"] == ["sex": ["level": "((other))", "levels": .null]])
        #expect(report.setsNotShown.isEmpty)
        let text = report.json.prettyText
        #expect(!text.contains("\"x\"") && !text.contains("\"y\""))
    }

    @Test func `a share of missing values that few rows make up is not shown`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex", "race"]))
        for (group, count) in [
            (Group([Level("f"), .missing]), 20), (Group([.missing, Level("a")]), 2), (["f", "a"], 60),
            (["m", "a"], 70),
        ] {
            try builder.add(count, slot: try builder.slot(of: group), label: .missing, prediction: .positive)
        }
        let report = try Self.audit(suppressing: 10).report(of: builder.cube())
        #expect(report.missingShares == [nil, 20.0 / 152])
        #expect(report.gateMetrics["attribute_missing_share"] == .null)
        #expect(report.setsNotShown == [["sex", "race"]])
        #expect(report.gateMetrics["gaps_not_estimable"]?.number?.integer.map { $0 >= 4 } == true)
    }

    @Test func `fewer rows than a group needs to be shown are an error`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"]))
        try builder.add(9, slot: try builder.slot(of: ["f"]), label: .missing, prediction: .positive)
        #expect(throws: AuditError.tooFewRowsToShow(limit: 10)) {
            try Self.audit(suppressing: 10).report(of: builder.cube())
        }
    }

    @Test func `pooling puts small levels together, never one alone, and says which`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["race", "sex"]))
        for (group, count) in [
            (["a", "f"] as Group, 50), (["b", "f"], 20), (["c", "m"], 10), (Group([.missing, Level("m")]), 5),
            (["d", "m"], 30),
            (["a", "x"], 7),
        ] {
            try builder.add(count, slot: try builder.slot(of: group), label: .missing, prediction: .positive)
        }
        var audit = FairnessAudit()
        audit.isPooling = true
        let report = try audit.report(of: builder.cube())
        #expect(
            report.pooled == [
                PooledLevels(attribute: "race", level: Level("(other)"), levels: [.missing, Level("b"), Level("c")])
            ])
        #expect(report.sets[0].groups.map(\.group) == [["(other)"], ["a"], ["d"]])
        #expect(report.sets[0].groups.map(\.rows.total) == [35, 57, 30])
        #expect(report.sets[1].groups.map(\.group) == [["f"], ["m"], ["x"]], "one small level stays")
        #expect(report.json["pooled"]?["race"]?["levels"] == [.null, "b", "c"])
        #expect(report.missingShares == [5.0 / 122, 0])
        audit.missing = .drop
        #expect(try audit.report(of: builder.cube()).sets[0].groups.map(\.group) == [["(other)"], ["a"], ["d"]])
    }
}

/// Sums of unknown whole numbers that can be computed from others by adding, subtracting, multiplying and dividing.
private struct RowSpace {
    /// What holds modulo a prime holds for fractions unless the prime divides a minor, which small whole numbers make unlikely.
    private static let prime = 2_147_483_647
    private var basis: [(pivot: Int, row: [Int])] = []

    mutating func add(_ sum: [Int]) {
        let rest = reduced(sum)
        guard let pivot = rest.firstIndex(where: { $0 != 0 }) else { return }
        let inverse = Self.power(rest[pivot], Self.prime - 2)
        basis.append((pivot, rest.map { $0 * inverse % Self.prime }))
    }

    func contains(_ sum: [Int]) -> Bool { reduced(sum).allSatisfy { $0 == 0 } }

    private func reduced(_ sum: [Int]) -> [Int] {
        var rest = sum
        for (pivot, row) in basis where rest[pivot] != 0 {
            let factor = Self.prime - rest[pivot]
            for index in pivot..<rest.count where row[index] != 0 {
                rest[index] = (rest[index] + factor * row[index]) % Self.prime
            }
        }
        return rest
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int {
        var (result, square, rest) = (1, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result * square % prime }
            square = square * square % prime
            rest >>= 1
        }
        return result
    }
}

import GovernorCore
import Testing

@testable import GovernorAudit

/// What holds for a cube however its rows were cut up.
struct CountCubeTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `merging the cubes of shards in any order is one pass over all rows`(seed: UInt64) throws {
        let data = try RandomRows(6_000, seed: seed)
        var random = SeededGenerator(seed: seed)
        var shards: [[RandomRows.Row]] = Array(repeating: [], count: 5)
        for row in data.rows.shuffled(using: &random) { shards.randomElementIndex(using: &random) { $0.append(row) } }
        let cubes = try shards.map(data.cube).shuffled(using: &random)
        let merged = try cubes.dropFirst().reduce(cubes[0]) { try $0.merged(with: $1) }
        #expect(try merged == data.cube)
        #expect(merged.scoreLevel < ValueRuns.exactLevel, "too few scores to be rounded: nothing was shown")
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `merging is associative and commutative and has a neutral cube`(seed: UInt64) throws {
        let data = try RandomRows(6_000, seed: seed)
        // Of different sizes, so that their scores are rounded to different levels.
        let a = try data.cube(of: data.rows[..<200])
        let b = try data.cube(of: data.rows[200..<800])
        let c = try data.cube(of: data.rows[800...])
        #expect(try a.merged(with: b).merged(with: c) == a.merged(with: b.merged(with: c)))
        #expect(try a.merged(with: b) == b.merged(with: a))
        #expect(try a.merged(with: CountCube(empty: data.schema)) == a)
    }

    @Test(arguments: MissingLevels.allCases)
    func `levels that have numbers are added up as their texts are`(missing: MissingLevels) throws {
        let cube = try RandomRows(800, seed: 3, grain: 100).cube.withoutScores
        let numbered = NumberedCube(cube)
        for attributes in FairnessAudit.subsets(["age", "sex", "race"], upTo: 3) + [[]] {
            let projected = try cube.projected(onto: attributes, missing: missing)
            #expect(try numbered.projected(onto: attributes, missing: missing) == projected)
        }
        let empty = CountCube(empty: cube.schema)
        #expect(try NumberedCube(empty).projected(onto: ["sex"]) == empty.projected(onto: ["sex"]))
        #expect(throws: AuditError.unknownAttribute("town", known: cube.schema.attributes)) {
            try numbered.projected(onto: ["town"])
        }
    }

    @Test func `fewer attributes count what counting without the others would`() throws {
        let data = try RandomRows(500, seed: 1, grain: 100)
        let schema = try CubeSchema(attributes: ["age", "sex"], scoreBuckets: 30, isWeighted: true)
        var builder = CubeBuilder(schema)
        for row in data.rows {
            let slot = try builder.slot(of: Group([row.group.levels[2], row.group.levels[0]]))
            try builder.add(
                slot: slot, label: row.label, prediction: row.prediction, score: row.score, weight: row.weight)
        }
        let direct = builder.cube()
        let projected = try data.cube.projected(onto: ["age", "sex"])
        #expect(projected.groups == direct.groups)
        for group in direct.groups.indices {
            #expect(projected.counts(group: group) == direct.counts(group: group))
            #expect(projected.weights(group: group) == direct.weights(group: group))
            for label in Outcome.allCases {
                #expect(
                    projected.scoreRuns(group: group, label: label) == direct.scoreRuns(group: group, label: label))
            }
        }
    }

    @Test func `rows that lack an attribute are a group of their own or left out`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"]))
        for level in [Level("f"), .missing, Level("m"), .missing] {
            try builder.add(slot: try builder.slot(of: Group([level])), label: .positive, prediction: .positive)
        }
        let cube = builder.cube()
        #expect(cube.groups == [Group([.missing]), ["f"], ["m"]])
        #expect(try cube.projected(onto: ["sex"], missing: .drop).groups == [["f"], ["m"]])
        #expect(try cube.projected(onto: [], missing: .drop).total == 4)
    }

    @Test func `a score on the edge of a bucket belongs to the upper one, and one is in the last`() throws {
        let schema = try CubeSchema(attributes: [], scoreBuckets: 30)
        for edge in 0..<30 {
            let score = Double(edge) / 30
            #expect(schema.bucket(of: score) == edge)
            if edge > 0 { #expect(schema.bucket(of: score.nextDown) == edge - 1) }
        }
        #expect(schema.bucket(of: 1) == 29)
        // Ten bins are unions of three buckets each.
        for edge in 0..<10 { #expect(schema.bucket(of: Double(edge) / 10) == edge * 3) }
    }

    @Test(arguments: [-0.1, 1.1, .nan, .infinity])
    func `a score that is no probability is an error`(score: Double) throws {
        var builder = CubeBuilder(try CubeSchema(attributes: [], scoreBuckets: 30))
        let slot = try builder.slot(of: .everybody)
        #expect(throws: AuditError.self) {
            try builder.add(slot: slot, label: .positive, prediction: .positive, score: score)
        }
        #expect(builder.cube().total == 0)
    }

    @Test(arguments: [-1, 2e6, .nan])
    func `a weight that is out of range is an error`(weight: Double) throws {
        var builder = CubeBuilder(try CubeSchema(attributes: [], isWeighted: true))
        let slot = try builder.slot(of: .everybody)
        #expect(throws: AuditError.self) {
            try builder.add(slot: slot, label: .positive, prediction: .positive, weight: weight)
        }
    }

    @Test func `cubes that count different things are not merged`() throws {
        let cube = CountCube(empty: try CubeSchema(attributes: ["sex"]))
        let others: [(CubeSchema, String)] = [
            (try CubeSchema(attributes: ["race"]), "attributes"),
            (try CubeSchema(attributes: ["sex"], scoreBuckets: 10), "score_buckets"),
            (try CubeSchema(attributes: ["sex"], isWeighted: true), "is_weighted"),
        ]
        for (schema, member) in others {
            #expect(throws: AuditError.schemaMismatch(member: member)) {
                try cube.merged(with: CountCube(empty: schema))
            }
        }
    }

    @Test func `an attribute that is not there is named with the nearest that is`() throws {
        let cube = CountCube(empty: try CubeSchema(attributes: ["gender", "race"]))
        let error = #expect(throws: AuditError.self) { try cube.projected(onto: ["gendr"]) }
        #expect(error?.description == "there is no attribute 'gendr' (did you mean 'gender'?)")
        #expect(throws: AuditError.duplicateAttribute("race")) { try CubeSchema(attributes: ["race", "race"]) }
    }

    @Test func `levels that only look alike are two`() {
        #expect(Level("\u{e9}") != Level("e\u{301}"))
        #expect(Level.missing < Level(""))
        #expect(Level("") != .missing)
    }
}

extension Array {
    /// Changes an element that is drawn.
    fileprivate mutating func randomElementIndex(using random: inout SeededGenerator, _ body: (inout Element) -> Void) {
        body(&self[Int.random(in: indices, using: &random)])
    }
}

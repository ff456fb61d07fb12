import GovernorCore
import Testing

@testable import GovernorAudit

/// Snapshots as they are sent from one place to another.
struct SnapshotTests {
    @Test(arguments: [100, 6_000])
    func `a snapshot that is read is the cube that was written, byte by byte`(rows: Int) throws {
        let cube = try RandomRows(rows, seed: 7).cube
        let bytes = try cube.snapshot.exactCanonicalBytes()
        let read = try CountCube(snapshot: JSONValue(parsing: bytes))
        #expect(read == cube)
        #expect(try read.snapshot.exactCanonicalBytes() == bytes)
    }

    @Test func `merging snapshots is one pass`() throws {
        let data = try RandomRows(3_000, seed: 3)
        let halves = [data.rows[..<1000], data.rows[1000...]]
        let snapshots = try halves.map { try data.cube(of: $0).snapshot.canonicalBytes() }
        let cubes = try snapshots.map { try CountCube(snapshot: JSONValue(parsing: $0)) }
        #expect(try cubes[0].merged(with: cubes[1]) == data.cube)
    }

    @Test func `what a snapshot of counts alone looks like`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"]))
        try builder.add(slot: try builder.slot(of: ["f"]), label: .positive, prediction: .negative)
        try builder.add(slot: try builder.slot(of: Group([.missing])), label: .missing, prediction: .positive)
        let bytes = try builder.cube().snapshot.canonicalBytes()
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                {"attributes":["sex"],"format":"governor.audit.cube/1","groups":[\
                {"cells":[[null,1,null,1]],"levels":[null]},{"cells":[[1,0,null,1]],"levels":["f"]}],\
                "is_weighted":false,"score_buckets":0,"score_entries":0,"score_level":52}
                """)
    }

    struct Damage: CustomTestStringConvertible {
        let from: String
        let to: String
        let complaint: String
        var testDescription: String { complaint }
    }

    static let damages = [
        Damage(from: "cube/1", to: "cube/2", complaint: "/: 'format' is not 'governor.audit.cube/1'"),
        Damage(
            from: "\"is_weighted\":true", to: "\"is_weighted\":1", complaint: "/is_weighted: expected true or false"),
        Damage(from: "\"score_level\"", to: "\"level\"", complaint: "/: 'level' is not known"),
        Damage(from: "\"score_buckets\":2", to: "\"score_buckets\":-1", complaint: "/score_buckets: expected a whole"),
        Damage(from: "\"attributes\":[\"a\"]", to: "\"attributes\":[]", complaint: "/groups/0/levels: 1 levels of 0"),
        Damage(from: "\"levels\":[\"y\"]", to: "\"levels\":[\"x\"]", complaint: "/groups/1: the groups are not in asc"),
        Damage(from: "[1,1,1,2]", to: "[1,1,1,0]", complaint: "/groups/0/cells/0/3: expected a whole number in 1..."),
        Damage(from: "[1,1,1,2]", to: "[1,1,2,2]", complaint: "/groups/0/cells/0/2: expected a whole number in 0...1"),
        Damage(from: "[1,1,1,2]", to: "[1,2,1,2]", complaint: "/groups/0/cells/0/1: expected a whole number in 0...1"),
        Damage(from: "[[1,1,1,2]]", to: "[]", complaint: "/groups/0/cells: the group has no rows"),
        Damage(from: "[[1,1,1,2]]", to: "[[1,1,1,2],[1,1,1,2]]", complaint: "/groups/0/cells/1: the cell is there tw"),
        Damage(from: "[1,1,1,2]", to: "[1,1,1,3]", complaint: "/groups/0/runs: the runs do not hold as many scores"),
        Damage(from: "[[0.75,2]]", to: "[[0.5,1],[0.5,1]]", complaint: "the runs are not ascending"),
        Damage(from: "[[0.75,2]]", to: "[[1.75,2]]", complaint: "not a score at the level of the runs"),
        Damage(
            from: "\"9007199254740992\"]]", to: "\"9.5\"]]", complaint: "/groups/0/weights/0/3: not a sum over 2 rows"),
        Damage(
            from: "\"6755399441055744\"]]", to: "\"\(Int128(1) << 120)\"]]",
            complaint: "/groups/0/scores/0/2: not a sum over 2 rows"),
        Damage(
            from: "[[1,1,\"9007199254740992\",\"9007199254740992\"]]", to: "[]",
            complaint: "/groups/0/weights: rows without weights"),
        Damage(
            from: "[[1,1,\"9007199254740992\",\"9007199254740992\"]]",
            to: "[[1,1,\"9007199254740992\",\"4007199254740992\"]]",
            complaint: "/groups/0/weights/0/3: not the squares of these weights"),
        Damage(
            from: "\"6755399441055744\"]]", to: "\"2755399441055744\"]]",
            complaint: "/groups/0/scores/0/2: not a sum over 2 rows"),
        Damage(from: "[[0.75,2]]", to: "[[0.25,2]]", complaint: "the runs do not hold the scores of the cells"),
        Damage(from: "\"losses\":[[0,\"0\",\"0\"],", to: "\"losses\":[", complaint: "/losses: not the losses of both"),
        Damage(from: "\"is_weighted\":true", to: "\"is_weighted\":false", complaint: "'weights' is not known"),
        Damage(
            from: "\"score_level\":52", to: "\"score_level\":53", complaint: "/score_level: expected a whole number"),
    ]

    @Test(arguments: damages)
    func `a damaged snapshot is refused, with the place`(damage: Damage) throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["a"], scoreBuckets: 2, isWeighted: true))
        let slot = try builder.slot(of: ["x"])
        for _ in 1...2 { try builder.add(slot: slot, label: .positive, prediction: .positive, score: 0.75) }
        try builder.add(slot: try builder.slot(of: ["y"]), label: .negative, prediction: .negative, score: 0.25)
        let text = String(decoding: try builder.cube().snapshot.canonicalBytes(), as: UTF8.self)
        let parts = text.split(separator: damage.from, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "'\(damage.from)' is not in \(text)")
        let damaged = try JSONValue(parsing: "\(parts[0])\(damage.to)\(parts[1])")
        let error = #expect(throws: AuditError.self) { try CountCube(snapshot: damaged) }
        #expect(error?.message.contains(damage.complaint) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `whatever a snapshot says, it is refused or can be reported on`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bytes = try RandomRows(40, seed: seed, grain: 7).cube.snapshot.exactCanonicalBytes()
        for _ in 0..<40 {
            var damaged = bytes
            for _ in 0...Int(random.next(upperBound: 3 as UInt64)) {
                let place = Int(random.next(upperBound: UInt64(damaged.count)))
                let digit = UInt8(ascii: "0") + UInt8(random.next(upperBound: 10 as UInt64))
                // Digits for digits, so that most of what comes out is JSON.
                if (0x30...0x39).contains(damaged[place]) { damaged[place] = digit } else { continue }
            }
            guard let document = try? JSONValue(parsing: damaged), let cube = try? CountCube(snapshot: document) else {
                continue
            }
            _ = try FairnessAudit().report(of: cube).json
        }
    }
}

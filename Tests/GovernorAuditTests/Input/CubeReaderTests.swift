import GovernorCore
import Synchronization
import Testing

@testable import GovernorAudit

struct CubeReaderTests {
    private static let mapping: ColumnMapping = {
        var mapping = ColumnMapping(attributes: ["sex", "race", "age"])
        (mapping.label, mapping.prediction, mapping.score, mapping.weight) = ("y", "yhat", "p", "w")
        return mapping
    }()

    /// The rows as somebody might write them: quoted or not, with line ends and texts for missing values of several kinds.
    private static func csv(_ data: RandomRows, seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        var text = "\u{FEFF}w,sex,note,race,y,age,p,yhat\r\n"
        let outcome = { (outcome: Outcome) in
            switch outcome {
            case .positive: ["1", "true", "1.0"].randomElement(using: &random) ?? ""
            case .negative: ["0", "False", "0.0"].randomElement(using: &random) ?? ""
            case .missing: ["", "NA", "NaN"].randomElement(using: &random) ?? ""
            }
        }
        for row in data.rows {
            let levels = row.group.levels.map { $0.text.map { "\"\($0)\"" } ?? "" }
            let note =
                ["x", "\"a \"\"quoted\"\", text\n, of two lines\"", "it's 5\" long"].randomElement(using: &random) ?? ""
            text += "\(row.weight),\(levels[0]),\(note),\(levels[1]),\(outcome(row.label)),\(levels[2]),"
            text += "\(row.score.map { "\($0)" } ?? ""),\(outcome(row.prediction))"
            text += Bool.random(using: &random) ? "\r\n" : "\n"
        }
        return Array(text.utf8)
    }

    private static func read(
        _ bytes: [UInt8], _ mapping: ColumnMapping = mapping, block: Int = 1 << 20, workers: Int = 1
    ) async throws -> CountCube {
        let position = Mutex(0)
        return try await CubeReader.read(mapping, workers: workers) {
            position.withLock { position in
                guard position < bytes.count else { return nil }
                let end = min(bytes.count, position + block)
                defer { position = end }
                return Array(bytes[position..<end])
            }
        }
    }

    @Test(arguments: [(1 << 20, 1), (1 << 20, 4), (997, 3), (64, 2)])
    func `what is counted does not depend on blocks and workers`(block: Int, workers: Int) async throws {
        let data = try RandomRows(800, seed: 4, grain: 1000)
        let cube = try await Self.read(Self.csv(data, seed: 9), block: block, workers: workers)
        let schema = try Self.mapping.schema()
        var builder = CubeBuilder(schema)
        for row in data.rows {
            try builder.add(
                slot: try builder.slot(of: row.group), label: row.label, prediction: row.prediction, score: row.score,
                weight: row.weight)
        }
        let direct = builder.cube()
        #expect(cube == direct)
    }

    @Test func `predictions follow from scores where there is no column of them`() async throws {
        var mapping = ColumnMapping(attributes: [])
        (mapping.score, mapping.label, mapping.threshold) = ("p", "y", 0.6)
        let cube = try await Self.read(Array("y,p\n1,0.6\n0,0.59\n1,\n".utf8), mapping)
        #expect(cube.counts(group: 0).truePositives == 1)
        #expect(cube.counts(group: 0).trueNegatives == 1)
        #expect(cube.counts(group: 0)[.positive, .missing] == 1)
    }

    @Test func `any text may be the positive outcome, and every other one negative`() async throws {
        var mapping = ColumnMapping(attributes: ["sex"])
        (mapping.label, mapping.positive, mapping.negative) = ("y", ["hired"], nil)
        let cube = try await Self.read(Array("sex,y\nf,hired\nf,rejected\nm,withdrawn\nm,\n".utf8), mapping)
        #expect(cube.counts(group: 0).positives == 1)
        #expect(cube.counts(group: 1)[.negative, .missing] == 1)
        #expect(cube.counts(group: 1)[.missing, .missing] == 1)
    }

    private static func hiring(_ positive: Set<String>) -> ColumnMapping {
        var mapping = ColumnMapping(attributes: ["sex"])
        (mapping.label, mapping.prediction, mapping.positive, mapping.negative) = ("y", "d", positive, nil)
        return mapping
    }

    @Test(arguments: [
        (["Hired"], "is in no row of 'y'"), (["hired"], "is in no row of 'y'"),
        (["hired", "fit", "hierd"], "is in no row of 'y' and 'd'"),
    ])
    func `a positive outcome that no row has is an error, not a gap of 0`(positive: [String], complaint: String) async {
        let text = Array("sex,y,d\nf,fit,hired\nm,unfit,rejected\n".utf8)
        let error = await #expect(throws: AuditError.self) {
            try await Self.read(text, Self.hiring(Set(positive)), workers: 2)
        }
        #expect(error?.message.hasSuffix(complaint) == true, "\(error?.message ?? "")")
        #expect(error?.hint?.contains("--positive") == true)
    }

    @Test func `outcomes are read as they are meant, quoted or not`() async throws {
        let text = "sex,y,d\nf,\"fit \"\"A\"\"\",\"hired\"\nm,unfit,\"not, yet\"\n"
        let cube = try await Self.read(Array(text.utf8), Self.hiring(["fit \"A\"", "hired"]))
        #expect(cube.counts(group: 0).truePositives == 1)
        #expect(cube.counts(group: 1).trueNegatives == 1)
    }

    @Test(arguments: ["\"a\"\"\u{0}\"", "\u{0}"])
    func `outcomes that are not UTF-8 are not unfavourable`(field: String) async {
        let bytes = Array("sex,y,d\nf,fit,hired\nm,fit,".utf8) + field.utf8.map { $0 == 0 ? 0xE9 : $0 } + [0x0A]
        let error = await #expect(throws: AuditError.self) {
            try await Self.read(bytes, Self.hiring(["fit", "hired"]))
        }
        #expect(error?.message == "line 3, column 'd': not UTF-8")
    }

    @Test(arguments: [
        (
            "w,sex,race,age,y,yhat,p\n1,f,a,b,1,0,0.5\n1,f,a,b,2,0,0.5\n",
            "line 3, column 'y': neither a positive nor a neg"
        ),
        ("w,sex,race,age,y,yhat,p\n1,f,a,b,1,0,x\n", "line 2, column 'p': not a number"),
        ("w,sex,race,age,y,yhat,p\n1,f,a,b,1,0,1.5\n", "line 2, column 'p': the score is not between 0 and 1"),
        (
            "w,sex,race,age,y,yhat,p\n-1,f,a,b,1,0,1\n",
            "line 2, column 'w': the weight is not 0, or between 1/1048576 and 1048576"
        ),
        ("w,sex,race,age,y,yhat,p\n1e-9,f,a,b,1,0,1\n", "line 2, column 'w': the weight is not 0, or between"),
        ("w,sex,race,age,y,yhat,p\n,f,a,b,1,0,1\n", "line 2, column 'w': the weight is missing"),
        ("w,sex,race,age,y,yhat,p\n1,f,a,b,1,0\n", "line 2: 6 fields, expected 7"),
        ("w,sex,race,age,y,yhat,p\n1,\"f,a,b,1,0,1\n", "line 2: a quoted field is never closed"),
        ("w,sex,race,ag,y,yhat,p\n", "there is no column 'age'"),
        ("", "the header is not one: there is none"),
    ])
    func `what cannot be counted is said where, without the value`(text: String, complaint: String) async {
        let error = await #expect(throws: AuditError.self) { try await Self.read(Array(text.utf8), workers: 2) }
        #expect(error?.message.hasPrefix(complaint) == true, "\(error?.message ?? "")")
    }

    @Test func `bytes that are not UTF-8, and UTF-16, are said to be`() async {
        let mapping = ColumnMapping(attributes: ["a"])
        let latin = await #expect(throws: AuditError.self) {
            try await Self.read(Array("a,b\nx,y\n".utf8) + [0xE9, 0x2C, 0x0A], mapping)
        }
        #expect(latin?.message == "line 3, column 'a': not UTF-8")
        let wide = await #expect(throws: AuditError.self) { try await Self.read([0xFF, 0xFE, 0x61, 0x00], mapping) }
        #expect(wide?.message == "the header is not one: the text is UTF-16; save it as UTF-8")
    }
}

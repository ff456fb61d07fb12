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

    @Test(arguments: [1, 4, 1 << 20], [TableFormat.commaSeparated, .jsonLines])
    func `lines without anything may come before the first record`(block: Int, format: TableFormat) async throws {
        let record = format == .jsonLines ? #"{"y":1}"# : "y\n1"
        var mapping = ColumnMapping(attributes: [])
        mapping.label = "y"
        let text = Array("\u{FEFF}\r\n\n\n\(record)\n".utf8)
        let cube = try await CubeReader.read(mapping, format, workers: 1, source: Blocks.of(text, size: block))
        #expect(cube.total == 1)
        let wrong = Array("\u{FEFF}\r\n\n\n\(record)\n\(format == .jsonLines ? "[]" : "1,2")\n".utf8)
        let error = await #expect(throws: AuditError.self) {
            _ = try await CubeReader.read(mapping, format, workers: 1, source: Blocks.of(wrong, size: block))
        }
        #expect(error?.message.hasPrefix(format == .jsonLines ? "line 5: " : "line 6: ") == true)
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

    @Test(arguments: [6, 9, 64])
    func `a byte-order mark before a quoted name is skipped wherever blocks end`(block: Int) async throws {
        let text = "\u{FEFF}\"a\nb, with more\",c\n1,x\n2,\"y\nz\"\n"
        let cube = try await Self.read(Array(text.utf8), ColumnMapping(attributes: ["a\nb, with more"]), block: block)
        #expect(cube.total == 2)
    }

    @Test func `a table without a header, or with lines that end in CR alone, is not said in the error`() async {
        let mapping = ColumnMapping(attributes: ["sex"])
        let headerless = await #expect(throws: AuditError.self) {
            try await Self.read(Array("anna@example.org,f,1\nb,m,0\n".utf8), mapping)
        }
        #expect(headerless?.message == "there is no column 'sex'")
        #expect(headerless?.hint?.hasPrefix("the first record names the columns") == true)
        let old = await #expect(throws: AuditError.self) {
            try await Self.read(Array("sex,d\rf,1\rm,0\r".utf8), mapping)
        }
        #expect(old?.message.hasSuffix("its lines end in a carriage return alone; save it with line feeds") == true)
        let names = (0..<40).map { "\(String(repeating: "long ", count: 20))\($0)" }
        let wide = await #expect(throws: AuditError.self) {
            try await Self.read(Array((names.joined(separator: ",") + "\n").utf8), mapping)
        }
        #expect((wide?.hint?.count ?? 1000) < 400)
        #expect(wide?.hint?.hasSuffix("and 32 more") == true)
    }

    @Test func `texts that are no groups, and rows that are no records, are refused before they are kept`() async {
        let long = String(repeating: "x", count: LevelTable.maximumLength + 1)
        let level = await #expect(throws: AuditError.self) {
            try await Self.read(Array("a,b\n1,2\n\(long),1\n".utf8), ColumnMapping(attributes: ["a"]))
        }
        #expect(level?.message == "line 3, column 'a': more than 1024 bytes, which is no group")
        let fields = String(repeating: ",", count: CSVScanner.maximumFields)
        let wide = await #expect(throws: AuditError.self) {
            try await Self.read(Array("a\(fields)\n".utf8), ColumnMapping(attributes: ["a"]))
        }
        #expect(wide?.message == "line 1: more than 16384 fields")
    }

    @Test func `groups with scores are fewer, for each has many cells`() throws {
        let schema = try CubeSchema(attributes: ["a"], scoreBuckets: 1024)
        #expect(schema.groupLimit == 454)
        var builder = CubeBuilder(schema)
        for level in 0..<454 { _ = try builder.slot(of: [String(level)]) }
        #expect(throws: AuditError.tooManyGroups(limit: 454)) { try builder.slot(of: ["more"]) }
    }

    private struct Torn: Error {}

    @Test func `a record that is wrong comes before a file that cannot be read further`() async {
        let blocks = Mutex(0)
        await #expect(throws: AuditError.invalidRecord(line: 2, column: "y", problem: "not a number")) {
            var mapping = ColumnMapping(attributes: [])
            mapping.score = "y"
            _ = try await CubeReader.read(mapping, workers: 1) {
                try blocks.withLock { count in
                    count += 1
                    guard count <= 2 else { throw Torn() }
                    return Array("y\nx\n".utf8)
                }
            }
        }
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

import GovernorCore
import Testing

@testable import GovernorAudit

@Suite struct CountQueryTests {
    private static let mapping: ColumnMapping = {
        var mapping = ColumnMapping(attributes: ["sex", "race"])
        (mapping.label, mapping.prediction, mapping.weight) = ("y", "yhat", "w")
        return mapping
    }()

    @Test func `a query counts rows by all that the audit asks for`() throws {
        let query = try CountQuery(Self.mapping, table: "hr.decisions", condition: "year = 2026")
        #expect(
            query.text(in: .postgres) == """
                SELECT
                  CAST("sex" AS text) AS "sex",
                  CAST("race" AS text) AS "race",
                  CAST("y" AS text) AS "y",
                  CAST("yhat" AS text) AS "yhat",
                  CAST("w" AS text) AS "w",
                  COUNT(*) AS "governor_rows"
                FROM "hr"."decisions"
                WHERE (year = 2026)
                GROUP BY
                  CAST("sex" AS text),
                  CAST("race" AS text),
                  CAST("y" AS text),
                  CAST("yhat" AS text),
                  CAST("w" AS text)
                ORDER BY
                  1, 2, 3, 4, 5
                """)
        #expect(query.mapping.count == "governor_rows" && query.mapping.prediction == "yhat")
    }

    @Test func `a score decides in the query, and one that is none does not pass for a decision`() throws {
        var mapping = ColumnMapping(attributes: ["sex"])
        (mapping.score, mapping.threshold) = ("p", 0.25)
        let query = try CountQuery(mapping, table: "t")
        #expect(
            query.text(in: .spark).contains(
                """
                CASE WHEN `p` IS NULL THEN NULL WHEN `p` >= 0.25 AND `p` <= 1 THEN 'true' \
                WHEN `p` >= 0 AND `p` < 0.25 THEN 'false' ELSE 'not a score from 0 to 1' END AS `governor_decision`
                """))
        #expect(query.mapping.prediction == "governor_decision" && query.mapping.score == nil)
    }

    @Test func `a score decides in the texts that labels have`() async throws {
        var mapping = ColumnMapping(attributes: ["sex"])
        (mapping.label, mapping.score) = ("y", "p")
        (mapping.positive, mapping.negative) = (["it's on"], nil)
        let query = try CountQuery(mapping, table: "t")
        #expect(query.text(in: .postgres).contains("THEN 'it''s on' WHEN"))
        #expect(query.text(in: .spark).contains(#"THEN 'it\'s on' WHEN"#))
        #expect(query.text(in: .duckdb).contains("THEN 'not it''s on' ELSE"))
        // Elsewhere every other text is unfavourable; what is no score is not.
        let mapped = query.mapping
        let rows = "sex,y,governor_decision,governor_rows\nf,it's on,it's on,3\nm,off,not it's on,2\n"
        #expect(try await CubeReader.read(mapped, workers: 1, source: Blocks.of(Array(rows.utf8))).total == 5)
        let bad = rows + "m,off,\(CountQuery.noScore),1\n"
        await #expect {
            try await CubeReader.read(mapped, workers: 1, source: Blocks.of(Array(bad.utf8)))
        } throws: { error in
            guard case AuditError.invalidRecord(line: 4, column: "governor_decision", problem: _) = error else {
                return false
            }
            return true
        }
    }

    @Test(
        arguments: zip(
            SQLDialect.allCases,
            [
                #"CAST("a""b`c\d" AS text) AS "a""b`c\d""#, #"CAST("a""b`c\d" AS VARCHAR) AS "a""b`c\d""#,
                #"CAST(`a"b``c\d` AS STRING) AS `a"b``c\d`"#,
                #"CAST(`a"b\`c\\d` AS Nullable(String)) AS `a"b\`c\\d`"#,
                #"CAST(`a"b\`c\\d` AS STRING) AS `a"b\`c\\d`"#,
                #"CAST("a""b`c\d" AS VARCHAR) AS "a""b`c\d""#,
            ]))
    func `names cannot end what quotes them`(dialect: SQLDialect, column: String) throws {
        var mapping = ColumnMapping(attributes: [#"a"b`c\d"#])
        mapping.prediction = "p"
        #expect(try CountQuery(mapping, table: "t").text(in: dialect).contains(column))
    }

    @Test(arguments: ["", "a.", ".a", "a..b", "a\0"])
    func `what no table is called is refused`(table: String) {
        #expect(throws: AuditError.self) { try CountQuery(Self.mapping, table: table) }
    }

    @Test func `no two columns of the result have one name`() {
        for name in ["sex", "governor_rows"] {
            var mapping = Self.mapping
            mapping.label = name
            #expect(throws: AuditError.duplicateAttribute(name)) { try CountQuery(mapping, table: "t") }
        }
    }

    @Test(arguments: [false, true])
    func `counted rows are counted like the rows`(isWeighted: Bool) async throws {
        var random = SeededGenerator(seed: 7)
        var mapping = Self.mapping
        if !isWeighted { mapping.weight = nil }
        var counts: [String: Int] = [:]
        for _ in 0..<5000 {
            let fields = [["f", "m", ""], ["a", "b"], ["1", "0", ""], ["true", "false"], ["0.5", "3", "0.1"]]
            counts[fields.map { $0.randomElement(using: &random) ?? "" }.joined(separator: ","), default: 0] += 1
        }
        let rows = counts.flatMap { Array(repeating: $0.key, count: $0.value) }.shuffled(using: &random)
        let whole = try await CubeReader.read(
            mapping, workers: 2, source: Blocks.of(Array(("sex,race,y,yhat,w\n" + rows.joined(separator: "\n")).utf8)))
        mapping.count = "n"
        let lines = counts.map { "\($0.value),\($0.key)" } + ["0,f,a,1,true,3"]
        let text = "n,sex,race,y,yhat,w\n" + lines.shuffled(using: &random).joined(separator: "\n")
        let counted = try await CubeReader.read(mapping, workers: 2, source: Blocks.of(Array(text.utf8), size: 512))
        #expect(counted == whole && counted.total == 5000)
    }

    @Test(arguments: ["-1", "1.5", "x", "", "1e300"])
    func `a number of rows that is none is refused with its line`(count: String) async {
        var mapping = ColumnMapping(attributes: ["sex"])
        (mapping.prediction, mapping.count) = ("p", "n")
        let mapped = mapping
        await #expect {
            try await CubeReader.read(
                mapped, workers: 1, source: Blocks.of(Array("sex,p,n\nf,1,2\nm,1,\(count)\n".utf8)))
        } throws: { error in
            guard case AuditError.invalidRecord(line: 3, column: "n", problem: _) = error else { return false }
            return true
        }
    }

    @Test func `more rows than counts stay exact for are refused`() async {
        var mapping = ColumnMapping(attributes: ["sex"])
        (mapping.prediction, mapping.count) = ("p", "n")
        let (mapped, most) = (mapping, CountCube.maximumRows)
        await #expect(throws: AuditError.tooManyRows(limit: most)) {
            try await CubeReader.read(
                mapped, workers: 1, source: Blocks.of(Array("sex,p,n\nf,1,\(most)\nf,1,1\n".utf8)))
        }
    }
}

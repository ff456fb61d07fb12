import GovernorCore
import Testing

@testable import GovernorAudit

struct JSONLinesTests {
    private static func mapping() -> ColumnMapping {
        var mapping = ColumnMapping(attributes: ["sex", "race", "age"])
        (mapping.label, mapping.prediction, mapping.score) = ("y", "yhat", "p")
        return mapping
    }

    /// The rows as somebody might write them: members in any order or left out, values as numbers, texts or words.
    private static func lines(_ data: RandomRows, seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let outcome = { (outcome: Outcome) -> String in
            switch outcome {
            case .positive: ["1", "true", "\"1\"", "1.0", #""\u0079es""#].randomElement(using: &random) ?? ""
            case .negative: ["0", "false", "\"no\""].randomElement(using: &random) ?? ""
            case .missing: ["null", "NaN", "\"\""].randomElement(using: &random) ?? ""
            }
        }
        var text = "\u{FEFF}"
        for row in data.rows {
            let levels = row.group.levels.map { level -> String? in
                guard let text = level.text else { return Bool.random(using: &random) ? "null" : nil }
                let escaped = text.unicodeScalars.map { "\\u" + String($0.value + 0x10000, radix: 16).dropFirst() }
                return Bool.random(using: &random) || text.unicodeScalars.contains { $0.value > 0xFFFF }
                    ? "\"\(text)\"" : "\"\(escaped.joined())\""
            }
            let members: [(String, String?)] = [
                ("sex", levels[0]), ("race", levels[1]), ("age", levels[2]), ("y", outcome(row.label)),
                ("yhat", outcome(row.prediction)), ("p", row.score.map { "\($0)" } ?? "null"),
                ("more", #"{"a": [1, {"b": "}"}], "c": null}"#), ("note", #""a \"quoted\" text,\n of two lines""#),
            ]
            let written = members.shuffled(using: &random).compactMap { name, value in
                value.map { "\"\(name)\" : \($0)" }
            }
            let end = ["\n", "\r\n", " \n\n"].randomElement(using: &random) ?? "\n"
            text += "{ " + written.joined(separator: " , ") + "}" + end
        }
        return Array(text.utf8)
    }

    @Test(arguments: [(1 << 20, 1), (1 << 20, 4), (4096, 3)])
    func `JSON Lines are counted as the rows that they are`(block: Int, workers: Int) async throws {
        let data = try RandomRows(800, seed: 6, grain: 1000)
        let cube = try await CubeReader.read(
            Self.mapping(), .jsonLines, workers: workers, source: Blocks.of(Self.lines(data, seed: 2), size: block))
        var builder = CubeBuilder(try Self.mapping().schema())
        for row in data.rows {
            try builder.add(
                slot: try builder.slot(of: row.group), label: row.label, prediction: row.prediction, score: row.score)
        }
        #expect(cube == builder.cube())
    }

    @Test(arguments: [
        (#"{"y":1,"p":0.5} x"#, "line 2: not JSON Lines: something after the object, at byte 17"),
        (#"[1]"#, "line 2: not JSON Lines: not an object, at byte 1"),
        (#"{"y":1,"y":0}"#, "line 2, column 'y': not JSON Lines: a member is there twice, at byte 13"),
        (#"{"y":[1]}"#, "line 2, column 'y': not JSON Lines: an object or array where a value is expected, at byte 9"),
        (#"{"y":1"#, "line 2: not JSON Lines: expected ',' or '}', at byte 7"),
        (#"{"y":nil}"#, "line 2: not JSON Lines: expected a value, at byte 9"),
        (#"{"y":1e999}"#, "line 2: not JSON Lines: a number that is none, or too large, at byte 11"),
        (#"{"y":"1}"#, "line 2: not JSON Lines: a control character in a text, at byte 9"),
        (#"{y:1}"#, "line 2: not JSON Lines: expected '\"', at byte 2"),
        (#"{"y":"perhaps"}"#, "line 2, column 'y': neither a positive nor a negative outcome"),
        (#"{"y":1,"p":"x"}"#, "line 2, column 'p': not a number"),
        (#"{"y":1,"p":2}"#, "line 2, column 'p': the score is not between 0 and 1"),
        (#"{"g":"\ud800","y":1}"#, "line 2, column 'g': not UTF-8"),
    ])
    func `what is no record is said with its place, and without its value`(line: String, problem: String) async throws {
        var mapping = ColumnMapping(attributes: ["g"])
        (mapping.label, mapping.score) = ("y", "p")
        let text = #"{"g":"a","y":0,"p":0.25}"# + "\n\(line)\n"
        let error = await #expect(throws: AuditError.self) {
            _ = try await CubeReader.read(mapping, .jsonLines, workers: 1, source: Blocks.of(Array(text.utf8)))
        }
        #expect(error?.message == problem)
    }

    @Test func `a column that no record has is an error that names those there are`() async throws {
        var mapping = ColumnMapping(attributes: ["sexe"])
        mapping.label = "y"
        let error = await #expect(throws: AuditError.self) {
            _ = try await CubeReader.read(
                mapping, .jsonLines, workers: 1, source: Blocks.of(Array(#"{"sex":"f","y":1}"#.utf8)))
        }
        #expect(error?.message == "there is no column 'sexe'" && error?.hint == "did you mean 'sex'?")
    }

    @Test func `a profile has every member of the first mebibyte, and no other`() async throws {
        let lines = #"{"a":1}"# + "\n" + #"{"b":"x","a":2}"# + "\n"
        let profile = try await ProfileReader.read(
            ProfileMapping(), .jsonLines, workers: 1, source: Blocks.of(Array(lines.utf8)))
        #expect(profile.columns.map(\.name) == ["a", "b"] && profile["b"]?.missing == 1)
        let late = lines + #"{"c":3}"# + "\n"
        let read = { (columns: [String]?) in
            try await ProfileReader.read(
                ProfileMapping(columns: columns), .jsonLines, workers: 1,
                source: Blocks.of(Array(late.utf8), size: lines.utf8.count))
        }
        let error = await #expect(throws: AuditError.self) { _ = try await read(nil) }
        #expect(error?.message == "line 3, column 'c': a member that no record of the first mebibyte has")
        #expect(try await read(["a"]).rows == 3)
    }

    @Test(arguments: [
        ("a.csv", TableFormat.commaSeparated), ("a.jsonl", .jsonLines), ("b.ndjson.gz", .jsonLines),
        ("c.tsv", .csv(delimiter: 9)), ("c.csv.gz", .commaSeparated), ("-", .commaSeparated),
        ("d.tsv.zst", .csv(delimiter: 9)), ("e.jsonl.zst", .jsonLines),
    ])
    func `a file's name tells its format`(path: String, format: TableFormat) {
        #expect(TableFormat(ofFile: path) == format)
    }
}

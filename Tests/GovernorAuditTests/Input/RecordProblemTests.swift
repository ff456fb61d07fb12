import Testing

@testable import GovernorAudit

/// Records that cannot be read are said with what to do about them.
struct RecordProblemTests {
    private static func error(_ table: String, _ format: TableFormat = .commaSeparated) async -> AuditError? {
        var mapping = ColumnMapping(attributes: ["sex"])
        (mapping.label, mapping.score, mapping.weight) = ("label", "score", "weight")
        do {
            _ = try await CubeReader.read(mapping, format, workers: 1, source: Blocks.of(Array(table.utf8)))
            return nil
        } catch { return error as? AuditError }
    }

    @Test(arguments: [
        ("f,1,x,1", "not a number", "numbers are written as 1234.5"),
        ("f,maybe,0.5,1", "neither a positive", "--positive"),
        ("f,1,2,1", "the score is not", "probabilities"), ("f,1,0.5,", "the weight is missing", "leave the row out"),
        ("f,1,0.5,-1", "the weight is not", "divide"), ("f,1,0.5,1,1", "5 fields, expected 4", "--delimiter"),
        ("\"f,1,0.5,1", "never closed", "written twice"), ("\"f\"x,1,0.5,1", "text after", "written twice"),
        (String(repeating: "f", count: 2000) + ",1,0.5,1", "which is no group", "shorten"),
    ])
    func `what is wrong with a record has a hint`(record: String, problem: String, hint: String) async throws {
        let error = try #require(await Self.error("sex,label,score,weight\n\(record)\n"))
        #expect(error.message.hasPrefix("line 2") && error.message.contains(problem), "\(error.message)")
        #expect(error.hint?.contains(hint) == true, "\(error.hint ?? "none")")
    }

    @Test func `a line that is no JSON has a hint`() async throws {
        let lines = "{\"sex\":\"f\",\"label\":1,\"score\":0.5,\"weight\":1}\nf,1,0.5,1\n"
        let error = try #require(await Self.error(lines, .jsonLines))
        #expect(error.hint?.contains("--input-format csv") == true)
    }
}

import GovernorCore
import Testing

@testable import GovernorAudit

struct ProfileSnapshotTests {
    private static func profile(_ table: String) async throws -> TableProfile {
        var decisions = ColumnMapping(attributes: ["sex"])
        (decisions.label, decisions.prediction) = ("paid", "approved")
        return try await ProfileReader.read(
            ProfileMapping(decisions: decisions), workers: 1, source: Blocks.of(try Blocks.table(table)))
    }

    @Test func `a snapshot is the profile again`() async throws {
        let profile = try await Self.profile("february.csv")
        let text = profile.snapshot.compactText
        #expect(text.utf8.starts(with: TableProfile.snapshotBeginning))
        let read = try TableProfile(snapshot: try JSONValue(parsing: Array(text.utf8)))
        #expect(read == profile)
        let without = profile.without(["income"]).snapshot
        #expect(without["columns"]?.array?.count == profile.columns.count - 1 && without["left_out"] == ["income"])
    }

    @Test func `a snapshot knows which columns it does not have, and a comparison does not call them new`() async throws
    {
        var mapping = ProfileMapping(columns: nil)
        mapping.ignored = ["income"]
        let table = try Blocks.table("february.csv")
        let part = try await ProfileReader.read(mapping, workers: 1, source: Blocks.of(table))
        let named = try await ProfileReader.read(
            ProfileMapping(columns: part.columns.map(\.name)), workers: 1, source: Blocks.of(table))
        #expect(named.leftOut == ["income"])
        let reference = try TableProfile(snapshot: part.snapshot)
        #expect(reference == part && reference.leftOut == ["income"])
        let all = try await ProfileReader.read(ProfileMapping(), workers: 1, source: Blocks.of(table))
        let report = try DriftAudit().report(of: all, against: reference, ProfileMapping())
        let column = try #require(report.columns.first { $0.name == "income" })
        #expect(column.reason == "it was left out of the reference" && column.findings.isEmpty)
        #expect(column.verdict == .notComparable)
        #expect(report.gateMetrics["schema_changes"] == 0)
        let gone = TableProfile(rows: all.rows, columns: part.columns, cube: nil)
        #expect(try DriftAudit().report(of: all, against: gone, ProfileMapping()).gateMetrics["schema_changes"] == 1)
    }

    @Test(arguments: [1, 4])
    func `what is no text is an error, however many texts came before it`(workers: Int) async throws {
        var bytes = Array("id,x\n".utf8)
        for number in 0..<9000 { bytes += Array("user \(number),1\n".utf8) }
        bytes += [0xFF, 0xFE, UInt8(ascii: ","), UInt8(ascii: "1"), 0x0A]
        let error = await #expect(throws: AuditError.self) {
            try await ProfileReader.read(
                ProfileMapping(), workers: workers, source: Blocks.of(bytes, size: 1 << 12))
        }
        #expect(error?.message == "line 9002, column 'id': not UTF-8")
    }

    @Test(arguments: [1, 2, 5])
    func `long texts are not kept, nor many that are long together`(workers: Int) async throws {
        let long = String(repeating: "x", count: 1025)
        let many = (0..<600).map { "\($0)" + String(repeating: "y", count: 500) }
        let text = "a,b,c\n" + many.map { "k,\(long),\($0)\n" }.joined()
        let profile = try await ProfileReader.read(
            ProfileMapping(), workers: workers, source: Blocks.of(Array(text.utf8), size: 1 << 13))
        #expect(profile.columns.map { $0.levels?.count } == [1, nil, nil])
        #expect(profile.columns.map(\.texts) == [600, 600, 600])
    }

    @Test func `many numbers are kept within a limit, negative ones too`() throws {
        var random = SeededGenerator(seed: 3)
        let values = (0..<20_000).map { _ in Double.random(in: -1e6..<1e6, using: &random) }
        let column = ColumnProfile(
            name: "x", missing: 0, values: ValueRuns(exactly: values), texts: 0, levels: [:])
        let profile = TableProfile(rows: values.count, columns: [column], cube: nil)
        let read = try TableProfile(snapshot: profile.snapshot)
        #expect(read.columns[0].values.runs.count <= ValueRuns.minimumLimit)
        #expect(read.columns[0].values == column.values.rounded(limit: ValueRuns.minimumLimit))
    }

    @Test(arguments: [
        (#"{"format":"governor.audit.cube/1"}"#, "/"),
        (#"{"format":"governor.audit.profile/1","rows":0,"columns":[],"decisions":null,"more":1}"#, "/"),
        (#"{"format":"governor.audit.profile/1","rows":-1,"columns":[],"decisions":null}"#, "/rows"),
        (
            #"{"format":"governor.audit.profile/1","rows":0,"columns":[{"name":"x","missing":0,"texts":0,"level":52,"#
                + #""runs":[[1,1]],"levels":[]}],"decisions":null}"#, "/columns/0/runs/0"
        ),
        (
            #"{"format":"governor.audit.profile/1","rows":2,"columns":[{"name":"x","missing":0,"texts":0,"level":0,"#
                + #""runs":[[1.5,2]],"levels":[]}],"decisions":null}"#, "/columns/0/runs/0"
        ),
        (
            #"{"format":"governor.audit.profile/1","rows":2,"columns":[{"name":"x","missing":0,"texts":2,"level":52,"#
                + #""runs":[],"levels":[["a",1]]}],"decisions":null}"#, "/columns/0/levels"
        ),
        (
            #"{"format":"governor.audit.profile/1","rows":0,"columns":[],"left_out":["x","x"],"decisions":null}"#,
            "/left_out/1"
        ),
        (
            #"{"format":"governor.audit.profile/1","rows":2,"columns":[{"name":"x","missing":1,"texts":0,"level":52,"#
                + #""runs":[],"levels":[]}],"decisions":null}"#, "/columns/0"
        ),
    ])
    func `what cannot be a profile is refused with its place`(text: String, place: String) throws {
        let document = try JSONValue(parsing: Array(text.utf8))
        let error = #expect(throws: AuditError.self) { try TableProfile(snapshot: document) }
        #expect(error?.message.contains("snapshot of an audit: \(place): ") == true, "\(error?.message ?? "")")
    }
}

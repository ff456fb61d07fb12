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
        #expect(profile.without(["income"]).snapshot["columns"]?.array?.count == profile.columns.count - 1)
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

import Foundation
import Testing

/// `conformance`, as somebody types it.
struct ConformanceCommandTests {
    @Test(arguments: ["cel", "ledger", "audit"])
    func `a file of cases that is missing is said to be`(suite: String) async throws {
        let run = try await CommandRun.shell("conformance \(suite) nowhere.json", in: WorkFolder())
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.diagnostics.hasPrefix("error: nowhere.json: the file does not exist\nhint: "))
    }

    @Test func `a file that is not JSON is said where`() async throws {
        let folder = try WorkFolder()
        try folder.write("{]", to: "cases.json")
        let run = try await CommandRun.shell("conformance cel cases.json", in: folder)
        #expect(run.status == 2)
        #expect(run.diagnostics.hasPrefix("error: cases.json: "))
        #expect(run.diagnostics.contains("expected a name in double quotes"))
    }
}

import ConformanceCases
import Foundation
import GovernorCore
import Testing

@Suite struct CELConformanceTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/cel")

    static let files = [
        "basic", "bindings_ext", "block_ext", "comparisons", "conversions", "encoders_ext", "enums", "fields",
        "fp_math",
        "integer_math", "lists", "logic", "macros", "macros2", "math_ext", "namespace", "network_ext", "optionals",
        "parse", "plumbing", "string", "string_ext", "timestamps", "type_deduction",
    ]

    @Test(arguments: files)
    func `every case of the specification passes, except those listed with a reason`(file: String) throws {
        let skipped = try Self.skipped()
        let report = try Self.report(file)
        #expect(!report.outcomes.isEmpty)
        for outcome in report.outcomes {
            switch (outcome.status, skipped[outcome.id]) {
            case (.failed, nil): Issue.record("\(outcome.id): \(outcome.detail)")
            case (.passed, .some): Issue.record("\(outcome.id) passes: take it off the list")
            default: break
            }
        }
    }

    @Test func `every listed case exists`() throws {
        let known = Set(try Self.files.flatMap { try Self.report($0).outcomes.map(\.id) })
        for (id, reason) in try Self.skipped() {
            #expect(known.contains(id), "\(id) is no case")
            #expect(reason.string?.isEmpty == false)
        }
    }

    @Test func `all case files are run`() throws {
        let present = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
            .filter { $0.hasSuffix(".json") && $0 != "skipped.json" }.map { String($0.dropLast(5)) }
        #expect(present.sorted() == Self.files.sorted())
    }

    static func report(_ file: String) throws -> FileReport {
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "\(file).json")))
        return try CELConformance.run(file: file, bytes: bytes)
    }

    static func skipped() throws -> JSONObject {
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "skipped.json")))
        return try #require(try JSONValue(parsing: bytes).object)
    }
}

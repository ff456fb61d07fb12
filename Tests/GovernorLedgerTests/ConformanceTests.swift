import ConformanceCases
import Foundation
import GovernorCore
import GovernorTesting
import Testing

/// The vectors under `Tests/Fixtures/ledger`, through the runner that `conformance ledger` uses.
@Suite struct ConformanceTests {
    /// How many cases each file holds, so that a runner that overlooks some is found out.
    static let expected: [(file: String, cases: Int)] = [
        ("checkpoint-cosignature.json", 6), ("dsse.json", 16), ("jcs-rfc8785.json", 28),
        ("merkle-consistency.json", 43), ("merkle-inclusion.json", 53), ("merkle-rfc6962-tree8.json", 10),
        ("merkle-subtreeconsistency.json", 45), ("merkle-subtreeinclusion.json", 106), ("rekor2-inclusion.json", 8),
        ("signed-note.json", 8), ("tessera-testlog.json", 7), ("tlog-large.json", 31), ("tlog-proof.json", 8),
        ("tlog-tiles.json", 44),
    ]

    @Test(arguments: expected)
    func `every case of a published file passes`(file: String, cases: Int) throws {
        let report = try LedgerConformance.run(file: file, bytes: try Fixture.bytes(file))
        for one in report.outcomes { #expect(one.status == .passed, "\(file) \(one.id): \(one.detail)") }
        #expect(report.outcomes.count == cases)
    }

    @Test func `every fixture file is run`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path())
        #expect(names.filter { $0.hasSuffix(".json") }.sorted() == Self.expected.map(\.file))
    }

    @Test(arguments: ["{}", "[]", #"{"source": "nobody"}"#, #"{"cases": []}"#])
    func `a file without cases we know is an error`(text: String) {
        #expect(throws: ConformanceError.self) {
            try LedgerConformance.run(file: "unseen.json", bytes: Array(text.utf8))
        }
    }

    @Test(arguments: [
        #"{"cases": [{"id": "a", "odd": 1}]}"#, #"{"mystery": [1, 2]}"#,
        #"{"cases": [{"id": "a", "leafIdx": 0, "treeSize": 1, "wantErr": true}]}"#,
        #"{"cases": [{"id": "a", "size1": 1, "size2": 1, "proof": null, "wantErr": true}]}"#,
    ])
    func `a case we cannot read fails, whatever it expects`(text: String) throws {
        let report = try LedgerConformance.run(file: "unseen.json", bytes: Array(text.utf8))
        #expect(report.outcomes.map(\.status) == [.failed])
    }

    @Test func `a case that expects the opposite fails, so that passing means something`() throws {
        let text = String(decoding: try Fixture.bytes("merkle-inclusion.json"), as: UTF8.self)
        let inverted = text.replacing("\"wantErr\": true", with: "\"wantErr\": FALSE")
            .replacing("\"wantErr\": false", with: "\"wantErr\": true").replacing("FALSE", with: "false")
        let report = try LedgerConformance.run(file: "inverted.json", bytes: Array(inverted.utf8))
        #expect(report.failures.count == 53)
    }

    @Test func `formats of later issues are skipped with their reason`() throws {
        let text = #"{"cases": [{"id": "oms", "bundle": {}}, {"id": "oscal", "document": {}}]}"#
        let report = try LedgerConformance.run(file: "later.json", bytes: Array(text.utf8))
        #expect(
            report.skips.map(\.reason) == [
                "OpenSSF Model Signing is not implemented yet", "document exports are not implemented yet",
            ])
        let printed = ConformanceReport(files: [report]).text
        #expect(printed.contains("skipped 1: OpenSSF Model Signing is not implemented yet"))
    }
}

/// Files under `Tests/Fixtures/ledger`.
enum Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/ledger")

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }

    static func json(_ name: String) throws -> JSONValue { try JSONValue(parsing: try bytes(name)) }
}

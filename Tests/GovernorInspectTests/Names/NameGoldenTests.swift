import Foundation
import GovernorCore
import Testing

@testable import GovernorInspect

@Suite struct NameGoldenTests {
    /// Synthetic; each line is judged as a text of its own.
    private static let texts = [
        "Kind regards, Ingrid Haugen, Fjord Analytics AS, Bergen",
        "please ask malik or sofia whether the flight to lisbon is on time",
        "DELIVER TO: ANNA NOVAK, 14 MILL LANE, LEEDS",
        "Then Amara of Silverline Partners moved from Nairobi to New Zealand.",
        "The committee met again on Tuesday, and nobody spoke.",
    ]

    /// The same bytes give the same scores on every platform; `RECORD_GOLDENS=1` writes them anew after training.
    @Test func `the embedded weights give the recorded scores`() throws {
        let scores =
            Self.texts.map { text in
                let found = NameTagger.standard.findings(in: Array(text.utf8)).map {
                    let name = String(decoding: Array(text.utf8)[$0.span], as: UTF8.self)
                    return "  \($0.kind) \(String(format: "%.3f", $0.confidence)) \(name)"
                }
                return ([text] + found).joined(separator: "\n")
            }.joined(separator: "\n") + "\n"
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/inspect/names.golden.txt")
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
            try Data(scores.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == scores)
    }
}

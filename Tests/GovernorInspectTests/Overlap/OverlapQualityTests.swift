import Foundation
import GovernorCore
import GovernorInspect
import Testing

/// Measures the overlap matcher on labelled data: `GOVERNOR_DATA` names the folder that holds `copyright/`.
@Suite(.enabled(if: LabelledRow.data != nil))
struct OverlapQualityTests {
    @Test func `S3.9: copies of works are found and nothing else is`() throws {
        let works = try LabelledRow.rows("copyright/reference_works.jsonl")
        let index = try CorpusIndex.of(works.map { ($0["title"], $0["text"]) })
        let plainWorks = works.map { Self.plain($0["text"]) }
        var counts: [String: (found: Int, of: Int)] = [:]
        for row in try LabelledRow.rows("copyright/overlap_cases.jsonl") {
            let report = index.report(on: Array(row["text"].utf8))
            // Other editions of works in the corpus are labelled as other works; they are copies all the same.
            let words = Self.plain(row["text"]).split(separator: " ")
            let isOtherEdition =
                row["kind"] == "other_work"
                && words.indices.dropLast(12).contains { first in
                    let passage = words[first..<first + 12].joined(separator: " ")
                    return plainWorks.contains { $0.contains(passage) }
                }
            let isCopy = row.label == 1 || isOtherEdition
            let kind = isOtherEdition ? "other edition" : row["kind"]
            counts[kind, default: (0, 0)].of += 1
            if report.verbatimRatio > 0.2 { counts[kind]?.found += 1 }
            #expect((report.verbatimRatio > 0.2) == isCopy, "\(row["id"]), \(kind): \(report.verbatimRatio)")
            #expect(report.passages.isEmpty == !isCopy, "\(row["id"]), \(kind)")
            if row.label == 1 { #expect(report.passages.first?.work.title == row["work"]) }
        }
        for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
            print("overlap, \(kind): \(count.found) of \(count.of)")
        }
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter }.joined(separator: " ")
    }
}
